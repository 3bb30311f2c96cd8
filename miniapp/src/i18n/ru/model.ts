import type { model as en } from "../en/model.ts";

export const model: typeof en = {
  title: "Модель",
};
