import assert from "node:assert/strict";
import { test } from "node:test";
import type { ActivityItem, JobStatus } from "../api/shapes.ts";
import { caughtUp } from "./caught_up.ts";

const job = (id: string, part: Partial<JobStatus> = {}) =>
  ({ job_id: id, stage: "training", progress: 40, finished: false, can_cancel: true, ...part }) as JobStatus;

const item = (id: string, part: Partial<ActivityItem>) =>
  ({ job_id: id, stage: "training", progress: 40, finished_at: null, error: null, ...part }) as ActivityItem;

test("a job that ended without a word has ended", () => {
  const ended = item("a", {
    stage: "failed",
    finished_at: "2026-01-01T00:00:00Z",
    error: "provider-failed",
  });
  const [now] = caughtUp([job("a", { estimated_remaining: 60 })], [ended]);
  assert.deepEqual(
    [now?.finished, now?.stage, now?.error, now?.can_cancel, now?.estimated_remaining],
    [true, "failed", "provider-failed", false, null],
  );
});

test("one that goes on shows how far it is and never goes back", () => {
  const [on] = caughtUp([job("a")], [item("a", { progress: 55 })]);
  assert.deepEqual([on?.finished, on?.progress, on?.can_cancel], [false, 55, true]);
  assert.equal(caughtUp([job("a")], [item("a", { progress: 10 })])[0]?.progress, 40);
});

test("what has ended already, and what is not listed, is left alone", () => {
  assert.deepEqual(caughtUp([job("a", { finished: true }), job("b")], [item("a", { stage: "failed" })]), []);
});
