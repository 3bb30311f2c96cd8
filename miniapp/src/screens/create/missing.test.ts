import assert from "node:assert/strict";
import { test } from "node:test";
import type { Draft } from "../../api/shapes.ts";
import { firstMissing } from "./missing.ts";

const draft = (needs: Draft["needs"], consentNeeded = false) =>
  ({ needs, consent: { needed: consentNeeded } }) as Draft;

test("the first thing that is missing is named, in the order of the screen", () => {
  assert.equal(firstMissing(null, true), "type");
  assert.equal(firstMissing(draft(["class_word", "photos"]), true), "class_word");
  assert.equal(firstMissing(draft(["photos"], true), true), "consent");
  assert.equal(firstMissing(draft(["photos"]), true), "photos");
});

test("an answer that was refused holds back a draft that is whole", () => {
  assert.equal(firstMissing(draft([]), false), "name_refused");
  assert.equal(firstMissing(draft(["name", "photos"]), false), "name_refused");
  assert.equal(firstMissing(draft([]), true), null);
});
