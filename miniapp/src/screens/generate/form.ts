import type { Schemas } from "../../api/shapes.ts";

export type Offer = Schemas["PictureOffer"];
export type Setting = Schemas["PictureSettingOffer"];
export type Aspect = Schemas["Aspect"];
type Key = Setting["key"];
type Value = string | number | null;

/** What a person has chosen; what is left out is as in their last order. */
export interface Form {
  lora: string;
  prompt: string;
  aspect?: Aspect;
  count?: number;
  own: Partial<Record<Key, Value>>;
}

export const EMPTY: Form = { lora: "", prompt: "", own: {} };

/** Steps and guidance mean something else where another model is drawn. */
export function withModel(form: Form, lora: string): Form {
  if (lora === form.lora) return form;
  const { steps: _steps, guidance: _guidance, ...own } = form.own;
  return { ...form, lora, own };
}

export function valueOf(form: Form, setting: Setting): Value {
  const own = form.own[setting.key];
  return own === undefined ? setting.value : own;
}

export function isUsual(form: Form, setting: Setting): boolean {
  return valueOf(form, setting) === setting.default;
}

/** The words in which a typed number is not allowed, null when it is. */
export function fault(setting: Setting, typed: string): "bounds" | null {
  if (typed === "" || setting.choices.length > 0) return null;
  const value = Number(typed.replace(",", "."));
  const whole = !setting.whole || Number.isInteger(value);
  const inside = value >= (setting.min ?? -Infinity) && value <= (setting.max ?? Infinity);
  return Number.isFinite(value) && whole && inside ? null : "bounds";
}

/** The order as the server takes it. What is as usual is left to the endpoint. */
export function orderOf(form: Form, offer: Offer | null): Partial<Schemas["NewGeneration"]> {
  const order: Partial<Schemas["NewGeneration"]> = {
    lora: `lora:${form.lora}`,
    prompt: form.prompt.trim(),
    aspect: form.aspect ?? offer?.aspect ?? "1:1",
    count: form.count ?? offer?.count ?? 1,
  };
  for (const setting of offer?.settings ?? []) {
    const value = valueOf(form, setting);
    if (value !== null && value !== setting.default) Object.assign(order, { [setting.key]: value });
  }
  return order;
}
