import { useEffect, useRef, useState } from "preact/hooks";

const REST_MS = 700;

/** Fields that hold something the server has not heard yet; whoever leaves the screen lets them say it first. */
const unsaved = new Set<() => Promise<boolean>>();

/** Saves what is being typed; false when something of it was refused. */
export async function saveFields(): Promise<boolean> {
  const saved = await Promise.all([...unsaved].map((save) => save()));
  return saved.every(Boolean);
}

export interface Field {
  text: string;
  type: (text: string) => void;
  /** Takes another value at once, as from a suggestion. */
  put: (text: string) => void;
  leave: () => void;
  /** Why it was not taken. */
  problem: unknown;
}

/**
 * A text that is saved when its writer rests. What the server says in between, such as an answer given in the chat, is
 * shown only where nobody is typing.
 */
export function useField(value: string, save: (text: string) => Promise<unknown>): Field {
  const [typed, setTyped] = useState<string | null>(null);
  const [problem, setProblem] = useState<unknown>(null);
  const state = useRef({ typed: null as string | null, dirty: false, left: false, timer: 0, save });
  state.current.save = save;

  const flush = useRef(async (): Promise<boolean> => {
    const now = state.current;
    window.clearTimeout(now.timer);
    const text = now.typed;
    if (text === null || !now.dirty) return true;
    try {
      await now.save(text.trim());
    } catch (refused) {
      if (now.typed === text) setProblem(refused);
      return false;
    }
    if (now.typed === text) {
      now.dirty = false;
      unsaved.delete(flush);
      setProblem(null);
      if (now.left) show(null);
    }
    return true;
  }).current;

  const show = (text: string | null) => {
    state.current.typed = text;
    setTyped(text);
  };
  const take = (text: string, left: boolean) => {
    window.clearTimeout(state.current.timer);
    state.current.dirty = true;
    state.current.left = left;
    unsaved.add(flush);
    show(text);
    setProblem(null);
  };
  useEffect(
    () => () => {
      void flush().finally(() => unsaved.delete(flush));
    },
    [],
  );
  return {
    text: typed ?? value,
    problem,
    type: (text) => {
      take(text, false);
      state.current.timer = window.setTimeout(() => void flush(), REST_MS);
    },
    put: (text) => {
      take(text, true);
      void flush();
    },
    leave: () => {
      state.current.left = true;
      if (state.current.dirty) void flush();
      else show(null);
    },
  };
}
