import assert from "node:assert/strict";
import { test } from "node:test";
import { afterGone, ledTo, slideAt } from "./moves.ts";

test("a slide counts once it is more than half in sight", () => {
  assert.equal(slideAt(194, 390, 4), 0);
  assert.equal(slideAt(196, 390, 4), 1);
  assert.equal(slideAt(9999, 390, 4), 3);
  assert.equal(slideAt(-20, 390, 4), 0);
  assert.equal(slideAt(100, 0, 4), 0);
});

test("keys move within the row and not beyond it", () => {
  assert.equal(ledTo("ArrowRight", 0, 2), 1);
  assert.equal(ledTo("ArrowRight", 1, 2), null);
  assert.equal(ledTo("ArrowLeft", 0, 2), null);
  assert.equal(ledTo("End", 0, 4), 3);
  assert.equal(ledTo("Home", 0, 4), null);
  assert.equal(ledTo("a", 0, 4), null);
});

test("a deleted picture makes room for its neighbour", () => {
  assert.equal(afterGone(1, 4), 1);
  assert.equal(afterGone(3, 4), 2);
  assert.equal(afterGone(0, 1), null);
});
