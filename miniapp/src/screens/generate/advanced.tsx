import { useState } from "preact/hooks";
import { Choices } from "../../components/choices.tsx";
import { DiceIcon } from "../../components/pictures/icons.tsx";
import { number } from "../../i18n/figures.ts";
import { t } from "../../i18n/index.ts";
import { fault, type Form, isUsual, type Setting, valueOf } from "./form.ts";

type Value = string | number | null;

/** What else may be set where this model is drawn. Folded while everything is as usual. */
export function Advanced(given: {
  form: Form;
  settings: readonly Setting[];
  onSet: (key: Setting["key"], value: Value) => void;
  onFault: (key: Setting["key"], faulty: boolean) => void;
}) {
  const { form, settings } = given;
  const [open] = useState(() => settings.some((one) => !isUsual(form, one)));
  return (
    <details class="card generate-advanced" open={open}>
      <summary>{t().generate.advanced}</summary>
      <div class="generate-settings">
        {settings.map((one) => (
          <One key={one.key} {...given} setting={one} />
        ))}
      </div>
    </details>
  );
}

function One(given: {
  form: Form;
  setting: Setting;
  onSet: (key: Setting["key"], value: Value) => void;
  onFault: (key: Setting["key"], faulty: boolean) => void;
}) {
  const { setting, form } = given;
  const words = t().generate;
  const id = `generate-${setting.key}`;
  const name = words.settings[setting.key];
  const value = valueOf(form, setting);
  const usual = typeof setting.default === "number" ? number(setting.default) : String(setting.default ?? "");
  return (
    <div class="field">
      <div class="line apart">
        {setting.choices.length > 0 ? (
          <span class="generate-label">{name}</span>
        ) : (
          <label for={id} class="generate-label">
            {setting.key === "scale" ? `${name}: ${number(Number(value))}` : name}
          </label>
        )}
        {!isUsual(form, setting) && (
          <button
            type="button"
            class="button plain generate-clear"
            aria-label={`${name}: ${words.reset}`}
            onClick={() => {
              given.onFault(setting.key, false);
              given.onSet(setting.key, setting.default);
            }}
          >
            {words.reset}
          </button>
        )}
      </div>
      {setting.choices.length > 0 ? (
        <Choices
          label={name}
          value={String(value)}
          options={setting.choices.map((choice) => ({ value: choice, text: choice.toUpperCase() }))}
          onPick={(choice) => given.onSet(setting.key, choice)}
        />
      ) : setting.key === "scale" ? (
        <input
          id={id}
          type="range"
          min={setting.min ?? 0}
          max={setting.max ?? 2}
          step={0.05}
          value={Number(value)}
          aria-describedby={`${id}-about`}
          onInput={(event) => given.onSet("scale", Number(event.currentTarget.value))}
        />
      ) : (
        <Typed {...given} id={id} key={String(isUsual(form, setting))} value={value} />
      )}
      <p id={`${id}-about`} class="soft small">
        {words.about[setting.key]}
        {usual && ` ${words.usual(setting.choices.length ? usual.toUpperCase() : usual)}.`}
      </p>
    </div>
  );
}

/** A number that is typed. One out of bounds stays in sight, said, and is not taken. */
function Typed(given: {
  id: string;
  setting: Setting;
  value: Value;
  onSet: (key: Setting["key"], value: Value) => void;
  onFault: (key: Setting["key"], faulty: boolean) => void;
}) {
  const { id, setting } = given;
  const words = t().generate;
  const [typed, setTyped] = useState<string | null>(null);
  const shown = typed ?? (given.value === null ? "" : String(given.value));
  const faulty = fault(setting, shown) !== null;
  const take = (text: string) => {
    setTyped(text);
    const wrong = fault(setting, text) !== null;
    given.onFault(setting.key, wrong);
    if (!wrong) given.onSet(setting.key, text === "" ? setting.default : Number(text.replace(",", ".")));
  };
  const roll = () => {
    const [random = 0] = crypto.getRandomValues(new Uint32Array(1));
    take(String(random % ((setting.max ?? 0) + 1)));
  };
  return (
    <>
      <div class="line">
        <input
          id={id}
          class="input"
          inputMode={setting.whole ? "numeric" : "decimal"}
          autocomplete="off"
          value={shown}
          placeholder={setting.key === "seed" ? words.anySeed : undefined}
          aria-invalid={faulty}
          aria-describedby={faulty ? `${id}-fault` : `${id}-about`}
          onInput={(event) => take(event.currentTarget.value.trim())}
        />
        {setting.key === "seed" && (
          <button type="button" class="button" aria-label={words.dice} onClick={roll}>
            <DiceIcon />
          </button>
        )}
      </div>
      {faulty && (
        <p id={`${id}-fault`} class="refusal" role="alert">
          {words.bounds(number(setting.min ?? 0), number(setting.max ?? 0))}
        </p>
      )}
    </>
  );
}
