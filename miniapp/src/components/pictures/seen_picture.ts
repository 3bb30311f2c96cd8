import type { GalleryPicture, Generation } from "../../api/shapes.ts";

/** A picture with where it comes from, as the gallery tells it. */
export type SeenPicture = GalleryPicture;

/** The pictures of an order in the form of the gallery's. */
export function picturesOf(order: Generation): SeenPicture[] {
  return order.images.map((image) => ({
    ...image,
    generation_id: order.id,
    lora_id: order.lora_id,
    lora_name: order.lora_name,
    prompt: order.prompt,
    purpose: order.purpose,
    created_at: order.created_at,
  }));
}

/** Width to height, for the space that a picture will take. */
export function shapeOf(picture: { width: number | null; height: number | null }, aspect = "1:1"): string {
  if (picture.width && picture.height) return `${picture.width} / ${picture.height}`;
  return aspect.replace(":", " / ");
}
