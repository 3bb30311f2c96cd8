import assert from "node:assert/strict";
import { test } from "node:test";
import { Refused, Unreachable } from "../api/problem.ts";
import { pauseBefore } from "./send.ts";

const refused = (status: number, retryAfter: string | null = null, resetAt: string | null = null) =>
  new Refused(
    status,
    {
      type: "about:blank",
      title: "",
      status,
      detail: "",
      code: "x",
      retry: "later",
      params: {},
      reset_at: resetAt,
      errors: [],
    },
    retryAfter,
  );

test("a broken line and a server that is away are tried again, ever more slowly, and then left to the person", () => {
  const pauses = [0, 1, 2, 3, 4, 5].map((tried) => pauseBefore(new Unreachable(), tried));
  assert.deepEqual(pauses, [1000, 2000, 4000, 8000, 15_000, null]);
  assert.equal(pauseBefore(refused(503), 0), 1000);
});

test("who is too fast waits as long as the server says", () => {
  assert.equal(pauseBefore(refused(429, "7"), 0), 7000);
});

test("what will not change is not tried again: a bad photo, a quota that is used up", () => {
  assert.equal(pauseBefore(refused(422), 0), null);
  assert.equal(pauseBefore(refused(409), 0), null);
  assert.equal(pauseBefore(refused(429, "7", "2026-12-01T00:00:00Z"), 0), null);
});
