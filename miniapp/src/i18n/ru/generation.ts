import type { generation as en } from "../en/generation.ts";

export const generation: typeof en = {
  title: "Картинки",
};
