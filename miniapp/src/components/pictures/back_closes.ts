import { useEffect, useRef } from "preact/hooks";
import { backCloses, forgetAbove, type Over } from "../../routing/way_back.ts";

/**
 * "Back" closes what lies over a screen instead of leaving the screen. What is given back closes it by hand and then
 * does what is wanted; going elsewhere must wait for that, or "back" would come to this screen twice.
 */
export function useBackCloses(onClose: () => void): (then?: () => void) => void {
  const latest = useRef(onClose);
  latest.current = onClose;
  const after = useRef<(() => void) | null>(null);
  // A second press before the first has worked would leave the screen as well.
  const closing = useRef(false);
  const over = useRef<Over>({
    close: () => {
      if (closing.current) return;
      closing.current = true;
      history.back();
    },
    left: () => {
      closing.current = false;
      latest.current();
      after.current?.();
    },
  }).current;
  useEffect(() => {
    history.pushState({ ...(history.state as object | null) }, "");
    return backCloses(over);
  }, []);
  return (then) => {
    after.current ??= then ?? null;
    forgetAbove(over);
    over.close();
  };
}
