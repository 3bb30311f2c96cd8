import assert from "node:assert/strict";
import { test } from "node:test";
import { training as en } from "../../i18n/en/training.ts";
import { training as ru } from "../../i18n/ru/training.ts";
import { sentence } from "./log_lines.ts";

const NAMES = [
  "placed",
  "accepted",
  "uncertain",
  "never-taken",
  "refused",
  "retried",
  "review",
  "stop-asked",
  "done",
];
const ENDS = ["succeeded", "failed", "cancelled"];
const PROVIDERS = { fal: "fal.ai" };

test("everything that the engine writes down has a sentence in both languages", () => {
  for (const name of [...NAMES, ...ENDS])
    for (const words of [en.events, ru.events])
      assert.ok(sentence(words, PROVIDERS, { name, data: {} }), name);
});

test("a move names both providers as people know them", () => {
  const text = sentence(en.events, PROVIDERS, { name: "moved", data: { of: "fal", to: "other" } });
  assert.equal(text, "Moved from fal.ai to other.");
});

test("what says nothing to people is left out", () => {
  assert.equal(sentence(en.events, PROVIDERS, { name: "duplicate", data: {} }), null);
});
