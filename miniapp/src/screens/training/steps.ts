import type { JobStatus, Stage } from "../../api/shapes.ts";

/** The way of a training, in order. */
export const STEPS = ["queued", "preparing", "caching", "training", "validating", "completed"] as const;

export type Step = (typeof STEPS)[number];

/** Where a stage lies on the way; null while nobody knows. */
export function stepOf(stage: Stage): number | null {
  const at = STEPS.indexOf(stage as Step);
  return at < 0 ? null : at;
}

export type Mark = "done" | "now" | "later";

/** How each step is marked; `last` is the step that was known before nobody could say where it is. */
export function marks(stage: Stage, last: number): Mark[] {
  const at = stepOf(stage) ?? last;
  return STEPS.map((_, index) => (index < at ? "done" : index === at ? "now" : "later"));
}

/** A tenth of the way as a word for ears: said when it changes, not at every percent. */
export function tenth(job: Pick<JobStatus, "progress">): number {
  return Math.floor(job.progress / 10) * 10;
}
