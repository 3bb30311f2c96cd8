import type { Lora } from "../../api/shapes.ts";
import { Image } from "../../components/image.tsx";
import { Progress } from "../../components/progress.tsx";
import { Link } from "../../components/row.tsx";
import { StageBadge } from "../../components/stage_badge.tsx";
import { t } from "../../i18n/index.ts";
import { atWork } from "../../state/jobs.ts";

/** A model of the list. All of the card leads to it; its button does what is wanted most. */
export function ModelCard(given: { model: Lora; onRetry: () => void; onStale: () => void }) {
  const words = t().models;
  const { model } = given;
  const job = atWork({ lora: model.id }) ?? model.job;
  return (
    <li class="card models-card">
      <div class="models-cover">
        <Image src={model.cover} alt={words.cover(model.name)} onStale={given.onStale} />
      </div>
      <div class="models-text">
        <h2>
          <Link to={{ screen: "model", id: model.id }} class="models-whole">
            {model.name}
          </Link>
        </h2>
        <StageBadge stage={job?.stage ?? model.training_status} />
        {model.description && <p class="models-note small">{model.description}</p>}
        <p class="soft small">
          {words.by(model.created_by)} · {words.used(model.usage_count)}
        </p>
        {job !== null && <Progress value={job.progress} label={words.progressOf(model.name)} />}
      </div>
      <CardButton model={model} isAtWork={job !== null} onRetry={given.onRetry} />
    </li>
  );
}

function CardButton(given: { model: Lora; isAtWork: boolean; onRetry: () => void }) {
  const words = t().models;
  const { id, name, training_status } = given.model;
  if (given.isAtWork) return null;
  if (training_status === "completed")
    return (
      <Link to={{ screen: "generate", lora: id }} class="button models-button" label={words.useOf(name)}>
        {words.use}
      </Link>
    );
  if (training_status !== "failed" && training_status !== "cancelled") return null;
  return (
    <button
      type="button"
      class="button models-button"
      aria-label={words.retryOf(name)}
      onClick={given.onRetry}
    >
      {words.retry}
    </button>
  );
}
