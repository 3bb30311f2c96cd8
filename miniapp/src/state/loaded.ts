import { useState } from "preact/hooks";
import { Refused, SessionOver } from "../api/problem.ts";
import { useReading } from "./reading.ts";

export interface Loaded<T> {
  /** The newest answer; what was shown stays until there is another. */
  data: T | null;
  /** Why there is none, or no newer one. */
  problem: unknown;
  /** Nothing to show yet. */
  loading: boolean;
  reload: () => void;
  /** Shows `data` without asking: the server has just said it. */
  set: (data: T) => void;
}

/**
 * Loads something for a screen, again when `keys` change, when a job ends, and when the live line was broken. A
 * `reload` in between is quiet.
 */
export function useLoaded<T>(load: (signal: AbortSignal) => Promise<T>, keys: readonly unknown[]): Loaded<T> {
  const [state, setState] = useState<{ data: T | null; problem: unknown; of: string }>({
    data: null,
    problem: null,
    of: "",
  });
  const [again, setAgain] = useState(0);
  const of = JSON.stringify(keys);
  useReading(`${again} ${of}`, async (stop) => {
    try {
      const data = await load(stop);
      if (!stop.aborted) setState({ data, problem: null, of });
    } catch (problem) {
      if (stop.aborted || problem instanceof SessionOver) return;
      setState((before) => ({
        data: before.of === of && !isGone(problem) ? before.data : null,
        problem,
        of,
      }));
    }
  });
  const current = state.of === of;
  return {
    data: current ? state.data : null,
    problem: current ? state.problem : null,
    loading: !current || (state.data === null && state.problem === null),
    reload: () => setAgain((n) => n + 1),
    set: (data) => setState({ data, problem: null, of }),
  };
}

function isGone(problem: unknown): boolean {
  return problem instanceof Refused && problem.status === 404;
}
