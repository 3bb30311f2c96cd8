import { useState } from "preact/hooks";
import type { GalleryPicture, LoraFull, Schemas } from "../../api/shapes.ts";
import { Image } from "../../components/image.tsx";
import { Section } from "../../components/page.tsx";
import { Link } from "../../components/row.tsx";
import { Sheet } from "../../components/sheet.tsx";
import { t } from "../../i18n/index.ts";
import { useAction } from "../../state/action.ts";
import { api } from "../../state/app.ts";
import { useLoaded } from "../../state/loaded.ts";
import { say } from "../../state/toasts.ts";
import { FreeRetry } from "./free_retry.tsx";

const SHOWN = 12;

/** The pictures that were drawn right after training, to be judged. */
export function Proofs(given: { model: LoraFull; onReload: () => void }) {
  const words = t().model;
  const { model } = given;
  const [open, setOpen] = useState<string | null>(null);
  const loaded = useLoaded(
    (signal) => api.get("/images", { query: { lora_id: model.id, purpose: "proof", limit: SHOWN }, signal }),
    [model.id],
  );
  const proofs = (loaded.data?.items ?? []).filter((proof) => proof.state === "stored");
  if (proofs.length === 0) return null;
  const shown = proofs.findIndex((proof) => proof.id === open);
  const proof = proofs[shown];
  return (
    <Section title={words.proofs}>
      <p class="soft small">{words.proofsUnder}</p>
      <ul class="grid model-list">
        {proofs.map((one, index) => (
          <li key={one.id}>
            <button
              type="button"
              class="tile model-tile"
              aria-label={words.proofOf(index + 1)}
              onClick={() => setOpen(one.id)}
            >
              <Image src={one.url} alt="" onStale={loaded.reload} />
              {one.verdict && <VerdictMark verdict={one.verdict} />}
            </button>
          </li>
        ))}
      </ul>
      {proof && (
        <ProofSheet
          proof={proof}
          title={words.proofOf(shown + 1)}
          type={model.type}
          lora={model.id}
          onJudged={() => {
            loaded.reload();
            given.onReload();
          }}
          onStale={loaded.reload}
          onClose={() => setOpen(null)}
        />
      )}
    </Section>
  );
}

function VerdictMark(given: { verdict: Schemas["Verdict"] }) {
  return (
    <span class={given.verdict === "good" ? "mark model-mark" : "mark model-mark bad"} aria-hidden="true">
      {given.verdict === "good" ? "✓" : "✕"}
    </span>
  );
}

function ProofSheet(given: {
  proof: GalleryPicture;
  title: string;
  type: LoraFull["type"];
  lora: string;
  onJudged: () => void;
  onStale: () => void;
  onClose: () => void;
}) {
  const words = t().model;
  const { proof } = given;
  const judge = useAction(async (verdict: Schemas["Verdict"]) => {
    await api.put("/images/{image_id}/verdict", { path: { image_id: proof.id }, body: { verdict } });
    if (verdict === "good") say(words.thanksGood);
    given.onJudged();
  });
  const button = (verdict: Schemas["Verdict"], text: string) => (
    <button
      type="button"
      class={`button wide ${proof.verdict === verdict ? "main" : ""}`}
      aria-pressed={proof.verdict === verdict}
      disabled={judge.busy}
      onClick={() => judge.start(verdict)}
    >
      {text}
    </button>
  );
  const ratio = proof.width && proof.height ? `${proof.width} / ${proof.height}` : "1";
  return (
    <Sheet title={given.title} onClose={given.onClose}>
      <div class="model-zoom" style={{ aspectRatio: ratio }}>
        <Image src={proof.url} alt={given.title} lazy={false} onStale={given.onStale} />
      </div>
      <div class="line">
        {button("good", words.good)}
        {button("not_me", words.notMe[given.type])}
      </div>
      {proof.verdict === "not_me" && <FreeRetry lora={given.lora} onOrdered={given.onClose} />}
      <Link to={{ screen: "generation", id: proof.generation_id }} class="button plain wide">
        {words.openOrder}
      </Link>
    </Sheet>
  );
}
