import type { LoraFull } from "../../api/shapes.ts";
import { Section } from "../../components/page.tsx";
import { Link, Row } from "../../components/row.tsx";
import { megabytes } from "../../i18n/figures.ts";
import { t } from "../../i18n/index.ts";
import { platform } from "../../platform/index.ts";
import { go, replace } from "../../routing/router.ts";
import { useAction } from "../../state/action.ts";
import { api } from "../../state/app.ts";
import { say, sayProblem } from "../../state/toasts.ts";
import { rememberDeleted, restore } from "../models/deleted.ts";

/** What else can be done with a model. */
export function Actions(given: { model: LoraFull; isAtWork: boolean; onTrainAgain: () => void }) {
  const words = t().model;
  const { model, isAtWork } = given;
  const remove = useAction(async () => {
    const text = words.deleteAsk(model.name);
    if (!(await platform.ask({ text, yes: words.delete, no: t().common.cancel, destructive: true }))) return;
    await api.delete("/loras/{lora_id}", { path: { lora_id: model.id } });
    rememberDeleted(model.id, model.name);
    replace({ screen: "models" });
    say(words.deleted(model.name), { text: t().common.undo, onPress: () => undo(model.id) });
  });
  const weights = model.storage_url;
  return (
    <Section title={words.more}>
      <div class="card flush">
        {model.usage_count > 0 && (
          <Row title={words.pictures} onPress={() => go({ screen: "gallery", lora: model.id })} end="›" />
        )}
        {!isAtWork && model.training_status === "completed" && model.photos > 0 && (
          <Row title={words.trainAgain} under={words.trainAgainUnder} onPress={given.onTrainAgain} end="›" />
        )}
        {weights !== null && (
          <Row
            title={words.download}
            under={model.file_size === null ? undefined : megabytes(model.file_size)}
            onPress={() => platform.openLink(new URL(weights, location.origin).href)}
          />
        )}
        {!isAtWork && (
          <Row
            title={<span class="model-delete">{words.deleteModel}</span>}
            disabled={remove.busy}
            onPress={() => remove.start()}
          />
        )}
      </div>
      {isAtWork && (
        <>
          <p class="soft small">{words.deleteBusy}</p>
          <Link to={{ screen: "training", id: model.id }} class="button wide">
            {words.toTraining}
          </Link>
        </>
      )}
    </Section>
  );
}

function undo(id: string): void {
  restore(id).then((model) => {
    say(t().models.restored(model.name));
    go({ screen: "model", id });
  }, sayProblem);
}
