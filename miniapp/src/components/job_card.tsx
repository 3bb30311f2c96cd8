import type { JobStatus } from "../api/shapes.ts";
import { t } from "../i18n/index.ts";
import type { Route } from "../routing/routes.ts";
import { Progress } from "./progress.tsx";
import { Link } from "./row.tsx";
import { StageBadge } from "./stage_badge.tsx";

/** A job at work, live, as a way to its screen. */
export function JobCard(given: { job: JobStatus; name: string }) {
  const { job } = given;
  const to = screenOf(job);
  const words = t().home;
  const title = job.kind === "training" ? words.trainingOf(given.name) : words.picturesOf(given.name);
  const inside = (
    <>
      <span class="line apart wrap">
        <strong>{title}</strong>
        <StageBadge stage={job.stage} />
      </span>
      <Progress value={job.progress} label={words.progress} />
      <span class="line apart small soft" aria-live="polite">
        <span>{job.progress} %</span>
        <span>{waitFor(job)}</span>
      </span>
    </>
  );
  return to === null ? (
    <div class="card job-card">{inside}</div>
  ) : (
    <Link to={to} class="card job-card">
      {inside}
    </Link>
  );
}

function screenOf(job: JobStatus): Route | null {
  if (job.generation_id !== null) return { screen: "generation", id: job.generation_id };
  return job.lora_id === null ? null : { screen: "training", id: job.lora_id };
}

function waitFor(job: JobStatus): string {
  if (job.queue_position !== null && job.queue_position > 0) return t().home.place(job.queue_position);
  if (job.estimated_remaining === null) return "";
  return t().home.left(Math.max(1, Math.round(job.estimated_remaining / 60)));
}
