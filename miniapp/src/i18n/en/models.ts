import { enCount } from "../plural.ts";

export const models = {
  title: "My models",
  search: "Search by name or note",
  state: "State",
  states: { all: "All", completed: "Ready", training: "In training", failed: "Failed" },
  sort: "Order",
  sorts: { recent: "Newest first", name: "By name", popularity: "Most used" },
  by: (name: string) => `by ${name}`,
  used: (count: number) => (count === 0 ? "not used yet" : `used ${enCount(count, "time", "times")}`),
  cover: (name: string) => `Picture of ${name}`,
  use: "Make pictures",
  useOf: (name: string) => `Make pictures with ${name}`,
  retry: "Try again",
  retryOf: (name: string) => `Train ${name} again`,
  progressOf: (name: string) => `Training of ${name}`,
  none: "You have no models yet. A few photos are enough for the first one.",
  nothingFound: "No model fits. Try another word, or show all.",
  showAll: "Show all",
  create: "New model",
  shown: (count: number, total: number) =>
    count < total ? `${count} of ${enCount(total, "model", "models")}` : enCount(total, "model", "models"),
  deleted: (name: string) => `“${name}” is deleted`,
  deletedUntil: (moment: string) => `It can be brought back until ${moment}.`,
  restored: (name: string) => `“${name}” is back`,
  hide: "Hide",
};
