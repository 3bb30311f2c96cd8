import type { Photo, Schemas } from "../../api/shapes.ts";
import { CaptionForm } from "../../components/caption_form.tsx";
import { Image } from "../../components/image.tsx";
import { Sheet } from "../../components/sheet.tsx";
import { t } from "../../i18n/index.ts";
import { useAction } from "../../state/action.ts";
import { api } from "../../state/app.ts";
import { captionWritten, changeDraft, dropPhoto, linksAreOver } from "./draft.ts";
import { gradeOf } from "./photo_tile.tsx";

/** One photo with its verdict, and what can be done about it. */
export function PhotoSheet(given: { photo: Photo; rule: Schemas["CaptionRule"]; onClose: () => void }) {
  const { photo, onClose } = given;
  const words = t().create;
  const remove = useAction(async () => {
    await dropPhoto(photo.id);
    onClose();
  });
  const use = useAction(async () => {
    const path = { photo_id: photo.id };
    await changeDraft(() => api.post("/draft/photos/{photo_id}/use-anyway", { path }));
    onClose();
  });
  const colour = { good: "good", usable: "warn", unusable: photo.use_anyway ? "warn" : "bad" }[photo.verdict];
  return (
    <Sheet title={words.photoTitle(photo.position)} onClose={onClose}>
      <div class="create-large">
        <Image src={photo.url} alt={words.photoTitle(photo.position)} onStale={linksAreOver} lazy={false} />
      </div>
      <span>
        <span class={`badge ${colour}`}>{gradeOf(photo)}</span>
      </span>
      {photo.faults.length > 0 && (
        <ul class="create-list">
          {photo.faults.map((fault) => (
            <li key={fault.code}>{fault.text}</li>
          ))}
        </ul>
      )}
      <CaptionForm
        text={photo.caption ?? ""}
        isOwn={photo.caption !== null}
        made={words.captionNone}
        write={(caption) => captionWritten(photo.id, caption)}
      />
      <p class="soft small">{t().model.rules[given.rule]}</p>
      <div class="stack">
        {photo.may_use_anyway && !photo.use_anyway && (
          <button type="button" class="button wide" disabled={use.busy} onClick={() => use.start()}>
            {words.useAnyway}
          </button>
        )}
        <button
          type="button"
          class="button danger wide"
          disabled={remove.busy}
          onClick={() => remove.start()}
        >
          {words.remove}
        </button>
      </div>
    </Sheet>
  );
}
