import type { Schemas } from "../../api/shapes.ts";

/** The two states of training and drawing as the one that a person is told. */
export function engineStanding(
  engine: Pick<Schemas["Engine"], "training" | "drawing">,
): "online" | "paused" | "trainingsPaused" | "offline" {
  if (engine.drawing !== "online") return engine.drawing;
  return engine.training === "online" ? "online" : "trainingsPaused";
}
