import { useState } from "preact/hooks";
import type { CaptionedPhoto, LoraFull, Schemas } from "../../api/shapes.ts";
import { Image } from "../../components/image.tsx";
import { Section } from "../../components/page.tsx";
import { Shown, Waiting } from "../../components/states.tsx";
import { day } from "../../i18n/figures.ts";
import { t } from "../../i18n/index.ts";
import { api } from "../../state/app.ts";
import { type Loaded, useLoaded } from "../../state/loaded.ts";
import { AddPhotos } from "./add_photos.tsx";
import { PhotoSheet } from "./photo_sheet.tsx";

type Dataset = Schemas["LoraDataset"];

const FIRST = 12;

/** The photos that the model is trained with, each with its caption. */
export function Photos(given: { model: LoraFull }) {
  const words = t().model;
  const { id } = given.model;
  const loaded = useLoaded(
    (signal) => api.get("/loras/{lora_id}/dataset", { path: { lora_id: id }, signal }),
    [id],
  );
  return (
    <Section title={words.photos}>
      <Shown of={loaded} waiting={<Waiting heights={[224]} />}>
        {(dataset) =>
          dataset.photo_count === 0 && !dataset.in_use && dataset.erased_at !== null ? (
            <p class="note">{words.photosErased}</p>
          ) : (
            <Set dataset={dataset} loaded={loaded} />
          )
        }
      </Shown>
    </Section>
  );
}

function Set(given: { dataset: Dataset; loaded: Loaded<Dataset> }) {
  const words = t().model;
  const { dataset, loaded } = given;
  const [all, setAll] = useState(false);
  const [open, setOpen] = useState<string | null>(null);
  const shown = all ? dataset.photos : dataset.photos.slice(0, FIRST);
  const opened = dataset.photos.find((one) => one.photo.id === open);
  const put = (item: CaptionedPhoto) =>
    loaded.set({
      ...dataset,
      photos: dataset.photos.map((one) => (one.photo.id === item.photo.id ? item : one)),
    });
  return (
    <>
      <p class="soft small">
        {dataset.in_use ? words.photosInUse : words.rules[dataset.caption_rule]}
        {dataset.erased_at !== null && ` ${words.photosUntil(day(dataset.erased_at))}`}
      </p>
      <ul class="grid model-list">
        {shown.map((one) => (
          <PhotoTile
            key={one.photo.id}
            one={one}
            onOpen={() => setOpen(one.photo.id)}
            onStale={loaded.reload}
          />
        ))}
      </ul>
      {shown.length < dataset.photos.length && (
        <button type="button" class="button wide" onClick={() => setAll(true)}>
          {words.allPhotos(dataset.photos.length)}
        </button>
      )}
      {!dataset.in_use && <AddPhotos dataset={dataset} onAdded={loaded.reload} />}
      {opened && (
        <PhotoSheet
          one={opened}
          inUse={dataset.in_use}
          rule={dataset.caption_rule}
          onWritten={put}
          onRemoved={() => {
            setOpen(null);
            loaded.reload();
          }}
          onStale={loaded.reload}
          onClose={() => setOpen(null)}
        />
      )}
    </>
  );
}

function PhotoTile(given: { one: CaptionedPhoto; onOpen: () => void; onStale: () => void }) {
  const words = t().model;
  const { photo, caption_is_own } = given.one;
  return (
    <li>
      <button
        type="button"
        class="tile model-tile"
        title={photo.caption ?? undefined}
        aria-label={words.photoOpen(photo.position)}
        onClick={given.onOpen}
      >
        <Image src={photo.url} alt="" onStale={given.onStale} />
        {caption_is_own && (
          <span class="mark model-mark" aria-hidden="true">
            ✎
          </span>
        )}
        {!photo.counts && <span class="model-out">{words.leftOut}</span>}
      </button>
    </li>
  );
}
