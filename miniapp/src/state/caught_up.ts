import type { ActivityItem, JobStatus } from "../api/shapes.ts";

/** What the list of orders knows of jobs that are at work as far as was heard. */
export function caughtUp(known: Iterable<JobStatus>, listed: readonly ActivityItem[]): JobStatus[] {
  const found = new Map(listed.map((item) => [item.job_id, item]));
  return [...known].flatMap((job) => {
    const item = found.get(job.job_id);
    if (job.finished || item === undefined) return [];
    if (item.finished_at === null)
      return [{ ...job, stage: item.stage, progress: Math.max(job.progress, item.progress) }];
    return [{ ...job, ...ENDED, stage: item.stage, progress: item.progress, error: item.error }];
  });
}

const ENDED = {
  finished: true,
  can_cancel: false,
  cancelling: false,
  estimated_remaining: null,
  queue_position: null,
  held_reason: null,
};
