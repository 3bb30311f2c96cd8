import assert from "node:assert/strict";
import { test } from "node:test";
import { byDay, daysAgo, localDay } from "./days.ts";

const at = (year: number, month: number, day: number, hour: number) => ({
  created_at: new Date(year, month - 1, day, hour).toISOString(),
});

test("days are those of the person's clock, midnight parts them", () => {
  const days = byDay([at(2026, 3, 2, 9), at(2026, 3, 2, 0), at(2026, 3, 1, 23)]);
  assert.deepEqual(
    days.map((one) => [one.day, one.items.length]),
    [
      ["2026-03-02", 2],
      ["2026-03-01", 1],
    ],
  );
});

test("yesterday is one day ago, over a new year and a change of clocks too", () => {
  assert.equal(daysAgo("2025-12-31", new Date(2026, 0, 1, 0, 5)), 1);
  assert.equal(daysAgo("2026-03-28", new Date(2026, 2, 29, 23)), 1);
  assert.equal(daysAgo(localDay(new Date(2026, 5, 1)), new Date(2026, 5, 1, 23)), 0);
});
