import assert from "node:assert/strict";
import { test } from "node:test";
import { SessionOver } from "./problem.ts";
import type { SessionKeeper } from "./session.ts";
import { EventStream } from "./stream.ts";

test("a session that is over is not asked for again and again", { timeout: 5000 }, async (test) => {
  let asked = 0;
  const session = {
    bearer: () => {
      asked += 1;
      return Promise.reject(new SessionOver());
    },
  } as unknown as SessionKeeper;
  const lines: boolean[] = [];
  const stream = new EventStream(session, { onEvent: () => {}, onLine: (open) => lines.push(open) });
  test.after(() => stream.stop());
  await stream.start();
  assert.equal(asked, 1);
  assert.deepEqual(lines, [false]);
});
