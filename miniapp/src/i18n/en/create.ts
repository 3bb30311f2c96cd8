import type { LoraType, Schemas } from "../../api/shapes.ts";
import { enCount } from "../plural.ts";

const photos = (n: number) => enCount(n, "photo", "photos");

const types: Record<LoraType, string> = { character: "A person", style: "A style", product: "A thing" };

const agree: Record<Schemas["Retention"], string> = {
  days_30: "Agree: 30 days",
  until_trained: "Agree: until trained",
  until_deleted: "Agree: until I delete",
};

const classes: Record<string, string> = {
  woman: "Woman",
  man: "Man",
  person: "Person",
  dog: "Dog",
  cat: "Cat",
  shoes: "Shoes",
  bag: "Bag",
  bottle: "Bottle",
  toy: "Toy",
  furniture: "Furniture",
  car: "Car",
};

export const create = {
  title: "New model",
  next: "Next",
  typeAsk: "What shall the model show?",
  types,
  begin: "A few questions and a handful of photos; then the training does the rest.",
  classAsk: { character: "Who is it?", style: "Which style is it?", product: "What is it?" } as Record<
    LoraType,
    string
  >,
  classes,
  classOwn: "Something else",
  classOwnLabel: "In one or two English words",
  classOwnHint: "For example: horse, old man, teapot",
  nameAsk: "What shall it be called?",
  name: "Name",
  nameIdea: { character: "My portrait", style: "My style", product: "My product" } as Record<
    LoraType,
    string
  >,
  nameHint: "Only you see it.",
  nameFree: "This name is free.",
  nameTaken: "You have a model of this name already.",
  takeName: (name: string) => `Take “${name}”`,
  note: "Note (optional)",
  noteHint: "Something for yourself about this model",
  photos: "Photos",
  photosAsk: {
    character: (min: number, from: number, to: number, max: number) =>
      `Best are ${from} to ${to}; at least ${min}, at most ${max}. Sharp, varied, in good light, nobody else in the picture.`,
    style: (min: number, from: number, to: number, max: number) =>
      `Best are ${from} to ${to}; at least ${min}, at most ${max}. All in this one style, of many different subjects.`,
    product: (min: number, from: number, to: number, max: number) =>
      `Best are ${from} to ${to}; at least ${min}, at most ${max}. The same thing in every photo, from all its sides.`,
  } as Record<LoraType, (min: number, from: number, to: number, max: number) => string>,
  tips: "What makes a good photo",
  tipsTitle: "Good photos make a good model",
  tipsOf: {
    character: [
      "About 8 close-ups, 4 to the waist, 3 of the full body",
      "From the front, half-turned and from the side",
      "Sharp, in soft light: by a window, or outdoors in the shade",
      "Different days, places, clothes and expressions, all from one period of life",
      "Better not: ten selfies of one evening, sunglasses, hats, friends at the edge, filters, screenshots",
    ],
    style: [
      "All in one style, by one hand",
      "Many subjects: people, places, things, near and far, so that only the style stays the same",
      "Large and sharp, without frames, signatures and writing",
      "No other style among them, no sketches next to finished work",
    ],
    product: [
      "The very same thing in every photo, each a little different",
      "All its sides: front, back, above, in use, and a few details",
      "Sharp, good light, true colours, no filters",
      "Different backgrounds, nothing in front of it, no second thing that looks like it",
    ],
  } as Record<LoraType, string[]>,
  choose: "Choose photos",
  addMore: "Add more photos",
  otherWays: "Or send them to the bot in the chat: they appear here.",
  full: (max: number) => `The set is full: ${photos(max)}. Remove one to add a better one.`,
  notPhotos: (n: number) => (n === 1 ? "One file is not a photo." : `${n} files are not photos.`),
  tooMany: (max: number, out: number) => `At most ${photos(max)} fit; ${out} left out.`,
  lost: (n: number) =>
    `${photos(n)} had not been sent when the app was closed. Please choose ${n === 1 ? "it" : "them"} again.`,
  understood: "OK",
  uploading: (n: number) => `Sending ${photos(n)}. You may go on meanwhile, just keep the app open.`,
  stalled: (n: number, why: string) => `${photos(n)} did not get through. ${why}`,
  sendAllAgain: "Send again",
  sendAgain: "Again",
  refused: "Not taken",
  sending: (name: string) => `Sending ${name}`,
  removeFile: (name: string) => `Take ${name} away`,
  photoLabel: (no: number, grade: string, captioned: boolean) =>
    `Photo ${no}: ${grade}${captioned ? ", with a caption of yours" : ""}`,
  photoTitle: (no: number) => `Photo ${no}`,
  photoNumber: (no: number) => `No. ${no}`,
  photoCount: photos,
  grades: { good: "good", usable: "usable", unusable: "not usable", anyway: "used all the same" },
  captionNone: "Caption (empty: the bot writes one)",
  useAnyway: "Use it anyway",
  remove: "Remove the photo",
  score: (score: number) => `The set: ${score} of 100`,
  scoreLabel: "How complete the set is",
  trained: (n: number, all: number) => (n === all ? photos(all) : `${n} of ${photos(all)} used`),
  waiting: "Photos from the chat wait for your agreement.",
  arriving: "Photos from the chat are on their way.",
  needMore: (n: number) => `${photos(n)} more ${n === 1 ? "is" : "are"} needed.`,
  moreIsBetter: (n: number, from: number, to: number) =>
    `This is enough. ${n} more make${n === 1 ? "s" : ""} it better: best are ${from} to ${to}.`,
  enough: "Enough photos. Go on when these are all.",
  helpsMost: "What helps most now:",
  odd: (numbers: string) =>
    `Is this the same person? No. ${numbers} look${numbers.includes(",") ? "" : "s"} different.`,
  leftOut: "Not trained with:",
  couldBeBetter: "Trained with, but could be better:",
  earlier: "Photos of an earlier model",
  earlierAsk: "Whose photos shall be copied into the new model? Captions of your own go along.",
  earlierNone: "There is no model whose photos are still here.",
  copied: (n: number) =>
    n === 0 ? "All these photos are in the new model already." : `${photos(n)} copied.`,
  agree,
  missing: {
    type: "Please choose what the model shall show.",
    class_word: "Please say who or what it is.",
    name: "The model needs a name.",
    name_refused: "One answer was not taken yet. Please look at it.",
    photos: "More photos are needed.",
    consent: "Please read the agreement first.",
  },
  paused: "No new trainings are taken for a while. What has begun goes on.",
  noTrainer: "Training is not possible at present. Your answers and photos are kept; please come back later.",
  several: "You are making models of several people. That goes on in the chat.",
  startOver: "Start over",
  startOverAsk: (n: number) =>
    `Throw this draft away? ${n === 0 ? "The answers are lost." : `The answers and ${photos(n)} are lost.`}`,
  startOverYes: "Yes, discard",
  startOverNo: "No, keep it",
};
