import assert from "node:assert/strict";
import { test } from "node:test";
import { continued, joined, type Listed } from "./joined.ts";

const list = (ids: string, next: string | null = null): Listed<string> => ({ items: [...ids], next });
const same = (id: string) => id;

test("what is new stands first and older pages stay", () => {
  assert.deepEqual(joined(list("dcba", "a"), list("edc", "c"), same), list("edcba", "a"));
});

test("what was deleted is gone from the part that was read", () => {
  assert.deepEqual(joined(list("edcba", "a"), list("ecb", "b"), same), list("ecba", "a"));
});

test("where the page no longer reaches the old list nothing is invented between them", () => {
  assert.deepEqual(joined(list("ba", null), list("edc", "c"), same), list("edc", "c"));
});

test("a page that is everything replaces everything", () => {
  assert.deepEqual(joined(list("dcba", "a"), list("d"), same), list("d"));
  assert.deepEqual(joined(list("dcba", "a"), list(""), same), list(""));
});

test("when the old list was exactly the page, it goes on where the page says", () => {
  assert.deepEqual(joined(list("ba", null), list("cba", "a"), same), list("cba", "a"));
});

test("the next page adds only what is not there", () => {
  assert.deepEqual(continued(list("dc", "c"), list("cba", null), same), list("dcba", null));
});
