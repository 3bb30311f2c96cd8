import assert from "node:assert/strict";
import { test } from "node:test";
import { parsedNumber, sliderOf, written } from "./numbers.ts";

const steps = { least: 1, most: 10_000, multiple: 1, whole: true, affordable: 1000 };

test("numbers are read as people write them", () => {
  assert.equal(parsedNumber("1 500"), 1500);
  assert.equal(parsedNumber("0,0004"), 0.0004);
  assert.equal(parsedNumber("many"), null);
  assert.equal(parsedNumber(" "), null);
});

test("small numbers are written in plain digits", () => {
  assert.equal(written(0.00005), "0.00005");
  assert.equal(written(1000), "1000");
  assert.equal(written(null), "");
});

test("a slider ends at what the price allows, and all its stops are whole multiples", () => {
  const slider = sliderOf(steps);
  assert.ok(slider && slider.most <= 1000 && slider.least >= 1);
  const coarse = sliderOf({ ...steps, multiple: 64, most: 100_000, affordable: null });
  assert.ok(coarse && coarse.step % 64 === 0 && coarse.least % 64 === 0 && coarse.most <= 100_000);
});

test("there is no slider where it could not move, nor for fractions", () => {
  assert.equal(sliderOf({ ...steps, affordable: 1 }), null);
  assert.equal(sliderOf({ ...steps, whole: false }), null);
});
