import type { Lora } from "../../api/shapes.ts";

export const AT_WORK = ["pending", "training", "validating"];

/** The model to begin with: the wanted one, the one before, else the newest that can draw. */
export function chosenOf(models: readonly Lora[], wanted: string, before: string): Lora | null {
  const ready = models.filter((one) => one.training_status === "completed");
  const named = (id: string) => models.find((one) => one.id === id);
  return named(wanted) ?? ready.find((one) => one.id === before) ?? ready[0] ?? null;
}
