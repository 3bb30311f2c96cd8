import type { Photo } from "../api/shapes.ts";
import type { Upload } from "./queue.ts";

/** A place in the grid: a photo on the server, or one on its way there. */
export interface Place {
  key: string;
  photo: Photo | null;
  upload: Upload | null;
}

/**
 * Photos and uploads in one row, without those that were refused. While files are on their way everything keeps the place that it had `before`, although
 * they arrive in another order than they were chosen in; afterwards the numbers decide.
 */
export function arranged(
  before: readonly string[],
  photos: readonly Photo[],
  uploads: readonly Upload[],
): Place[] {
  const arrived = new Set(photos.map((photo) => photo.client_id));
  const places: Place[] = [
    ...photos.map((photo) => ({ key: photo.client_id ?? photo.id, photo, upload: null })),
    ...uploads
      .filter((upload) => upload.state !== "refused" && !arrived.has(upload.id))
      .map((upload) => ({ key: upload.id, photo: null, upload })),
  ];
  if (!uploads.some((upload) => upload.state === "waiting" || upload.state === "sending")) return places;
  const rank = new Map(before.map((key, index) => [key, index]));
  return places
    .map((place, index) => ({ place, index, rank: rank.get(place.key) ?? Infinity }))
    .sort((a, b) => (a.rank === b.rank ? a.index - b.index : a.rank - b.rank))
    .map((one) => one.place);
}
