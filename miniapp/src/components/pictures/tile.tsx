import { t } from "../../i18n/index.ts";
import { Image } from "../image.tsx";
import { shapeOf, type SeenPicture } from "./seen_picture.ts";
import "./pictures.css";

/** A small picture that opens large; in place of one that is held back or deleted, why there is none. */
export function PictureTile(given: {
  picture: SeenPicture;
  label: string;
  shape?: string;
  onOpen: () => void;
  onStale: () => void;
}) {
  const { picture } = given;
  const style = { aspectRatio: given.shape ?? shapeOf(picture) };
  if (picture.state !== "stored")
    return (
      <p class="picture-tile picture-none small" style={style}>
        {missing(picture)}
      </p>
    );
  return (
    <button type="button" class="picture-tile" style={style} aria-label={given.label} onClick={given.onOpen}>
      <Image src={picture.url} alt="" onStale={given.onStale} />
    </button>
  );
}

function missing(picture: SeenPicture): string {
  const words = t().generation;
  if (picture.blocked_by === "admin") return words.removed;
  return picture.state === "blocked" ? words.blocked : words.deleted;
}
