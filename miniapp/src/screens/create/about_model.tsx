import { useState } from "preact/hooks";
import type { Draft, LoraType } from "../../api/shapes.ts";
import { Choices } from "../../components/choices.tsx";
import { t } from "../../i18n/index.ts";
import { useAction } from "../../state/action.ts";
import { reasonOf } from "../../state/toasts.ts";
import { answer } from "./draft.ts";
import { useField } from "./field.ts";
import { NameField } from "./name_field.tsx";

const OWN = "\0own";
const LONGEST_NOTE = 500;

/** Class word, name and note. */
export function AboutModel({ now, type }: { now: Draft; type: LoraType }) {
  return (
    <>
      {now.class_words.length > 0 && <ClassWord key={type} now={now} type={type} />}
      <section id="create-name" class="section create-place" tabIndex={-1}>
        <h2>{t().create.nameAsk}</h2>
        <div class="card stack">
          <NameField now={now} type={type} />
          <Note now={now} />
        </div>
      </section>
    </>
  );
}

function ClassWord({ now, type }: { now: Draft; type: LoraType }) {
  const words = t().create;
  const isOwn = now.class_word !== null && !now.class_words.includes(now.class_word);
  const [own, setOwn] = useState(false);
  const field = useField(isOwn ? (now.class_word ?? "") : "", (class_word) => answer({ class_word }));
  const pick = useAction(async (class_word: string) => {
    await answer({ class_word });
  });
  const writing = own || isOwn;
  const options = now.class_words.map((value) => ({ value, text: words.classes[value] ?? value }));
  return (
    <section id="create-class" class="section create-place" tabIndex={-1}>
      <h2>{words.classAsk[type]}</h2>
      <Choices
        label={words.classAsk[type]}
        options={[...options, { value: OWN, text: words.classOwn }]}
        value={writing ? OWN : now.class_word}
        onPick={(value) => {
          setOwn(value === OWN);
          if (value !== OWN) pick.start(value);
        }}
      />
      {writing && (
        <label class="field">
          <span>{words.classOwnLabel}</span>
          <input
            class="input"
            lang="en"
            autocapitalize="off"
            value={field.text}
            maxLength={60}
            aria-invalid={field.problem !== null}
            aria-describedby="create-class-say"
            onInput={(event) => field.type(event.currentTarget.value)}
            onBlur={field.leave}
          />
          <span id="create-class-say" class={field.problem ? "refusal" : "soft small"} role="status">
            {field.problem ? reasonOf(field.problem) : words.classOwnHint}
          </span>
        </label>
      )}
    </section>
  );
}

function Note({ now }: { now: Draft }) {
  const words = t().create;
  const field = useField(now.description ?? "", (text) => answer({ description: text || null }));
  return (
    <label class="field">
      <span>{words.note}</span>
      <textarea
        class="input"
        rows={2}
        value={field.text}
        maxLength={LONGEST_NOTE}
        placeholder={words.noteHint}
        aria-invalid={field.problem !== null}
        onInput={(event) => field.type(event.currentTarget.value)}
        onBlur={field.leave}
      />
      {field.problem !== null && (
        <span class="refusal" role="status">
          {reasonOf(field.problem)}
        </span>
      )}
    </label>
  );
}
