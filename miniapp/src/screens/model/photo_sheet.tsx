import type { CaptionedPhoto, Schemas } from "../../api/shapes.ts";
import { CaptionForm } from "../../components/caption_form.tsx";
import { Image } from "../../components/image.tsx";
import { Sheet } from "../../components/sheet.tsx";
import { t } from "../../i18n/index.ts";
import { platform } from "../../platform/index.ts";
import { useAction } from "../../state/action.ts";
import { api } from "../../state/app.ts";
import { say } from "../../state/toasts.ts";

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
  const write = async (caption: string | null) => {
    const written = await api.patch("/photos/{photo_id}", { path, body: { caption } });
    given.onWritten(written.item);
    return { text: written.item.photo.caption ?? "", hints: written.hints };
  };
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
          <CaptionForm
            text={photo.caption ?? ""}
            isOwn={given.one.caption_is_own}
            made={words.made}
            write={write}
          />
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
