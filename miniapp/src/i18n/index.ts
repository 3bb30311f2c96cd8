import { computed, signal } from "@preact/signals";
import type { Language } from "../api/shapes.ts";
import type { Dictionary } from "./en/index.ts";

/** The language that is shown; the server keeps the person's choice. */
export const language = signal<Language>("en");

const loaded = signal<Partial<Record<Language, Dictionary>>>({});

/** The words of the language that is shown. Only after `speak` has resolved once. */
export const words = computed<Dictionary>(() => {
  const all = loaded.value[language.value];
  if (all === undefined) throw new Error("no language is loaded");
  return all;
});

/** The words, read inside a component, which is drawn again when the language changes. */
export function t(): Dictionary {
  return words.value;
}

/** Loads a language and shows it. */
export async function speak(wanted: Language): Promise<void> {
  if (loaded.peek()[wanted] === undefined) {
    const { dictionary } = wanted === "ru" ? await import("./ru/index.ts") : await import("./en/index.ts");
    loaded.value = { ...loaded.peek(), [wanted]: dictionary };
  }
  language.value = wanted;
  document.documentElement.lang = wanted;
}

/** The language of an IETF tag, English for those that nobody here speaks. */
export function languageOf(tag: string): Language {
  const base = tag.toLowerCase().split(/[-_]/)[0] ?? "";
  return ["ru", "uk", "be", "kk"].includes(base) ? "ru" : "en";
}
