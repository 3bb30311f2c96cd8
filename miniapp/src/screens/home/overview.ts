import { Refused } from "../../api/problem.ts";
import type { Draft, GalleryPicture, Lora, Schemas } from "../../api/shapes.ts";
import { api } from "../../state/app.ts";

const NEWEST = 8;

/** What home shows besides live jobs and quotas. */
export interface Overview {
  models: Lora[];
  modelCount: number;
  pictures: GalleryPicture[];
  draft: Draft | null;
  engine: Schemas["Engine"];
  photoRules: Schemas["PhotoRules"];
}

export async function overview(signal: AbortSignal): Promise<Overview> {
  const [models, pictures, draft, engine, photoRules] = await Promise.all([
    api.get("/loras", { query: { limit: 20 }, signal }),
    api.get("/images", { query: { limit: NEWEST }, signal }),
    openDraft(signal),
    api.get("/engine", { signal }),
    api.get("/photo-rules", { signal }),
  ]);
  return {
    models: models.items,
    modelCount: models.total,
    pictures: pictures.items.filter((picture) => picture.url !== null),
    draft,
    engine,
    photoRules,
  };
}

async function openDraft(signal: AbortSignal): Promise<Draft | null> {
  try {
    return await api.get("/draft", { signal });
  } catch (error) {
    if (error instanceof Refused && error.status === 404) return null;
    throw error;
  }
}
