import { useRef, useState } from "preact/hooks";
import type { Draft } from "../../api/shapes.ts";
import { Sheet } from "../../components/sheet.tsx";
import { t } from "../../i18n/index.ts";
import { lostBefore, queue } from "../../photos/photos.ts";
import { arranged, type Place } from "../../photos/arranging.ts";
import { Coach } from "./coach.tsx";
import { Consent } from "./consent.tsx";
import { Earlier } from "./earlier.tsx";
import { Picker } from "./picker.tsx";
import { PhotoSheet } from "./photo_sheet.tsx";
import { PhotoTile } from "./photo_tile.tsx";
import { UploadNotes } from "./upload_notes.tsx";

/** The photos of the draft, those on their way, and what the set still needs. */
export function PhotosSection({ now, showMissing }: { now: Draft; showMissing: boolean }) {
  const words = t().create;
  const places = usePlaces(now);
  const [open, setOpen] = useState<string | null>(null);
  const [tips, setTips] = useState(false);
  const [lost, setLost] = useState(lostBefore);
  const shown = now.photos.find((photo) => photo.id === open);
  const type = now.type ?? "character";
  return (
    <section id="create-photos" class="section create-place" tabIndex={-1}>
      <h2>{words.photos}</h2>
      <p class="soft small">
        {words.photosAsk[type](
          now.least_photos,
          now.best_least_photos,
          now.best_most_photos,
          now.most_photos,
        )}{" "}
        <button type="button" class="create-tips" onClick={() => setTips(true)}>
          {words.tips}
        </button>
      </p>
      {lost > 0 && (
        <div class="note warn stack" role="status">
          <span>{words.lost(lost)}</span>
          <button type="button" class="button" onClick={() => setLost(0)}>
            {words.understood}
          </button>
        </div>
      )}
      {places.length > 0 && (
        <ol class="grid create-grid" aria-label={words.photos}>
          {places.map((place) => (
            <li key={place.key}>
              <PhotoTile place={place} onOpen={setOpen} />
            </li>
          ))}
        </ol>
      )}
      <UploadNotes />
      {now.consent.needed ? <Consent mark={now.consent.mark} /> : <Picker now={now} />}
      {now.has_earlier && !now.consent.needed && <Earlier />}
      {(now.photo_count > 0 || showMissing) && <Coach now={now} />}
      {shown && (
        <PhotoSheet key={shown.id} photo={shown} rule={now.caption_rule} onClose={() => setOpen(null)} />
      )}
      {tips && (
        <Sheet title={words.tipsTitle} onClose={() => setTips(false)}>
          <ul class="create-list">
            {words.tipsOf[type].map((tip) => (
              <li key={tip}>{tip}</li>
            ))}
          </ul>
        </Sheet>
      )}
    </section>
  );
}

function usePlaces(now: Draft): readonly Place[] {
  const before = useRef<readonly string[]>([]);
  const places = arranged(before.current, now.photos, queue.uploads.value);
  before.current = places.map((place) => place.key);
  return places;
}
