import { enCount } from "../plural.ts";

export const activity = {
  title: "History",
  today: "Today",
  yesterday: "Yesterday",
  training: (name: string) => `Training of ${name}`,
  pictures: (n: number, name: string) => `${enCount(n, "picture", "pictures")} of ${name}`,
  erasedTraining: "Training of an erased model",
  erasedPictures: (n: number) => `${enCount(n, "picture", "pictures")} of an erased model`,
  progress: (what: string) => `Progress: ${what}`,
  empty: "Nothing has been ordered yet. Trainings and pictures will be listed here with how they went.",
  create: "Create a model",
  more: "Show more",
};
