import { useEffect, useRef } from "preact/hooks";

/** Loads what comes next as soon as the end of a list is near; its button does the same where nothing scrolls. */
export function MoreBelow(given: { text: string; busy: boolean; byItself: boolean; onMore: () => void }) {
  const button = useRef<HTMLButtonElement>(null);
  const latest = useRef(given.onMore);
  latest.current = given.onMore;
  useEffect(() => {
    const end = button.current;
    if (end === null || given.busy || !given.byItself || !("IntersectionObserver" in window)) return;
    const watcher = new IntersectionObserver(
      (seen) => seen.some((one) => one.isIntersecting) && latest.current(),
      {
        rootMargin: "600px",
      },
    );
    watcher.observe(end);
    return () => watcher.disconnect();
  }, [given.busy, given.byItself]);
  return (
    <button
      ref={button}
      type="button"
      class="button wide"
      disabled={given.busy}
      onClick={() => given.onMore()}
    >
      {given.busy && <span class="spinner" />}
      {given.text}
    </button>
  );
}
