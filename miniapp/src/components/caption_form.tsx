import { useState } from "preact/hooks";
import { Refused } from "../api/problem.ts";
import type { Schemas } from "../api/shapes.ts";
import { t } from "../i18n/index.ts";
import { useAction } from "../state/action.ts";
import { reasonOf, say } from "../state/toasts.ts";

type Hint = Schemas["CaptionHint"];

interface Written {
  /** What stands there now. */
  text: string;
  hints: Hint[];
}

/** The caption of a photo, to be written by hand or left to the bot. */
export function CaptionForm(given: {
  text: string;
  isOwn: boolean;
  /** The label while the person has written none. */
  made: string;
  /** Null goes back to the one that the bot makes. */
  write: (caption: string | null) => Promise<Written>;
}) {
  const words = t().model;
  const { text, isOwn } = given;
  const [typed, setTyped] = useState(text);
  const [refused, setRefused] = useState<string | null>(null);
  const [hints, setHints] = useState<Hint[]>([]);
  const write = useAction(async (caption: string | null) => {
    setRefused(null);
    try {
      const written = await given.write(caption);
      setTyped(written.text);
      setHints(written.hints);
      // Where hints appear they say it, too, and nothing may cover them.
      if (written.hints.length === 0) say(words.saved);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      setRefused(reasonOf(error));
    }
  });
  return (
    <form
      class="stack"
      onSubmit={(event) => {
        event.preventDefault();
        write.start(typed);
      }}
    >
      <label class="field">
        <span>{isOwn ? words.own : given.made}</span>
        <textarea
          class="input"
          value={typed}
          aria-invalid={refused !== null}
          aria-describedby="caption-about"
          onInput={(event) => setTyped(event.currentTarget.value)}
        />
      </label>
      <div id="caption-about" aria-live="polite">
        {refused !== null ? <p class="refusal">{refused}</p> : <p class="soft small">{words.captionHint}</p>}
        {hints.length > 0 && <Hints hints={hints} />}
      </div>
      <button type="submit" class="button main wide" disabled={write.busy || typed.trim() === text}>
        {words.saveCaption}
      </button>
      {isOwn && (
        <button type="button" class="button wide" disabled={write.busy} onClick={() => write.start(null)}>
          {words.backToMade}
        </button>
      )}
    </form>
  );
}

function Hints(given: { hints: readonly Hint[] }) {
  const words = t().model;
  return (
    <div class="note warn">
      <p>{words.hints}</p>
      <ul class="caption-hints">
        {given.hints.map((hint) => (
          <li key={`${hint.words}${hint.look}`}>{words.hint(hint.words, hint.look)}</li>
        ))}
      </ul>
      <p>{words.hintsMore}</p>
    </div>
  );
}
