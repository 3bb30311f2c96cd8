import assert from "node:assert/strict";
import { test } from "node:test";
import type { Photo } from "../api/shapes.ts";
import { arranged } from "./arranging.ts";
import type { Upload, UploadState } from "./queue.ts";

const photo = (id: string, client_id: string | null = null) => ({ id, client_id }) as Photo;
const upload = (id: string, state: UploadState = "sending"): Upload => ({
  id,
  name: id,
  thumb: null,
  state,
  sent: 0,
  problem: null,
});
const keys = (...given: Parameters<typeof arranged>) => arranged(...given).map((place) => place.key);

test("nothing changes its place when a later photo arrives first", () => {
  const before = keys([], [photo("1")], [upload("a"), upload("b"), upload("c")]);
  assert.deepEqual(before, ["1", "a", "b", "c"]);
  assert.deepEqual(keys(before, [photo("1"), photo("2", "b")], [upload("a"), upload("c")]), before);
});

test("once all have arrived the server's order holds", () => {
  assert.deepEqual(keys(["a", "b"], [photo("1", "b"), photo("2", "a")], []), ["b", "a"]);
});

test("a photo of the chat comes behind those that are shown", () => {
  assert.deepEqual(keys(["a", "b"], [photo("1"), photo("2", "a")], [upload("b")]), ["a", "b", "1"]);
});

test("a photo that has arrived is not shown twice, a refused one not at all", () => {
  assert.deepEqual(keys([], [photo("1", "a")], [upload("a"), upload("x", "refused")]), ["a"]);
});
