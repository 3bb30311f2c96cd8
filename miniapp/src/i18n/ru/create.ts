import type { create as en } from "../en/create.ts";

export const create: typeof en = {
  title: "Новая модель",
};
