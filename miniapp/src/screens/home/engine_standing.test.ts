import assert from "node:assert/strict";
import { test } from "node:test";
import { engineStanding } from "./engine_standing.ts";

test("pictures that can be made while trainings are paused are not called a pause of everything", () => {
  assert.equal(engineStanding({ training: "paused", drawing: "online" }), "trainingsPaused");
  assert.equal(engineStanding({ training: "online", drawing: "online" }), "online");
});

test("a pause at the provider and a bot without one are told apart", () => {
  assert.equal(engineStanding({ training: "paused", drawing: "paused" }), "paused");
  assert.equal(engineStanding({ training: "offline", drawing: "offline" }), "offline");
});
