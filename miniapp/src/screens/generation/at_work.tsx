import type { Generation, JobStatus } from "../../api/shapes.ts";
import { Progress } from "../../components/progress.tsx";
import { percent } from "../../i18n/figures.ts";
import { t } from "../../i18n/index.ts";
import { platform } from "../../platform/index.ts";
import { useAction } from "../../state/action.ts";
import { api } from "../../state/app.ts";
import { heard } from "../../state/jobs.ts";
import { silent } from "../../state/write_access.ts";
import { doing } from "./doing.ts";

/** An order that is being drawn: how far it is, room for its pictures, and the way to stop it. */
export function AtWork(given: { order: Generation; job: JobStatus }) {
  const { order, job } = given;
  const words = t().generation;
  const now = doing(job);
  const cancel = useAction(async () => {
    const sure = { text: words.cancelSure, yes: words.cancelYes, no: words.cancelNo, destructive: true };
    if (!(await platform.ask(sure))) return;
    heard(await api.post("/generations/{generation_id}/cancel", { path: { generation_id: order.id } }));
  });
  const said = now === "place" ? words.states.place(job.queue_position ?? 1) : words.states[now];
  return (
    <>
      <div class="card stack">
        <div class="line apart">
          <span aria-live="polite">{said}</span>
          <span class="soft">{percent(job.progress)}</span>
        </div>
        <Progress value={job.progress} label={said} />
        {job.estimated_remaining !== null && (
          <p class="soft small">{words.secondsLeft(job.estimated_remaining)}</p>
        )}
        {job.repeated && <p class="note">{words.repeated}</p>}
        <p class="soft small">{silent.value ? words.stayTunedHere : words.stayTuned}</p>
        {job.can_cancel && (
          <button type="button" class="button danger" disabled={cancel.busy} onClick={cancel.start}>
            {words.cancel}
          </button>
        )}
      </div>
      <div class={order.settings.count > 1 ? "generation-grid" : ""} aria-hidden="true">
        {Array.from({ length: order.settings.count }, (_, no) => (
          <div
            key={no}
            class="skeleton generation-room"
            style={{ aspectRatio: order.settings.aspect.replace(":", " / ") }}
          />
        ))}
      </div>
    </>
  );
}

/** An order that ended without pictures, and why. */
export function NotDrawn(given: { order: Generation }) {
  const words = t().generation;
  const { order } = given;
  if (order.stage === "cancelled") return <p class="note">{words.cancelled}</p>;
  return (
    <div class="note bad" role="alert">
      <strong class="block">{words.failed}</strong>
      {order.error_text}
    </div>
  );
}
