import { useEffect, useState } from "preact/hooks";
import { Refused } from "../../api/problem.ts";
import type { LoraFull } from "../../api/shapes.ts";
import { Sheet } from "../../components/sheet.tsx";
import { t } from "../../i18n/index.ts";
import { useAction } from "../../state/action.ts";
import { api } from "../../state/app.ts";
import { reasonOf, say } from "../../state/toasts.ts";

const PAUSE_MS = 400;

interface Problem {
  text: string;
  suggestion: string | null;
}

/** Another name or note. A name that is taken is said while it is typed. */
export function EditSheet(given: {
  model: LoraFull;
  onSaved: (model: LoraFull) => void;
  onClose: () => void;
}) {
  const words = t().model;
  const { model } = given;
  const [name, setName] = useState(model.name);
  const [note, setNote] = useState(model.description ?? "");
  const [problem, setProblem] = useState<Problem | null>(null);
  useNameCheck(model, name, setProblem);
  const save = useAction(async () => {
    if (name.trim() === "") return setProblem({ text: words.nameEmpty, suggestion: null });
    try {
      const body = { ...(name.trim() !== model.name && { name: name.trim() }), description: note.trim() };
      given.onSaved(await api.patch("/loras/{lora_id}", { path: { lora_id: model.id }, body }));
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      return setProblem(problemOf(error));
    }
    say(words.saved);
    given.onClose();
  });
  return (
    <Sheet title={words.editTitle} onClose={given.onClose}>
      <form
        class="stack"
        onSubmit={(event) => {
          event.preventDefault();
          save.start();
        }}
      >
        <label class="field">
          <span>{words.name}</span>
          <input
            class="input"
            value={name}
            maxLength={255}
            aria-invalid={problem !== null}
            aria-describedby="model-name-problem"
            onInput={(event) => setName(event.currentTarget.value)}
          />
        </label>
        <div id="model-name-problem" class="model-problem" aria-live="polite">
          {problem && <p class="refusal">{problem.text}</p>}
          {problem?.suggestion && (
            <button type="button" class="button" onClick={() => setName(problem.suggestion ?? name)}>
              {words.take(problem.suggestion)}
            </button>
          )}
        </div>
        <label class="field">
          <span>{words.note}</span>
          <textarea
            class="input"
            value={note}
            maxLength={500}
            onInput={(event) => setNote(event.currentTarget.value)}
          />
        </label>
        <button type="submit" class="button main wide" disabled={save.busy} aria-busy={save.busy}>
          {t().common.save}
        </button>
      </form>
    </Sheet>
  );
}

function useNameCheck(model: LoraFull, name: string, onProblem: (problem: Problem | null) => void): void {
  useEffect(() => {
    onProblem(null);
    const wanted = name.trim();
    if (wanted === "" || wanted.toLowerCase() === model.name.toLowerCase()) return;
    const going = new AbortController();
    const waiting = setTimeout(async () => {
      try {
        const query = { name: wanted, type: model.type };
        const { free, suggestion } = await api.get("/loras/name-check", { query, signal: going.signal });
        if (!free && suggestion) onProblem({ text: t().model.nameTaken(suggestion), suggestion });
      } catch (error) {
        // Without a network the check is left to saving.
        if (error instanceof Refused && !going.signal.aborted) onProblem(problemOf(error));
      }
    }, PAUSE_MS);
    return () => {
      clearTimeout(waiting);
      going.abort();
    };
  }, [name]);
}

function problemOf(error: Refused): Problem {
  const suggestion = error.body?.params["suggestion"];
  return { text: reasonOf(error), suggestion: typeof suggestion === "string" ? suggestion : null };
}
