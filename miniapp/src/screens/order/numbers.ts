import type { DraftSetting } from "../../api/shapes.ts";

const MOST_STOPS = 400;

/** A number as people write it, also with a comma; null for anything else. */
export function parsedNumber(text: string): number | null {
  const plain = text.replace(/[\s\u00a0]/g, "").replace(",", ".");
  if (plain === "") return null;
  const value = Number(plain);
  return Number.isFinite(value) ? value : null;
}

/** A value in plain digits, never as 1e-4. */
export function written(value: string | number | null): string {
  if (typeof value !== "number") return value ?? "";
  return Number.isInteger(value) ? String(value) : value.toFixed(12).replace(/0+$/, "");
}

/** Where a slider goes, up to what the price allows; null where it would have too many or too fine stops to help. */
export function sliderOf(
  setting: Pick<DraftSetting, "least" | "most" | "multiple" | "whole" | "affordable">,
): { least: number; most: number; step: number } | null {
  if (!setting.whole || setting.least === null || setting.most === null) return null;
  const most = Math.min(setting.most, setting.affordable ?? setting.most);
  const least = Math.ceil(setting.least / setting.multiple) * setting.multiple;
  const stops = (most - least) / setting.multiple;
  if (stops < 1) return null;
  if (stops <= MOST_STOPS) return { least, most, step: setting.multiple };
  // Coarser stops for the thumb; the field beside it takes every number.
  const rough = 10 ** Math.ceil(Math.log10((most - least) / MOST_STOPS));
  const step = Math.ceil(rough / setting.multiple) * setting.multiple;
  const first = Math.ceil(least / step) * step;
  return { least: first, most: Math.floor(most / step) * step, step };
}
