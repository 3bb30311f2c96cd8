import { signal } from "@preact/signals";
import { EventStream } from "../api/stream.ts";
import type { JobStatus } from "../api/shapes.ts";
import { platform } from "../platform/index.ts";
import { api } from "./app.ts";
import { caughtUp } from "./caught_up.ts";

const ASK_EVERY_MS = 4000;
const MOST_LISTED = 50;

/** Every job that this visit has heard of, by its id, as it stands now. */
export const jobs = signal<ReadonlyMap<string, JobStatus>>(new Map());

/** Counts the jobs that ended: whoever shows results loads them again when it grows. */
export const ended = signal(0);

/** The live line is open; else screens ask every few seconds. */
export const lineIsOpen = signal(false);

/** Counts the times that somebody without a live line should ask. */
export const askNow = signal(0);

let stream: EventStream | null = null;

/** The line was open before: what happened in between is unknown. */
let hadLine = false;

/** Takes what the server said of a job, in an answer or an event. */
export function heard(...statuses: (JobStatus | null)[]): void {
  const next = new Map(jobs.peek());
  let newlyEnded = 0;
  for (const status of statuses) {
    const known = status && next.get(status.job_id);
    // An answer that was under way when the end was told.
    if (status === null || (known?.finished && !status.finished)) continue;
    if (status.finished && known?.finished === false) newlyEnded += 1;
    next.set(status.job_id, status);
  }
  jobs.value = next;
  if (newlyEnded > 0) ended.value += newlyEnded;
}

/** The job of a model or a generation that is at work; null when none is. */
export function atWork(of: { lora?: string; generation?: string }): JobStatus | null {
  for (const job of jobs.value.values()) {
    if (job.finished) continue;
    if (of.generation !== undefined && job.generation_id === of.generation) return job;
    if (of.lora !== undefined && job.kind === "training" && job.lora_id === of.lora) return job;
  }
  return null;
}

/** Follows the server while the app is in front; behind something the line is closed, phones would cut it anyway. */
export function followJobs(): void {
  open();
  platform.onActive((active) => {
    if (!active) close();
    else if (stream === null) {
      ask();
      open();
    }
  });
  window.setInterval(() => {
    if (stream !== null && !lineIsOpen.peek()) ask();
  }, ASK_EVERY_MS);
}

/** Lets screens ask, and asks for the jobs that nobody may have told the end of. */
function ask(): void {
  askNow.value += 1;
  void catchUp();
}

let catching = false;

async function catchUp(): Promise<void> {
  if (catching || [...jobs.peek().values()].every((job) => job.finished)) return;
  catching = true;
  try {
    const { items } = await api.get("/activity", { query: { limit: MOST_LISTED } });
    heard(...caughtUp(jobs.peek().values(), items));
  } catch {
    // No connection: the screens say so, and the next time comes.
  } finally {
    catching = false;
  }
}

function open(): void {
  stream?.stop();
  stream = new EventStream(api.session, {
    onEvent: (event) => {
      if (event.name === "job") heard(JSON.parse(event.data) as JobStatus);
    },
    onLine: (isOpen) => {
      // What happened between two lines is told by the next one only for jobs still at work.
      if (isOpen && hadLine && !lineIsOpen.peek()) ask();
      hadLine ||= isOpen;
      lineIsOpen.value = isOpen;
    },
  });
  stream.start();
}

function close(): void {
  stream?.stop();
  stream = null;
  lineIsOpen.value = false;
}
