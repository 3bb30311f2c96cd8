import { useRef } from "preact/hooks";
import type { JobStatus, LoraFull } from "../../api/shapes.ts";
import { Progress } from "../../components/progress.tsx";
import { number, percent } from "../../i18n/figures.ts";
import { t } from "../../i18n/index.ts";
import { platform } from "../../platform/index.ts";
import { useAction } from "../../state/action.ts";
import { api } from "../../state/app.ts";
import { heard } from "../../state/jobs.ts";
import { quotasChanged } from "../../state/me.ts";
import { say } from "../../state/toasts.ts";
import { silent } from "../../state/write_access.ts";
import { marks, stepOf, STEPS, tenth } from "./steps.ts";

/** A training that runs. */
export function AtWork({ lora, job }: { lora: LoraFull; job: JobStatus }) {
  const words = t().training;
  return (
    <>
      <section class="section">
        <h2>{words.progress}</h2>
        <div class="card stack">
          <div class="line apart">
            <h3>
              {job.stage === "checking"
                ? words.checkingShort
                : words.stages[STEPS[stepOf(job.stage) ?? 0] ?? "queued"]}
            </h3>
            <b class="training-percent">{percent(job.progress)}</b>
          </div>
          <Progress value={job.progress} label={words.progress} />
          <p class="soft small training-line">{figures(job)}</p>
          <Steps job={job} />
          <p class="unseen" role="status">
            {words.spoken(t().stages[job.stage], tenth(job))}
          </p>
        </div>
      </section>
      <Told job={job} />
      <p class="note good">{silent.value ? words.mayCloseSilent : words.mayClose}</p>
      {job.can_cancel && <Cancel lora={lora} job={job} />}
    </>
  );
}

const LOSS_DIGITS = 3;

/** Step, loss, place in the queue and time left, as far as they are known. */
function figures(job: JobStatus): string {
  const words = t().training;
  const found = [
    job.stage === "training" && job.current_step !== null && job.total_steps !== null
      ? words.step(job.current_step, job.total_steps)
      : "",
    job.stage === "training" && job.loss !== null
      ? words.loss(number(Number(job.loss.toPrecision(LOSS_DIGITS))))
      : "",
    job.stage === "queued" && job.queue_position !== null ? words.place(job.queue_position) : "",
    job.estimated_remaining !== null ? words.left(Math.max(1, Math.ceil(job.estimated_remaining / 60))) : "",
  ];
  return found.filter(Boolean).join(" · ") || words.noFigures;
}

function Steps({ job }: { job: JobStatus }) {
  const words = t().training;
  const last = useRef(0);
  last.current = stepOf(job.stage) ?? last.current;
  const marked = marks(job.stage, last.current);
  return (
    <ol class="training-steps">
      {STEPS.map((step, index) => {
        const mark = marked[index] ?? "later";
        return (
          <li key={step} class={mark} aria-current={mark === "now" ? "step" : undefined}>
            <span class="training-dot" aria-hidden="true">
              {mark === "done" ? "✓" : ""}
            </span>
            <span>
              {words.stages[step]}
              {mark === "done" && <span class="unseen"> {words.done}</span>}
            </span>
          </li>
        );
      })}
    </ol>
  );
}

/** What is out of the ordinary. */
function Told({ job }: { job: JobStatus }) {
  const words = t().training;
  const provider = (key: string) => t().order.providers[key] ?? key;
  const told = [
    job.cancelling ? words.stopping : "",
    job.in_review ? words.review : job.stage === "checking" ? words.checking : "",
    job.held_reason !== null ? words.held : "",
    job.moved_from !== null ? words.moved(provider(job.moved_from), provider(job.provider)) : "",
    job.repeated ? words.repeated : "",
  ].filter(Boolean);
  if (told.length === 0) return null;
  return (
    <div class="note warn stack" role="status">
      {told.map((text) => (
        <p key={text}>{text}</p>
      ))}
    </div>
  );
}

function Cancel({ lora, job }: { lora: LoraFull; job: JobStatus }) {
  const words = t().training;
  const { busy, start } = useAction(async () => {
    // A time is told as soon as the provider has taken it, and only then.
    const unpaid = job.stage === "queued" && job.estimated_remaining === null;
    const text = job.in_review ? words.cancelReview : unpaid ? words.cancelUnpaid : words.cancelPaid;
    const sure = await platform.ask({
      text: text(lora.name),
      yes: words.cancelYes,
      no: words.cancelNo,
      destructive: true,
    });
    if (!sure) return;
    const now = await api.post("/loras/{lora_id}/cancel", { path: { lora_id: lora.id } });
    heard(now);
    if (!now.finished) say(words.cancelAsked);
    quotasChanged();
  });
  return (
    <button type="button" class="button danger" disabled={busy} onClick={() => start()}>
      {words.cancel}
    </button>
  );
}
