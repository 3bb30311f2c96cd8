import type { generate as en } from "../en/generate.ts";

export const generate: typeof en = {
  title: "Новые картинки",
};
