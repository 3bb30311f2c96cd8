import { useState } from "preact/hooks";
import { Refused } from "../../api/problem.ts";
import type { Draft, LoraType } from "../../api/shapes.ts";
import { t } from "../../i18n/index.ts";
import { api } from "../../state/app.ts";
import { reasonOf } from "../../state/toasts.ts";
import { answer } from "./draft.ts";
import { useField } from "./field.ts";

const LONGEST = 255;

/** The person has a model of that name; `suggestion` is free. */
class NameTaken extends Error {
  readonly suggestion: string | null;

  constructor(suggestion: string | null) {
    super();
    this.suggestion = suggestion;
  }
}

/** Emptied, or blank. */
class NameMissing extends Error {}

/** The name, looked up while it is typed. */
export function NameField({ now, type }: { now: Draft; type: LoraType }) {
  const words = t().create;
  const [free, setFree] = useState("");
  const field = useField(now.name ?? "", async (name) => {
    if (name === "") throw new NameMissing();
    const found = await api.get("/loras/name-check", { query: { name, type } });
    if (!found.free) throw new NameTaken(found.suggestion);
    await answer({ name });
    setFree(name);
  });
  const suggestion = suggestionOf(field.problem);
  const taken = field.problem instanceof NameTaken || suggestion !== null;
  const isFree = field.problem === null && free !== "" && field.text.trim() === free;
  return (
    <div class="field">
      <label for="create-name-input">{words.name}</label>
      <input
        id="create-name-input"
        class="input"
        value={field.text}
        maxLength={LONGEST}
        placeholder={words.nameIdea[type]}
        aria-invalid={field.problem !== null}
        aria-describedby="create-name-say"
        autocomplete="off"
        enterkeyhint="done"
        onInput={(event) => field.type(event.currentTarget.value)}
        onBlur={field.leave}
        onKeyDown={(event) => event.key === "Enter" && event.currentTarget.blur()}
      />
      <span
        id="create-name-say"
        class={`create-say ${field.problem ? "refusal" : "soft small"}`}
        role="status"
      >
        {taken
          ? words.nameTaken
          : field.problem
            ? sentenceOf(field.problem)
            : isFree
              ? words.nameFree
              : words.nameHint}
      </span>
      {suggestion !== null && (
        <button type="button" class="choice create-suggestion" onClick={() => field.put(suggestion)}>
          {words.takeName(suggestion)}
        </button>
      )}
    </div>
  );
}

function sentenceOf(problem: unknown): string {
  return problem instanceof NameMissing ? t().create.missing.name : reasonOf(problem);
}

function suggestionOf(problem: unknown): string | null {
  if (problem instanceof NameTaken) return problem.suggestion;
  const found =
    problem instanceof Refused && problem.code === "name-taken" ? problem.body?.params.suggestion : null;
  return typeof found === "string" ? found : null;
}
