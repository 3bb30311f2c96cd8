import assert from "node:assert/strict";
import { test } from "node:test";
import { marks, stepOf, tenth } from "./steps.ts";

test("what lies behind is done, one step is now, the rest is still to come", () => {
  assert.deepEqual(marks("caching", 0), ["done", "done", "now", "later", "later", "later"]);
});

test("while nobody knows where it is, the last known step stays marked", () => {
  assert.equal(stepOf("checking"), null);
  assert.deepEqual(marks("checking", 3), ["done", "done", "done", "now", "later", "later"]);
});

test("ears hear of every tenth, not of every percent", () => {
  assert.equal(tenth({ progress: 37 }), 30);
});
