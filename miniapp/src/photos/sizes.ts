/** Training buckets reach 1536 pixels; a little more leaves the trainer a choice. */
export const LONGEST_SIDE = 2048;

/** A file below this is sent as it is, when its picture is small as well. */
const SMALL_BYTES = 1_000_000;

const THUMB_SIDE = 320;

export interface Size {
  width: number;
  height: number;
}

/** The size with its longer side at most `longest`, never enlarged. */
export function fitted(size: Size, longest: number = LONGEST_SIDE): Size {
  const by = Math.min(1, longest / Math.max(size.width, size.height));
  return {
    width: Math.max(1, Math.round(size.width * by)),
    height: Math.max(1, Math.round(size.height * by)),
  };
}

/** The size of a thumbnail, whose shorter side fills a square tile. */
export function thumbSize(size: Size): Size {
  const by = Math.min(1, THUMB_SIDE / Math.min(size.width, size.height));
  return fitted({ width: size.width * by, height: size.height * by }, 3 * THUMB_SIDE);
}

/** Whether shrinking a file would only cost quality. */
export function isSmall(size: Size, bytes: number): boolean {
  return Math.max(size.width, size.height) <= LONGEST_SIDE && bytes < SMALL_BYTES;
}
