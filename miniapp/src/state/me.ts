import { signal } from "@preact/signals";
import type { Language, Me } from "../api/shapes.ts";
import { speak } from "../i18n/index.ts";
import { api } from "./app.ts";

/** Who uses the app: language, quotas, consent. Null until the session is open. */
export const me = signal<Me | null>(null);

/** Reads it anew; quotas change with every order. */
export async function refreshMe(): Promise<Me> {
  const now = await api.get("/me");
  me.value = now;
  if (now.language) await speak(now.language);
  return now;
}

/** After an order: reads quotas anew. Without a connection the next order says what is left. */
export function quotasChanged(): void {
  void refreshMe().catch(() => {});
}

export async function chooseLanguage(language: Language): Promise<void> {
  await speak(language);
  me.value = await api.patch("/me", { body: { language } });
  // An answer that was on its way may have said the language of before.
  await speak(language);
}
