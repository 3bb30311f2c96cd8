import type { GalleryPicture, Schemas } from "../../api/shapes.ts";
import { Image } from "../../components/image.tsx";
import { Link } from "../../components/row.tsx";
import { t } from "../../i18n/index.ts";
import type { Route } from "../../routing/routes.ts";
import { Icon, type IconName } from "./icons.tsx";

/** A model that was begun, here or in the chat. */
export function DraftCard(given: { draft: Schemas["DraftHint"] }) {
  const words = t().home;
  const { name, photo_count } = given.draft;
  return (
    <section class="card line apart wrap">
      <span>
        <h2 class="home-draft">{name ? words.draftOf(name) : words.draft}</h2>
        <span class="soft small">{words.draftHas(photo_count)}</span>
      </span>
      <Link to={{ screen: "create" }} class="button main">
        {words.goOn}
      </Link>
    </section>
  );
}

/** The two things that people come for. */
export function Tiles() {
  const words = t().home;
  return (
    <div class="home-tiles">
      <Tile to={{ screen: "create" }} icon="person" title={words.newModel} under={words.newModelUnder} />
      <Tile
        to={{ screen: "generate", lora: "" }}
        icon="brush"
        title={words.newPictures}
        under={words.newPicturesUnder}
      />
    </div>
  );
}

function Tile(given: { to: Route; icon: IconName; title: string; under: string }) {
  return (
    <Link to={given.to} class="home-tile">
      <Icon name={given.icon} />
      <strong>{given.title}</strong>
      <span class="small">{given.under}</span>
    </Link>
  );
}

/** The newest pictures in a strip. */
export function NewestPictures(given: { pictures: GalleryPicture[]; onStale: () => void }) {
  const words = t().home;
  if (given.pictures.length === 0) return null;
  return (
    <section class="section">
      <div class="line apart">
        <h2>{words.newest}</h2>
        <Link to={{ screen: "gallery", lora: "" }} class="home-all">
          {words.all}
        </Link>
      </div>
      <ul class="home-strip">
        {given.pictures.map((picture) => (
          <li key={picture.id}>
            <Link to={{ screen: "generation", id: picture.generation_id }} class="tile block">
              <Image src={picture.url} alt={words.pictureOf(picture.lora_name)} onStale={given.onStale} />
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Every other screen. */
export function Menu(given: { modelCount: number; isNew: boolean }) {
  const words = t().home;
  return (
    <nav class="card flush" aria-label={words.menu}>
      {!given.isNew && (
        <>
          <Entry to={{ screen: "models" }} icon="models" title={words.models} end={given.modelCount} />
          <Entry to={{ screen: "gallery", lora: "" }} icon="gallery" title={words.gallery} />
          <Entry to={{ screen: "activity" }} icon="activity" title={words.activity} />
        </>
      )}
      <Entry to={{ screen: "rules" }} icon="rules" title={words.rules} />
      <Entry to={{ screen: "settings" }} icon="settings" title={words.settings} />
    </nav>
  );
}

function Entry(given: { to: Route; icon: IconName; title: string; end?: number }) {
  return (
    <Link to={given.to} class="row home-entry">
      <Icon name={given.icon} />
      <span class="row-text">{given.title}</span>
      {given.end !== undefined && <span class="row-end">{given.end}</span>}
      <span class="soft" aria-hidden="true">
        ›
      </span>
    </Link>
  );
}
