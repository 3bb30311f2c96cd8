import type { GalleryPicture, Schemas } from "../../api/shapes.ts";
import { api } from "../../state/app.ts";
import { refreshMe } from "../../state/me.ts";

const NEWEST = 8;

/** What home shows besides live jobs and quotas. */
export interface Overview {
  /** Names of models by the job that was ordered for them; proofs are nobody's order. */
  ordered: ReadonlyMap<string, string>;
  modelCount: number;
  pictures: GalleryPicture[];
  draft: Schemas["DraftHint"] | null;
  engine: Schemas["Engine"];
  photoRules: Schemas["PhotoRules"];
}

export async function overview(signal: AbortSignal): Promise<Overview> {
  const [models, activity, pictures, person, engine, photoRules] = await Promise.all([
    api.get("/loras", { query: { limit: 1 }, signal }),
    api.get("/activity", { query: { limit: 20 }, signal }),
    api.get("/images", { query: { limit: NEWEST }, signal }),
    refreshMe(),
    api.get("/engine", { signal }),
    api.get("/photo-rules", { signal }),
  ]);
  return {
    ordered: new Map(activity.items.map((item) => [item.job_id, item.lora_name])),
    modelCount: models.total,
    pictures: pictures.items.filter((picture) => picture.url !== null),
    draft: person.draft,
    engine,
    photoRules,
  };
}
