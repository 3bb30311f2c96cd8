import { computed, signal } from "@preact/signals";

/** Something that lies over the screen. */
export interface Over {
  /** Takes it away. */
  close: () => void;
  /** For what has a place of its own in the browser's history: "back" has just left that place. */
  left?: () => void;
}

const stack = signal<readonly Over[]>([]);

/** What lies on top; null where the screen itself does. */
export const topmost = computed<Over | null>(() => stack.value.at(-1) ?? null);

/** "Back" takes `over` away before it leaves the screen, until the returned function is called. */
export function backCloses(over: Over): () => void {
  stack.value = [...stack.peek(), over];
  return () => {
    stack.value = stack.peek().filter((one) => one !== over);
  };
}

/** What lies above `over` goes together with it: the next "back" is about `over` itself. */
export function forgetAbove(over: Over): void {
  stack.value = stack.peek().slice(0, stack.peek().indexOf(over) + 1);
}
