import { useState } from "preact/hooks";
import { Refused } from "../../api/problem.ts";
import type { Draft } from "../../api/shapes.ts";
import { Copyable } from "../../components/copyable.tsx";
import { t } from "../../i18n/index.ts";
import { reasonOf } from "../../state/toasts.ts";
import { answer } from "../create/draft.ts";
import { useField } from "../create/field.ts";

const LONGEST = 80;

/** The word that calls the model in a prompt: shown, copied, or written by the person. */
export function TriggerWord({ now }: { now: Draft }) {
  const words = t().order;
  const [editing, setEditing] = useState(false);
  return (
    <section class="section">
      <h2>{words.trigger}</h2>
      <div class="card stack">
        {now.trigger_word !== null && <Copyable text={now.trigger_word} label={words.copyTrigger} />}
        <p class="soft small">{words.triggerAbout}</p>
        {editing ? (
          <OwnWord now={now} />
        ) : (
          <button type="button" class="button" onClick={() => setEditing(true)}>
            {words.ownTrigger}
          </button>
        )}
      </div>
    </section>
  );
}

function OwnWord({ now }: { now: Draft }) {
  const words = t().order;
  const field = useField(now.trigger_word ?? "", (trigger_word) => answer({ trigger_word }));
  const found = field.problem instanceof Refused ? field.problem.body?.params.suggestion : null;
  const suggestion = typeof found === "string" ? found : null;
  return (
    <div class="field">
      <label for="order-trigger">{words.ownTriggerLabel}</label>
      <input
        id="order-trigger"
        class="input trigger"
        lang="en"
        autocapitalize="off"
        autocomplete="off"
        spellcheck={false}
        enterkeyhint="done"
        maxLength={LONGEST}
        value={field.text}
        aria-invalid={field.problem !== null}
        aria-describedby="order-trigger-say"
        onInput={(event) => field.type(event.currentTarget.value)}
        onBlur={field.leave}
        onKeyDown={(event) => event.key === "Enter" && event.currentTarget.blur()}
      />
      <span id="order-trigger-say" class={field.problem ? "refusal" : "soft small"} role="status">
        {field.problem ? reasonOf(field.problem) : words.ownTriggerHint}
      </span>
      {suggestion !== null && (
        <button type="button" class="choice order-suggestion" onClick={() => field.put(suggestion)}>
          {t().create.takeName(suggestion)}
        </button>
      )}
    </div>
  );
}
