import { useState } from "preact/hooks";
import type { Lora } from "../../api/shapes.ts";
import { Choices } from "../../components/choices.tsx";
import { Image } from "../../components/image.tsx";
import { Section } from "../../components/page.tsx";
import { Link } from "../../components/row.tsx";
import { StageBadge } from "../../components/stage_badge.tsx";
import { t } from "../../i18n/index.ts";
import { ModelSheet } from "./model_sheet.tsx";
import { NewModel } from "./new_model.tsx";

export type What = "existing" | "new";

/** What shall draw: a model that is there, or one that has to be trained first. */
export function ModelChoice(given: {
  what: What;
  onWhat: (what: What) => void;
  model: Lora;
  onModel: (model: Lora) => void;
  onStale: () => void;
}) {
  const words = t().generate;
  const { model } = given;
  const [choosing, setChoosing] = useState(false);
  return (
    <Section title={words.what}>
      <Choices
        label={words.what}
        value={given.what}
        options={[
          { value: "existing", text: words.existing },
          { value: "new", text: words.fresh },
        ]}
        onPick={given.onWhat}
      />
      {given.what === "new" ? (
        <NewModel />
      ) : (
        <>
          <button
            type="button"
            class="card generate-model"
            aria-haspopup="dialog"
            aria-label={`${words.model}: ${words.named(model.name, model.created_by)}. ${words.choose}`}
            onClick={() => setChoosing(true)}
          >
            <ModelWords model={model} onStale={given.onStale} />
            <span class="soft" aria-hidden="true">
              ▾
            </span>
          </button>
          {model.training_status !== "completed" && <NotReady model={model} />}
        </>
      )}
      {choosing && (
        <ModelSheet
          chosen={model.id}
          onClose={() => setChoosing(false)}
          onChoose={(picked) => {
            setChoosing(false);
            given.onModel(picked);
          }}
        />
      )}
    </Section>
  );
}

/** A model as it stands in a list: "Name (by creator)" and its description. */
export function ModelWords(given: { model: Lora; under?: string; onStale: () => void }) {
  const { model } = given;
  return (
    <>
      <span class="generate-cover">
        <Image src={model.cover} alt="" onStale={given.onStale} />
      </span>
      <span class="row-text">
        <span>{t().generate.named(model.name, model.created_by)}</span>
        {model.description && <span class="soft small block">{model.description}</span>}
        {given.under && <span class="soft small block">{given.under}</span>}
      </span>
    </>
  );
}

function NotReady(given: { model: Lora }) {
  const { model } = given;
  const words = t().generate;
  const isAtWork = model.job !== null;
  return (
    <div class="note warn stack">
      <span>
        <StageBadge stage={model.job?.stage ?? model.training_status} />
      </span>
      <p>{isAtWork ? words.training(model.name) : words.cannot(model.name)}</p>
      <Link to={{ screen: isAtWork ? "training" : "model", id: model.id }} class="button">
        {isAtWork ? words.progress : words.openModel}
      </Link>
    </div>
  );
}
