import assert from "node:assert/strict";
import { test } from "node:test";
import { oneAtATime } from "./one_at_a_time.ts";

/** Something slow that ends when the test lets it. */
class Slow {
  begun = 0;
  end: () => void = () => {};
  readonly run = (): Promise<void> => {
    this.begun += 1;
    return new Promise((resolve) => (this.end = resolve));
  };
}

const settled = () => new Promise((resolve) => setTimeout(resolve, 0));

test("whoever asks during a run waits for its end, and several get one run together", async () => {
  const slow = new Slow();
  const ask = oneAtATime(slow.run, new AbortController().signal);
  ask();
  ask();
  ask();
  await settled();
  assert.equal(slow.begun, 1);
  slow.end();
  await settled();
  assert.equal(slow.begun, 2);
  slow.end();
  await settled();
  assert.equal(slow.begun, 2);
  ask();
  assert.equal(slow.begun, 3);
});

test("once it is stopped nothing runs any more", async () => {
  const slow = new Slow();
  const stop = new AbortController();
  const ask = oneAtATime(slow.run, stop.signal);
  ask();
  ask();
  stop.abort();
  slow.end();
  await settled();
  ask();
  assert.equal(slow.begun, 1);
});
