import assert from "node:assert/strict";
import { test } from "node:test";
import { EMPTY, fault, type Form, isUsual, type Offer, orderOf, type Setting, withModel } from "./form.ts";

const steps: Setting = { key: "steps", value: 30, default: 28, min: 1, max: 50, whole: true, choices: [] };
const scale: Setting = { key: "scale", value: 1, default: 1, min: 0, max: 2, whole: false, choices: [] };
const seed: Setting = { key: "seed", value: null, default: null, min: 0, max: 9, whole: true, choices: [] };
const offer = { aspect: "3:4", count: 2, settings: [steps, scale, seed] } as unknown as Offer;
const form: Form = { ...EMPTY, lora: "a", prompt: " a kite " };

test("what was not chosen is as in the last order, and what is usual is not sent", () => {
  assert.deepEqual(orderOf(form, offer), {
    lora: "lora:a",
    prompt: "a kite",
    aspect: "3:4",
    count: 2,
    steps: 30,
  });
});

test("a choice goes before the last order, and back to usual is not sent either", () => {
  const chosen: Form = { ...form, aspect: "1:1", count: 4, own: { steps: 28, scale: 0.5, seed: 7 } };
  assert.deepEqual(orderOf(chosen, offer), {
    lora: "lora:a",
    prompt: "a kite",
    aspect: "1:1",
    count: 4,
    scale: 0.5,
    seed: 7,
  });
  assert.equal(isUsual(chosen, steps), true);
  assert.equal(isUsual(chosen, scale), false);
});

test("another model forgets only what belongs to the base model", () => {
  const chosen: Form = { ...form, own: { steps: 40, guidance: 2, scale: 0.8 } };
  assert.deepEqual(withModel(chosen, "b"), { ...chosen, lora: "b", own: { scale: 0.8 } });
  assert.equal(withModel(chosen, "a"), chosen);
});

test("typed numbers are held against the bounds", () => {
  assert.equal(fault(steps, "50"), null);
  assert.equal(fault(steps, "51"), "bounds");
  assert.equal(fault(steps, "1.5"), "bounds");
  assert.equal(fault(steps, "many"), "bounds");
  assert.equal(fault(scale, "0,5"), null);
  assert.equal(fault(seed, ""), null);
});
