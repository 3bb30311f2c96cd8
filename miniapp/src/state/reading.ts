import { useEffect, useRef } from "preact/hooks";
import { askNow, ended } from "./jobs.ts";
import { oneAtATime } from "./one_at_a_time.ts";

/**
 * Runs `read` for a screen: at first and when `of` changes, which cuts short what was under way; and again when a job
 * ends or somebody without a live line should ask, which lets it come to its end before. `read` must not raise.
 */
export function useReading(of: string, read: (stop: AbortSignal) => Promise<void>): void {
  const moment = `${ended.value}.${askNow.value}`;
  const seen = useRef(moment);
  const ask = useRef(() => {});
  const latest = useRef(read);
  latest.current = read;
  useEffect(() => {
    const stop = new AbortController();
    seen.current = moment;
    ask.current = oneAtATime(() => latest.current(stop.signal), stop.signal);
    ask.current();
    return () => stop.abort();
  }, [of]);
  useEffect(() => {
    if (seen.current === moment) return;
    seen.current = moment;
    ask.current();
  }, [moment]);
}
