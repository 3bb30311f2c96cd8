import { useEffect, useRef, useState } from "preact/hooks";
import type { JobStatus, Schemas } from "../../api/shapes.ts";
import { dayAndTime } from "../../i18n/figures.ts";
import { t } from "../../i18n/index.ts";
import { api } from "../../state/app.ts";
import { askNow, ended } from "../../state/jobs.ts";
import { sentence } from "./log_lines.ts";

type Line = Schemas["LogLine"];

const MOST_AT_ONCE = 100;
const LOOK_EVERY_MS = 10_000;

/** What happened to a training so far, line by line; goes on while it runs. */
export function TrainingLog({ id, job }: { id: string; job: JobStatus | null }) {
  const words = t().training;
  const lines = useLines(id, job);
  const shown = lines
    .map((line) => ({ line, text: sentence(words.events, t().order.providers, line) }))
    .filter((one) => one.text !== null);
  if (shown.length === 0) return null;
  return (
    <details class="card folding training-log">
      <summary>
        <h2>{words.log}</h2>
        <span class="soft small">{shown.length}</span>
      </summary>
      <ol>
        {shown.map(({ line, text }) => (
          <li key={line.id}>
            <time class="soft small" dateTime={line.at}>
              {dayAndTime(line.at)}
            </time>
            <span>{text}</span>
          </li>
        ))}
      </ol>
    </details>
  );
}

/** All lines, each asked for once. */
function useLines(id: string, job: JobStatus | null): readonly Line[] {
  const [lines, setLines] = useState<readonly Line[]>([]);
  const after = useRef<string | null>(null);
  const moment = [
    job?.stage,
    job?.cancelling,
    job?.provider,
    job?.repeated,
    askNow.value,
    ended.value,
  ].join();
  useEffect(() => {
    const going = new AbortController();
    const look = async () => {
      const query = { limit: MOST_AT_ONCE, ...(after.current === null ? {} : { after: after.current }) };
      const page = await api.get("/trainings/{job_id}/logs", {
        path: { job_id: id },
        query,
        signal: going.signal,
      });
      if (going.signal.aborted || page.items.length === 0) return;
      after.current = page.next_after;
      setLines((before) => {
        const known = new Set(before.map((line) => line.id));
        return [...before, ...page.items.filter((line) => !known.has(line.id))];
      });
    };
    // The log is beside the point of the screen: a look that fails is made up for by the next.
    const quietly = () => void look().catch(() => {});
    quietly();
    const timer = job === null ? 0 : window.setInterval(quietly, LOOK_EVERY_MS);
    return () => {
      going.abort();
      window.clearInterval(timer);
    };
  }, [id, moment, job === null]);
  return lines;
}
