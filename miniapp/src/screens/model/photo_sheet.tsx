import { useState } from "preact/hooks";
import { Refused } from "../../api/problem.ts";
import type { CaptionedPhoto, Schemas } from "../../api/shapes.ts";
import { Image } from "../../components/image.tsx";
import { Sheet } from "../../components/sheet.tsx";
import { t } from "../../i18n/index.ts";
import { platform } from "../../platform/index.ts";
import { useAction } from "../../state/action.ts";
import { api } from "../../state/app.ts";
import { reasonOf, say } from "../../state/toasts.ts";

type Hint = Schemas["CaptionHint"];

/** One photo with the caption that it is trained with. */
export function PhotoSheet(given: {
  one: CaptionedPhoto;
  inUse: boolean;
  rule: Schemas["CaptionRule"];
  onWritten: (item: CaptionedPhoto) => void;
  onRemoved: () => void;
  onStale: () => void;
  onClose: () => void;
}) {
  const words = t().model;
  const { photo } = given.one;
  const path = { photo_id: photo.id };
  const remove = useAction(async () => {
    const text = words.removeAsk(photo.position);
    if (!(await platform.ask({ text, yes: words.remove, no: t().common.cancel, destructive: true }))) return;
    await api.delete("/photos/{photo_id}", { path });
    say(words.removed);
    given.onRemoved();
  });
  return (
    <Sheet title={words.photo(photo.position)} onClose={given.onClose}>
      <div class="model-zoom" style={{ aspectRatio: `${photo.width} / ${photo.height}` }}>
        <Image src={photo.url} alt={words.photo(photo.position)} lazy={false} onStale={given.onStale} />
      </div>
      {photo.faults.length > 0 && (
        <ul class="model-list soft small">
          {photo.faults.map((fault) => (
            <li key={fault.code}>{fault.text}</li>
          ))}
        </ul>
      )}
      {given.inUse ? (
        <>
          <p>{photo.caption}</p>
          <p class="soft small">{words.photosInUse}</p>
        </>
      ) : (
        <>
          <CaptionForm one={given.one} onWritten={given.onWritten} />
          <button
            type="button"
            class="button danger wide"
            disabled={remove.busy}
            onClick={() => remove.start()}
          >
            {words.removePhoto}
          </button>
        </>
      )}
    </Sheet>
  );
}

function CaptionForm(given: { one: CaptionedPhoto; onWritten: (item: CaptionedPhoto) => void }) {
  const words = t().model;
  const { photo, caption_is_own } = given.one;
  const [typed, setTyped] = useState(photo.caption ?? "");
  const [refused, setRefused] = useState<string | null>(null);
  const [hints, setHints] = useState<Hint[]>([]);
  const write = useAction(async (caption: string | null) => {
    setRefused(null);
    try {
      const written = await api.patch("/photos/{photo_id}", {
        path: { photo_id: photo.id },
        body: { caption },
      });
      given.onWritten(written.item);
      setTyped(written.item.photo.caption ?? "");
      setHints(written.hints);
      say(words.saved);
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
        <span>{caption_is_own ? words.own : words.made}</span>
        <textarea
          class="input"
          value={typed}
          aria-invalid={refused !== null}
          aria-describedby="model-caption-about"
          onInput={(event) => setTyped(event.currentTarget.value)}
        />
      </label>
      <div id="model-caption-about" aria-live="polite">
        {refused !== null ? <p class="refusal">{refused}</p> : <p class="soft small">{words.captionHint}</p>}
        {hints.length > 0 && <Hints hints={hints} />}
      </div>
      <button type="submit" class="button main wide" disabled={write.busy || typed === photo.caption}>
        {words.saveCaption}
      </button>
      {caption_is_own && (
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
      <ul class="model-list">
        {given.hints.map((hint) => (
          <li key={`${hint.words}${hint.look}`}>{words.hint(hint.words, hint.look)}</li>
        ))}
      </ul>
      <p>{words.hintsMore}</p>
    </div>
  );
}
