import assert from "node:assert/strict";
import { test } from "node:test";
import { backCloses, forgetAbove, topmost } from "./way_back.ts";

const nothing = { close: () => {} };

test("the last that came is the first that goes", () => {
  const viewer = { ...nothing };
  const sheet = { ...nothing };
  const viewerGone = backCloses(viewer);
  const sheetGone = backCloses(sheet);
  assert.equal(topmost.value, sheet);
  sheetGone();
  assert.equal(topmost.value, viewer);
  viewerGone();
  assert.equal(topmost.value, null);
});

test("who closes itself takes along what lies above it", () => {
  const viewer = { ...nothing };
  const viewerGone = backCloses(viewer);
  const sheetGone = backCloses({ ...nothing });
  forgetAbove(viewer);
  assert.equal(topmost.value, viewer);
  sheetGone();
  assert.equal(topmost.value, viewer);
  viewerGone();
});
