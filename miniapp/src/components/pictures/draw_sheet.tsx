import { useState } from "preact/hooks";
import { Refused } from "../../api/problem.ts";
import type { Generation } from "../../api/shapes.ts";
import { t } from "../../i18n/index.ts";
import type { Route } from "../../routing/routes.ts";
import { useAction } from "../../state/action.ts";
import { api } from "../../state/app.ts";
import { useLoaded } from "../../state/loaded.ts";
import { Row } from "../row.tsx";
import { Sheet } from "../sheet.tsx";
import { Shown } from "../states.tsx";
import { OrderNoteOf } from "./order_note.tsx";
import { drawnAgain, drawnInOtherWords, drawnLike } from "./ordering.ts";
import type { SeenPicture } from "./seen_picture.ts";

/** Every way from a picture to the next ones. */
export function DrawSheet(given: {
  picture: SeenPicture;
  onClose: () => void;
  onLeave: (to: Route) => void;
}) {
  const { picture } = given;
  const words = t().generation;
  const order = useLoaded(
    (signal) =>
      api.get("/generations/{generation_id}", { path: { generation_id: picture.generation_id }, signal }),
    [picture.generation_id],
  );
  const [inWords, setInWords] = useState(false);
  const draw = useAction(async (what: () => Promise<Generation | null>) => {
    const placed = await what();
    if (placed !== null) given.onLeave({ screen: "generation", id: placed.id });
  });
  return (
    <Sheet title={inWords ? words.words : words.once} onClose={given.onClose}>
      <Shown of={order}>
        {(known) => (
          <>
            <OrderNoteOf lora={known.lora_id} count={known.settings.count} />
            {inWords ? (
              <OtherWords order={known} busy={draw.busy} onDraw={draw.start} />
            ) : (
              <div class="card flush picture-rows">
                <Row
                  title={`${words.again}: ${words.draw(known.settings.count).toLowerCase()}`}
                  under={words.againAbout}
                  disabled={draw.busy}
                  onPress={() => draw.start(() => drawnAgain(known.id))}
                />
                {known.like_offered && (
                  <Row
                    title={`${words.like}: ${words.draw(known.settings.count).toLowerCase()}`}
                    under={words.likeAbout}
                    disabled={draw.busy}
                    onPress={() => draw.start(() => drawnLike(picture.id))}
                  />
                )}
                <Row
                  title={words.words}
                  under={words.wordsAbout}
                  disabled={draw.busy}
                  onPress={() => setInWords(true)}
                />
                <Row
                  title={words.fresh}
                  under={words.freshAbout}
                  disabled={draw.busy}
                  onPress={() => given.onLeave({ screen: "generate", lora: known.lora_id })}
                />
              </div>
            )}
          </>
        )}
      </Shown>
    </Sheet>
  );
}

/** The words of an order, to be changed. What the server says of them stands beside them. */
export function OtherWords(given: {
  order: Generation;
  busy: boolean;
  onDraw: (what: () => Promise<Generation | null>) => void;
}) {
  const [prompt, setPrompt] = useState(given.order.prompt);
  const [refusal, setRefusal] = useState("");
  const order = async () => {
    try {
      return await drawnInOtherWords(given.order.id, prompt);
    } catch (error) {
      if (!(error instanceof Refused) || error.status !== 422) throw error;
      setRefusal(error.message);
      return null;
    }
  };
  return (
    <form
      class="stack"
      onSubmit={(event) => {
        event.preventDefault();
        given.onDraw(order);
      }}
    >
      <label class="field">
        <span>{t().generation.newWords}</span>
        <textarea
          class="input"
          rows={4}
          value={prompt}
          aria-invalid={refusal !== ""}
          aria-describedby={refusal ? "other-words-refusal" : undefined}
          onInput={(event) => {
            setPrompt(event.currentTarget.value);
            setRefusal("");
          }}
        />
      </label>
      {refusal && (
        <p id="other-words-refusal" class="refusal" role="alert">
          {refusal}
        </p>
      )}
      <button type="submit" class="button main wide" disabled={given.busy || prompt.trim() === ""}>
        {given.busy && <span class="spinner" />}
        {t().generation.draw(given.order.settings.count)}
      </button>
    </form>
  );
}
