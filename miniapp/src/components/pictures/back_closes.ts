import { useEffect, useRef } from "preact/hooks";
import { closedInstead } from "../../routing/router.ts";
import { backCloses, topmost } from "../../routing/way_back.ts";

/**
 * "Back" closes what lies over a screen instead of leaving the screen. What is given back closes it by hand and then
 * does what is wanted; going elsewhere must wait for that, or "back" would come to this screen twice.
 */
export function useBackCloses(onClose: () => void): (then?: () => void) => void {
  const latest = useRef(onClose);
  latest.current = onClose;
  const after = useRef<(() => void) | null>(null);
  const byHand = useRef(false);
  // A second press before the first has worked would leave the screen as well.
  const closing = useRef(false);
  const backOnce = () => {
    if (closing.current) return;
    closing.current = true;
    history.back();
  };
  useEffect(() => {
    history.pushState({ ...(history.state as object | null) }, "");
    const back = () => backOnce();
    const popped = (event: PopStateEvent) => {
      // Before the router, which would take it for a change of screens and scroll to the top.
      event.stopImmediatePropagation();
      closing.current = false;
      if (!byHand.current && topmost.peek() !== back && closedInstead()) return;
      window.removeEventListener("popstate", popped, true);
      latest.current();
      after.current?.();
    };
    window.addEventListener("popstate", popped, true);
    const stop = backCloses(back);
    return () => {
      window.removeEventListener("popstate", popped, true);
      stop();
    };
  }, []);
  return (then) => {
    after.current ??= then ?? null;
    byHand.current = true;
    backOnce();
  };
}
