import assert from "node:assert/strict";
import { test } from "node:test";
import type { Stage } from "../../api/shapes.ts";
import { doing } from "./doing.ts";

const job = (
  stage: Stage,
  more: { cancelling?: boolean; held_reason?: string; queue_position?: number } = {},
) => ({
  stage,
  cancelling: false,
  held_reason: null,
  queue_position: null,
  ...more,
});

test("a place in the queue is told only when there is one", () => {
  assert.equal(doing(job("queued")), "queued");
  assert.equal(doing(job("queued", { queue_position: 3 })), "place");
});

test("that it stops, or waits for the provider, is more important than the stage", () => {
  assert.equal(doing(job("training", { cancelling: true })), "stopping");
  assert.equal(doing(job("queued", { held_reason: "no-credit", queue_position: 1 })), "held");
});

test("the rest is drawn, fetched or looked into", () => {
  assert.equal(doing(job("preparing")), "drawing");
  assert.equal(doing(job("training")), "drawing");
  assert.equal(doing(job("validating")), "fetching");
  assert.equal(doing(job("checking")), "checking");
});
