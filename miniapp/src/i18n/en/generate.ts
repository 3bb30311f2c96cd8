import { enCount } from "../plural.ts";

export const generate = {
  title: "New pictures",
  what: "What shall draw?",
  existing: "One of my models",
  fresh: "A new model",
  model: "Model",
  choose: "Choose a model",
  named: (name: string, creator: string) => (creator ? `${name} (by ${creator})` : name),
  search: "Search by name or description",
  sort: "Sorted by",
  sorts: { recent: "Newest", name: "Name", popularity: "Most used" },
  nothingFound: "No ready model matches. Try another word.",
  used: (n: number) => (n === 0 ? "Not used yet" : `${enCount(n, "picture order", "picture orders")}`),
  freshTime: (least: number, most: number) =>
    least === most
      ? `Training usually takes about ${least} minutes, then the model is ready to draw.`
      : `Training usually takes ${least} to ${most} minutes, then the model is ready to draw.`,
  freshPays: {
    operator: "It costs you nothing.",
    you: (credits: number) => `It costs ${enCount(credits, "credit", "credits")}.`,
  },
  freshLeft: (left: number, limit: number) => `${left} of ${limit} trainings are left this month.`,
  create: "Create a model",
  none: "There is no model to draw with yet. Create one from a few photos, then describe what you want to see.",
  noneReady: "None of your models can draw. Try one again, or create a new one.",
  myModels: "My models",
  training: (name: string) => `${name} is still training. You can draw with it as soon as it is ready.`,
  cannot: (name: string) => `${name} cannot draw. Its page says why and what can be done.`,
  openModel: "Open the model",
  progress: "See its progress",
  prompt: "What shall be in the picture?",
  placeholder: "A place, light, what is going on…",
  hint: "In any language. The trigger word is put in by itself.",
  clear: "Clear",
  ideas: "Ideas",
  empty: "Write what shall be in the picture.",
  shape: "Shape",
  shapes: { "1:1": "square", "3:4": "portrait", "4:3": "landscape", "9:16": "phone", "16:9": "wide" },
  count: "How many",
  advanced: "Settings",
  usual: (value: string) => `Usually ${value}`,
  reset: "As usual",
  settings: {
    scale: "Model weight",
    steps: "Steps",
    guidance: "Guidance",
    seed: "Seed",
    format: "File format",
  },
  about: {
    scale:
      "How strongly your model shows. Lower leaves more room for your words; higher soon looks overdone.",
    steps: "How long the picture is worked on. More steps bring finer details and take longer.",
    guidance: "How closely the picture follows your words. Lower looks more natural.",
    seed: "The same number with the same words and settings gives the same picture.",
    format: "PNG keeps every detail, JPEG is several times smaller.",
  },
  anySeed: "A new one each time",
  dice: "Roll a seed",
  bounds: (least: string, most: string) => `From ${least} to ${most}`,
  left: (n: number) =>
    n === 0 ? "Today’s pictures are used up." : `${enCount(n, "picture is", "pictures are")} left today.`,
  leftUntil: (day: string) => `More from ${day}.`,
  price: (credits: number, balance: number) =>
    `Price: ${enCount(credits, "credit", "credits")}. You have ${balance}.`,
  draw: (n: number) => `Draw ${enCount(n, "picture", "pictures")}`,
};
