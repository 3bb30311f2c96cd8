import { useRef, useState } from "preact/hooks";
import { sayProblem } from "./toasts.ts";

/** Runs something of a button once at a time and says what went wrong. */
export function useAction<A extends unknown[]>(
  run: (...given: A) => Promise<void>,
): { busy: boolean; start: (...given: A) => void } {
  const [busy, setBusy] = useState(false);
  const going = useRef(false);
  const start = (...given: A) => {
    if (going.current) return;
    going.current = true;
    setBusy(true);
    run(...given)
      .catch(sayProblem)
      .finally(() => {
        going.current = false;
        setBusy(false);
      });
  };
  return { busy, start };
}
