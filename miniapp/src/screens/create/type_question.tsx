import type { Draft, LoraType } from "../../api/shapes.ts";
import { Choices } from "../../components/choices.tsx";
import { t } from "../../i18n/index.ts";
import { useAction } from "../../state/action.ts";
import { answer } from "./draft.ts";

const TYPES: readonly LoraType[] = ["character", "style", "product"];

/** The first question; it opens the draft. */
export function TypeQuestion({ now }: { now: Draft | null }) {
  const words = t().create;
  const { busy, start } = useAction(async (type: LoraType) => {
    await answer({ type });
  });
  return (
    <section id="create-type" class="section create-place" tabIndex={-1}>
      <h2>{words.typeAsk}</h2>
      <Choices
        label={words.typeAsk}
        options={TYPES.map((value) => ({ value, text: words.types[value] }))}
        value={now?.type ?? null}
        onPick={start}
        disabled={busy}
      />
      {!now?.type && <p class="soft small">{words.begin}</p>}
    </section>
  );
}
