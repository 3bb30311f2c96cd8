import assert from "node:assert/strict";
import { test } from "node:test";
import { fitted, isSmall, thumbSize } from "./sizes.ts";

test("the longer side becomes 2048 and the shape stays", () => {
  assert.deepEqual(fitted({ width: 4032, height: 3024 }), { width: 2048, height: 1536 });
  assert.deepEqual(fitted({ width: 3024, height: 4032 }), { width: 1536, height: 2048 });
});

test("nothing is enlarged, and nothing becomes thinner than a pixel", () => {
  assert.deepEqual(fitted({ width: 640, height: 480 }), { width: 640, height: 480 });
  assert.deepEqual(fitted({ width: 20_000, height: 3 }), { width: 2048, height: 1 });
});

test("only a file that is small in pixels and in bytes travels as it is", () => {
  assert.equal(isSmall({ width: 2048, height: 1536 }, 999_999), true);
  assert.equal(isSmall({ width: 2049, height: 1536 }, 10_000), false);
  assert.equal(isSmall({ width: 800, height: 600 }, 1_000_000), false);
});

test("a thumbnail fills its tile, and a panorama does not become a huge one", () => {
  assert.deepEqual(thumbSize({ width: 4000, height: 2000 }), { width: 640, height: 320 });
  assert.equal(thumbSize({ width: 20_000, height: 400 }).width, 960);
});
