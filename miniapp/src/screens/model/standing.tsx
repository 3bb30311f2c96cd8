import type { JobStatus, LoraFull } from "../../api/shapes.ts";
import { JobCard } from "../../components/job_card.tsx";
import { Section } from "../../components/page.tsx";
import { Link } from "../../components/row.tsx";
import { t } from "../../i18n/index.ts";

/** The training at work, or why there is no model, with what can be done about it. */
export function Standing(given: { model: LoraFull; job: JobStatus | null; onRetry: () => void }) {
  const words = t().model;
  const { model, job } = given;
  if (job !== null)
    return (
      <Section title={words.atWork}>
        <JobCard job={job} name={model.name} />
      </Section>
    );
  const newest = model.versions[0];
  if (newest === undefined || (newest.status !== "failed" && newest.status !== "cancelled")) return null;
  const isFailed = newest.status === "failed";
  return (
    <section class={`note stack ${isFailed ? "bad" : "warn"}`}>
      <h2 class="model-standing">{isFailed ? words.failed : words.cancelled}</h2>
      {isFailed && newest.error_text && <p>{newest.error_text}</p>}
      {model.can_retry ? (
        <>
          {isFailed && <p>{words.notCounted}</p>}
          <button type="button" class="button main" onClick={given.onRetry}>
            {words.retry}
          </button>
        </>
      ) : (
        model.photos === 0 && (
          <>
            <p>{words.photosGone}</p>
            <Link to={{ screen: "create" }} class="button main">
              {words.newModel}
            </Link>
          </>
        )
      )}
    </section>
  );
}
