import type { GalleryPicture, Lora, Schemas } from "../../api/shapes.ts";
import { api } from "../../state/app.ts";
import { refreshMe } from "../../state/me.ts";

const NEWEST = 8;

/** What home shows besides live jobs and quotas. */
export interface Overview {
  models: Lora[];
  modelCount: number;
  pictures: GalleryPicture[];
  draft: Schemas["DraftHint"] | null;
  engine: Schemas["Engine"];
  photoRules: Schemas["PhotoRules"];
}

export async function overview(signal: AbortSignal): Promise<Overview> {
  const [models, pictures, person, engine, photoRules] = await Promise.all([
    api.get("/loras", { query: { limit: 20 }, signal }),
    api.get("/images", { query: { limit: NEWEST }, signal }),
    refreshMe(),
    api.get("/engine", { signal }),
    api.get("/photo-rules", { signal }),
  ]);
  return {
    models: models.items,
    modelCount: models.total,
    pictures: pictures.items.filter((picture) => picture.url !== null),
    draft: person.draft,
    engine,
    photoRules,
  };
}
