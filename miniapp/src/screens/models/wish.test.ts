import assert from "node:assert/strict";
import { test } from "node:test";
import { changed, FIRST_WISH, isNarrow, queriesOf } from "./wish.ts";

test("another search begins the list anew, more pages do not", () => {
  const further = changed(FIRST_WISH, { pages: 3 });
  assert.equal(further.pages, 3);
  assert.equal(changed(further, { search: "anna" }).pages, 1);
  assert.equal(changed(further, { sort: "name" }).pages, 1);
});

test("pages follow each other without a gap", () => {
  const offsets = queriesOf(changed(FIRST_WISH, { pages: 3 })).map((query) => query.offset);
  assert.deepEqual(offsets, [0, 50, 100]);
});

test("all states are asked for by asking for none", () => {
  assert.equal("status" in queriesOf(FIRST_WISH)[0]!, false);
  assert.equal(queriesOf(changed(FIRST_WISH, { state: "failed" }))[0]!.status, "failed");
});

test("spaces are no search, so an empty list then means that there is nothing", () => {
  assert.equal(isNarrow(changed(FIRST_WISH, { search: "  " })), false);
  assert.equal(isNarrow(changed(FIRST_WISH, { state: "training" })), true);
});
