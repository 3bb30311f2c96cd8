import { fitted, isSmall, thumbSize, type Size } from "./sizes.ts";

const QUALITY = 0.92;
const THUMB_QUALITY = 0.8;

/** What is sent of a file, and a small picture of it to show; no picture when this browser cannot read the file. */
export interface Shrunk {
  send: Blob;
  thumb: Blob | null;
}

/** Draws a picture at a size as a JPEG. */
export type Draw = (picture: ImageBitmap, size: Size, quality: number) => Promise<Blob>;

/** Makes a photo small enough to travel, upright as its EXIF says. Whatever goes wrong, the original is sent. */
export async function shrunk(file: Blob, draw: Draw): Promise<Shrunk> {
  let picture: ImageBitmap | null = null;
  let thumb: Blob | null = null;
  try {
    picture = await createImageBitmap(file, { imageOrientation: "from-image" });
    thumb = await draw(picture, thumbSize(picture), THUMB_QUALITY);
    if (isSmall(picture, file.size)) return { send: file, thumb };
    const smaller = await draw(picture, fitted(picture), QUALITY);
    return { send: smaller.size < file.size ? smaller : file, thumb };
  } catch {
    return { send: file, thumb };
  } finally {
    picture?.close();
  }
}

type Context = CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D;

/** JPEG knows no transparency; without a ground it would come out black. */
export function paint(context: Context | null, picture: ImageBitmap, size: Size): void {
  if (context === null) throw new Error("no canvas");
  context.fillStyle = "#ffffff";
  context.fillRect(0, 0, size.width, size.height);
  context.imageSmoothingQuality = "high";
  context.drawImage(picture, 0, 0, size.width, size.height);
}
