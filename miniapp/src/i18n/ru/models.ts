import type { models as en } from "../en/models.ts";

export const models: typeof en = {
  title: "Мои модели",
};
