export const gallery = {
  title: "Gallery",
  filter: "Model",
  all: "All models",
  proofs: "Proof pictures",
  drawn: "Drawn pictures",
  kind: "What to show",
  empty: "Your pictures will be here. Describe one, and it is drawn within a minute.",
  emptyOfModel: "There is no picture of this model yet.",
  emptyProofs:
    "There are no proof pictures. Each training brings some; those that were not kept are erased after a while.",
  draw: "Draw something",
  more: "Show more",
  count: (no: number, prompt: string, model: string) => `Picture ${no}, ${model}: ${prompt}`,
};
