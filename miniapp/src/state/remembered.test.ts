import assert from "node:assert/strict";
import { test } from "node:test";
import { remembered } from "./remembered.ts";

function person(...answers: boolean[]) {
  const asked = { times: 0 };
  const ask = remembered(() => Promise.resolve(answers[asked.times++] ?? false));
  return { asked, ask };
}

test("a yes is asked for once", async () => {
  const { asked, ask } = person(true);
  assert.deepEqual([await ask(false), await ask(true), await ask(false)], [true, true, true]);
  assert.equal(asked.times, 1);
});

test("a no is asked about again only where the person insists", async () => {
  const { asked, ask } = person(false, true);
  assert.deepEqual([await ask(false), await ask(false)], [false, false]);
  assert.equal(asked.times, 1);
  assert.equal(await ask(true), true);
  assert.equal(asked.times, 2);
});

test("two at one moment are one question", async () => {
  const { asked, ask } = person(true);
  await Promise.all([ask(false), ask(true)]);
  assert.equal(asked.times, 1);
});

test("a question that broke is asked again", async () => {
  let times = 0;
  const ask = remembered(() => (times++ === 0 ? Promise.reject(new Error("gone")) : Promise.resolve(true)));
  await assert.rejects(ask(false));
  assert.equal(await ask(false), true);
});
