import type { Dictionary } from "../en/index.ts";
import { activity } from "./activity.ts";
import { common } from "./common.ts";
import { create } from "./create.ts";
import { gallery } from "./gallery.ts";
import { generate } from "./generate.ts";
import { generation } from "./generation.ts";
import { home } from "./home.ts";
import { model } from "./model.ts";
import { models } from "./models.ts";
import { order } from "./order.ts";
import { rules } from "./rules.ts";
import { settings } from "./settings.ts";
import { stages } from "./stages.ts";
import { training } from "./training.ts";

export const dictionary: Dictionary = {
  common,
  stages,
  home,
  rules,
  models,
  model,
  training,
  create,
  order,
  generate,
  generation,
  gallery,
  activity,
  settings,
};
