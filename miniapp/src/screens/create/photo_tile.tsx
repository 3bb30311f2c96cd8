import { useState } from "preact/hooks";
import type { Photo } from "../../api/shapes.ts";
import { Image } from "../../components/image.tsx";
import { t } from "../../i18n/index.ts";
import { queue } from "../../photos/photos.ts";
import type { Place } from "../../photos/arranging.ts";
import type { Upload } from "../../photos/queue.ts";
import { linksAreOver } from "./draft.ts";

/** A photo in the grid, wherever it is. */
export function PhotoTile(given: { place: Place; onOpen: (photo: string) => void }) {
  const { photo, upload } = given.place;
  if (photo) return <Arrived photo={photo} onOpen={() => given.onOpen(photo.id)} />;
  return upload ? <OnItsWay upload={upload} /> : null;
}

function Arrived({ photo, onOpen }: { photo: Photo; onOpen: () => void }) {
  const words = t().create;
  const local = photo.client_id === null ? undefined : queue.thumbs.get(photo.client_id);
  const [broken, setBroken] = useState(false);
  const grade = photo.use_anyway ? "usable" : photo.verdict;
  return (
    <button
      type="button"
      class={`tile create-tile ${grade}`}
      aria-label={words.photoLabel(photo.position, gradeOf(photo), photo.caption !== null)}
      onClick={onOpen}
    >
      {local && !broken ? (
        <img src={local} alt="" onError={() => setBroken(true)} />
      ) : (
        <Image src={photo.url} alt="" onStale={linksAreOver} />
      )}
      {photo.caption !== null && (
        <span class="create-captioned" aria-hidden="true">
          ✎
        </span>
      )}
      <span class="create-number">{photo.position}</span>
      {grade !== "good" && <span class={`create-mark ${grade}`}>{grade === "usable" ? "~" : "!"}</span>}
    </button>
  );
}

/** The verdict in a word. */
export function gradeOf(photo: Photo): string {
  const words = t().create.grades;
  return photo.verdict === "unusable" && photo.use_anyway ? words.anyway : words[photo.verdict];
}

function OnItsWay({ upload }: { upload: Upload }) {
  const words = t().create;
  const stalled = upload.state === "stalled";
  return (
    <div class="tile create-tile">
      {upload.thumb ? (
        <img src={upload.thumb} alt={upload.name} />
      ) : (
        <span class="create-file">{upload.name}</span>
      )}
      <div class="create-way">
        {stalled && (
          <button type="button" class="create-again" onClick={() => queue.again(upload.id)}>
            {words.sendAgain}
          </button>
        )}
        {!stalled && (
          <progress class="create-sent" max={1} value={upload.sent} aria-label={words.sending(upload.name)} />
        )}
      </div>
      <button
        type="button"
        class="create-remove"
        aria-label={words.removeFile(upload.name)}
        onClick={() => queue.drop(upload.id)}
      >
        <span aria-hidden="true">×</span>
      </button>
    </div>
  );
}
