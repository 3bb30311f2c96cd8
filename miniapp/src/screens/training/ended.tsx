import type { LoraFull } from "../../api/shapes.ts";
import { Copyable } from "../../components/copyable.tsx";
import { Link } from "../../components/row.tsx";
import { t } from "../../i18n/index.ts";
import { orderedOnce } from "../../api/orders.ts";
import { go } from "../../routing/router.ts";
import { useAction } from "../../state/action.ts";
import { api } from "../../state/app.ts";
import { heard } from "../../state/jobs.ts";
import { quotasChanged } from "../../state/me.ts";
import { usePrimary } from "../../state/primary.ts";
import { Proofs } from "./proofs.tsx";

/** How the newest training ended, and what comes next. */
export function Ended({ lora, onChange }: { lora: LoraFull; onChange: () => void }) {
  const newest = lora.versions[0];
  const status = newest?.status ?? lora.training_status;
  if (status === "completed") return <Done lora={lora} />;
  if (status === "failed" || status === "cancelled")
    return <NotDone lora={lora} status={status} onChange={onChange} />;
  // Between two looks: it was taken and is not at work yet.
  return <p class="note">{t().training.noFigures}</p>;
}

function Done({ lora }: { lora: LoraFull }) {
  const words = t().training;
  usePrimary(words.makePictures, () => go({ screen: "generate", lora: lora.id }));
  return (
    <>
      <p class="note good" role="status">
        {words.ready}
      </p>
      <section class="section">
        <h2>{t().order.trigger}</h2>
        <div class="card stack">
          <Copyable text={lora.trigger_word} label={t().order.copyTrigger} />
          <p class="soft small">{t().order.triggerAbout}</p>
        </div>
      </section>
      <Proofs lora={lora} />
      <Link to={{ screen: "model", id: lora.id }} class="button wide">
        {words.openModel}
      </Link>
    </>
  );
}

function NotDone(given: { lora: LoraFull; status: "failed" | "cancelled"; onChange: () => void }) {
  const words = t().training;
  const { lora } = given;
  const newest = lora.versions[0];
  const older = lora.training_status === "completed";
  const retry = useAction(async () => {
    const path = { lora_id: lora.id };
    const job = await orderedOnce(`retry:${newest?.job_id ?? lora.id}`, (key) =>
      api.post("/loras/{lora_id}/retry", { path, key }),
    );
    heard(job);
    quotasChanged();
    given.onChange();
  });
  usePrimary(lora.can_retry ? words.again : null, retry.start, { busy: retry.busy });
  const failed = given.status === "failed";
  return (
    <>
      <div class={failed ? "note bad stack" : "note stack"} role="status">
        <h2 class="training-outcome">{failed ? words.failed : words.cancelled}</h2>
        {failed && newest?.error_text && <p>{newest.error_text}</p>}
        {older && <p>{words.olderStays}</p>}
        {lora.can_retry ? <p>{words.againAbout}</p> : failed && <p>{words.notCounted}</p>}
      </div>
      {!lora.can_retry && !older && (
        <Link to={{ screen: "create" }} class="button main wide">
          {t().create.title}
        </Link>
      )}
      <Link to={{ screen: "model", id: lora.id }} class="button wide">
        {words.openModel}
      </Link>
    </>
  );
}
