import type { Draft } from "../../api/shapes.ts";

export type Missing = Draft["needs"][number] | "consent" | "name_refused";

const PLACES: Record<Missing, string> = {
  type: "create-type",
  class_word: "create-class",
  name: "create-name",
  name_refused: "create-name",
  photos: "create-photos",
  consent: "create-photos",
};

/** What stands between a draft and its order, the first of it; null when nothing does. */
export function firstMissing(draft: Draft | null, fieldsAreSaved: boolean): Missing | null {
  if (draft === null) return "type";
  const need = draft.needs[0];
  if (need === "name" && !fieldsAreSaved) return "name_refused";
  if (need !== undefined && need !== "photos") return need;
  if (!fieldsAreSaved) return "name_refused";
  if (draft.consent.needed) return "consent";
  return need ?? null;
}

/** Brings the place where something is mended into sight. */
export function showPlace(missing: Missing): void {
  const place = document.getElementById(PLACES[missing]);
  const quiet = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
  place?.scrollIntoView({ behavior: quiet ? "auto" : "smooth", block: "start" });
  place?.focus({ preventScroll: true });
}
