import type { LoraStatus, Stage } from "../api/shapes.ts";
import { t } from "../i18n/index.ts";

const COLOURS: Record<Stage | LoraStatus, string> = {
  queued: "busy",
  pending: "busy",
  preparing: "busy",
  caching: "busy",
  training: "busy",
  validating: "busy",
  completed: "good",
  checking: "warn",
  failed: "bad",
  cancelled: "",
};

/** The state of a training, an order of pictures or a model, in words and colour. */
export function StageBadge(given: { stage: Stage | LoraStatus }) {
  return <span class={`badge ${COLOURS[given.stage]}`}>{t().stages[given.stage]}</span>;
}
