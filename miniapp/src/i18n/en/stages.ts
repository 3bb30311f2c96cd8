import type { LoraStatus, Stage } from "../../api/shapes.ts";

export const stages: Record<Stage | LoraStatus, string> = {
  pending: "Queued",
  queued: "Queued",
  preparing: "Preparing",
  caching: "Reading photos",
  training: "Training",
  validating: "Checking quality…",
  completed: "Ready",
  checking: "Still checking",
  failed: "Failed",
  cancelled: "Cancelled",
};
