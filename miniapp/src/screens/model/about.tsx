import type { LoraFull } from "../../api/shapes.ts";
import { Copyable } from "../../components/copyable.tsx";
import { Section } from "../../components/page.tsx";
import { day } from "../../i18n/figures.ts";
import { t } from "../../i18n/index.ts";
import { Facts } from "./facts.tsx";

/** Trigger word, note and where the model comes from. */
export function About(given: { model: LoraFull; onEdit: () => void }) {
  const words = t().model;
  const { model } = given;
  const kind = words.types[model.type];
  return (
    <Section title={words.about}>
      <div class="card stack">
        <div class="line apart">
          <p class={model.description ? "" : "soft"}>{model.description ?? words.noNote}</p>
          <button type="button" class="button" onClick={given.onEdit}>
            {words.edit}
          </button>
        </div>
        <div>
          <h3>{words.trigger}</h3>
          <Copyable text={model.trigger_word} label={words.copyTrigger} />
          <p class="soft small">{words.triggerUnder}</p>
        </div>
        <Facts
          facts={[
            {
              name: words.kind,
              value: model.type === "style" ? kind : `${kind} (${model.class_word})`,
            },
            { name: words.created, value: day(model.created_at) },
            { name: words.by, value: model.created_by },
            { name: words.used, value: words.times(model.usage_count) },
          ]}
        />
      </div>
    </Section>
  );
}
