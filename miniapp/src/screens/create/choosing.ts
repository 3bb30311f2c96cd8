const TYPES = ["image/jpeg", "image/png", "image/webp"];

/** Browsers that know no type for such a file give it an empty one. */
const NAMED = /\.(jpe?g|png|webp|hei[cf]|avif)$/i;

/** What the picker offers. A Mac that is not asked for HEIC turns such photos into JPEG, which everything can read. */
export function acceptOf(userAgent: string, touchPoints: number): string {
  const isMac = userAgent.includes("Macintosh") && touchPoints === 0;
  return (isMac ? TYPES : [...TYPES, "image/heic", "image/heif", "image/avif"]).join(",");
}

/** The files that are photos, as far as there is room for them, and how many are not. */
export function chosen<F extends { name: string; type: string }>(
  files: readonly F[],
  room: number,
): { photos: F[]; others: number; tooMany: number } {
  const photos = files.filter(
    (file) => file.type.startsWith("image/") || (file.type === "" && NAMED.test(file.name)),
  );
  const fitting = photos.slice(0, Math.max(0, room));
  return { photos: fitting, others: files.length - photos.length, tooMany: photos.length - fitting.length };
}
