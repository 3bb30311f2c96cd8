import { computed, signal } from "@preact/signals";

/** What lies over the screen, the topmost last; each knows how to close itself. */
const over = signal<readonly (() => void)[]>([]);

/** Closes what lies on top; null where the screen itself is on top. */
export const topmost = computed<(() => void) | null>(() => over.value.at(-1) ?? null);

/** "Back" calls `close` before it leaves the screen, until the returned function is called. */
export function backCloses(close: () => void): () => void {
  over.value = [...over.peek(), close];
  return () => {
    over.value = over.peek().filter((one) => one !== close);
  };
}
