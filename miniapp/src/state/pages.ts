import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { SessionOver } from "../api/problem.ts";
import { continued, joined, type Listed } from "./joined.ts";
import { useReading } from "./reading.ts";
import { sayProblem } from "./toasts.ts";

export interface Pages<T> {
  /** Null while nothing has been read yet. */
  items: readonly T[] | null;
  problem: unknown;
  hasMore: boolean;
  /** The next page is on its way. */
  busy: boolean;
  /** It did not come; somebody must ask for it. */
  stalled: boolean;
  more: () => void;
  /** Reads everything that is shown anew, for instance because its links have ended. */
  reload: () => void;
  change: (id: string, to: T | null) => void;
}

type Reading = "first" | "next" | "all";

interface Kept {
  list: Listed<unknown>;
  scroll: number;
  depth: unknown;
}

/** Lists that were seen in this visit, so that coming back shows them at once, where they were left. */
const seen = new Map<string, Kept>();

const depthNow = (): unknown => (history.state as { depth?: unknown } | null)?.depth ?? 0;

/** A list that is read page by page. `name` tells one list from another. */
export function usePages<T>(
  name: string,
  idOf: (item: T) => string,
  read: (before: string | null, signal: AbortSignal) => Promise<Listed<T>>,
): Pages<T> {
  const [, drawAgain] = useState(0);
  const [problem, setProblem] = useState<unknown>(null);
  const [turn, setTurn] = useState<{ no: number; what: Reading }>({ no: 0, what: "first" });
  const [busy, setBusy] = useState(false);
  const [stalled, setStalled] = useState(false);
  const done = useRef(-1);
  const list = seen.get(name)?.list as Listed<T> | undefined;

  const put = (next: Listed<T>) => {
    const before = seen.get(name);
    seen.set(name, { list: next, scroll: before?.scroll ?? 0, depth: before?.depth ?? depthNow() });
    drawAgain((n) => n + 1);
  };
  const begin = (what: Reading) => {
    setBusy(what === "next");
    setStalled(false);
    setTurn((before) => ({ no: before.no + 1, what }));
  };

  useReading(`${turn.no} ${name}`, async (stop) => {
    const old = (seen.get(name)?.list as Listed<T> | undefined) ?? null;
    // What was asked for is done once; what runs this again, such as a job's end, only looks for news.
    const what = turn.no > done.current ? turn.what : "first";
    try {
      const next = await gathered(old, what, idOf, (before) => read(before, stop));
      if (stop.aborted) return;
      done.current = turn.no;
      setProblem(null);
      setBusy(false);
      put(next);
    } catch (error) {
      if (stop.aborted || error instanceof SessionOver) return;
      done.current = turn.no;
      setBusy(false);
      if (old === null) setProblem(error);
      else if (what === "next") {
        setStalled(true);
        sayProblem(error);
      }
    }
  });

  useKeptScroll(name);
  return {
    items: list?.items ?? null,
    problem: list ? null : problem,
    hasMore: Boolean(list?.next),
    busy,
    stalled,
    more: () => !busy && list?.next && begin("next"),
    reload: () => begin("all"),
    change: (id, to) => {
      const now = seen.get(name)?.list as Listed<T> | undefined;
      if (now)
        put({
          ...now,
          items: now.items.flatMap((one) => (idOf(one) !== id ? [one] : to === null ? [] : [to])),
        });
    },
  };
}

async function gathered<T>(
  old: Listed<T> | null,
  what: Reading,
  idOf: (item: T) => string,
  read: (before: string | null) => Promise<Listed<T>>,
): Promise<Listed<T>> {
  if (old !== null && what === "next") return continued(old, await read(old.next), idOf);
  let list = await read(null);
  if (old === null) return list;
  if (what === "first") return joined(old, list, idOf);
  while (list.next !== null && list.items.length < old.items.length)
    list = continued(list, await read(list.next), idOf);
  return list;
}

/** Remembers how far the page was scrolled, and scrolls there again when one comes back. */
function useKeptScroll(name: string): void {
  useLayoutEffect(() => {
    const before = seen.get(name);
    const here = depthNow();
    if (before && before.depth === here) window.scrollTo(0, before.scroll);
    const scrolled = () => {
      const one = seen.get(name);
      if (one) seen.set(name, { ...one, scroll: window.scrollY, depth: here });
    };
    window.addEventListener("scroll", scrolled, { passive: true });
    return () => window.removeEventListener("scroll", scrolled);
  }, [name]);
}
