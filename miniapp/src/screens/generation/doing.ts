import type { JobStatus } from "../../api/shapes.ts";

export type Doing = "stopping" | "held" | "queued" | "place" | "fetching" | "checking" | "drawing";

/** What is going on with an order of pictures, in the order of what a person must know first. */
export function doing(
  job: Pick<JobStatus, "cancelling" | "held_reason" | "stage" | "queue_position">,
): Doing {
  if (job.cancelling) return "stopping";
  if (job.stage === "checking") return "checking";
  if (job.held_reason !== null) return "held";
  if (job.stage === "queued") return job.queue_position ? "place" : "queued";
  return job.stage === "validating" ? "fetching" : "drawing";
}
