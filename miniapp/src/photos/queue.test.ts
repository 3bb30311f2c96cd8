import assert from "node:assert/strict";
import { test } from "node:test";
import { Refused, Unreachable } from "../api/problem.ts";
import type { Photo } from "../api/shapes.ts";
import { UploadQueue } from "./queue.ts";
import type { Sending } from "./send.ts";

/** A server that answers when the test lets it. */
class Server {
  readonly sent: Sending[] = [];
  readonly arrived: string[] = [];
  left: number[] = [];
  #answers: { resolve: (photo: Photo) => void; reject: (problem: unknown) => void }[] = [];
  readonly queue = new UploadQueue({
    shrink: (file) => Promise.resolve({ send: file, thumb: null }),
    send: (sending) => {
      this.sent.push(sending);
      return new Promise((resolve, reject) => {
        this.#answers.push({ resolve, reject });
        sending.signal.addEventListener("abort", () => reject(new Unreachable()));
      });
    },
    onArrived: (photo) => this.arrived.push(photo.id),
    onChanged: (left) => this.left.push(left),
    pause: () => Promise.resolve(),
    online: () => Promise.resolve(),
  });

  async take(...names: string[]): Promise<void> {
    this.queue.add(names.map((name) => new File(["x"], name)));
    await settled();
  }

  async answer(which: number, problem: unknown = null): Promise<void> {
    if (problem === null) this.#answers[which]?.resolve({ id: this.sent[which]?.id } as Photo);
    else this.#answers[which]?.reject(problem);
    await settled();
  }

  get states(): string[] {
    return this.queue.uploads.peek().map((one) => one.state);
  }
}

const settled = () => new Promise((resolve) => setTimeout(resolve, 0));

test("two travel at a time, in the order in which they were chosen", async () => {
  const server = new Server();
  await server.take("a", "b", "c");
  assert.deepEqual(server.states, ["sending", "sending", "waiting"]);
  await server.answer(0);
  assert.equal(server.sent.length, 3);
  assert.equal(server.queue.left, 2);
  await server.answer(1);
  await server.answer(2);
  assert.deepEqual(server.arrived, [server.sent[0]?.id, server.sent[1]?.id, server.sent[2]?.id]);
  assert.equal(server.left.at(-1), 0);
});

test("a broken line sends the same photo again under the same id", async () => {
  const server = new Server();
  await server.take("a");
  await server.answer(0, new Unreachable());
  assert.equal(server.sent.length, 2);
  assert.equal(server.sent[0]?.id, server.sent[1]?.id);
});

test("after the last try a photo waits for the person, who may send it again", async () => {
  const server = new Server();
  await server.take("a");
  for (let tried = 0; tried < 6; tried++) await server.answer(tried, new Unreachable());
  assert.deepEqual(server.states, ["stalled"]);
  assert.equal(server.queue.left, 1);
  server.queue.again();
  await settled();
  await server.answer(6);
  assert.equal(server.arrived.length, 1);
});

test("a refused photo is not sent again and no longer holds the app open", async () => {
  const server = new Server();
  await server.take("a");
  await server.answer(0, new Refused(422, null, null));
  assert.deepEqual(server.states, ["refused"]);
  assert.equal(server.queue.left, 0);
  server.queue.again();
  assert.equal(server.sent.length, 1);
});

test("a photo without the agreement waits for it", async () => {
  const server = new Server();
  await server.take("a");
  const body = { code: "consent-missing", detail: "x" } as never;
  await server.answer(0, new Refused(409, body, null));
  assert.deepEqual(server.states, ["stalled"]);
});

test("taken away on its way it is stopped, remembered, and makes room for the next", async () => {
  const server = new Server();
  await server.take("a", "b", "c");
  const id = server.sent[0]?.id ?? "";
  server.queue.drop(id);
  await settled();
  assert.equal(server.sent[0]?.signal.aborted, true);
  assert.equal(server.queue.dropped.has(id), true);
  assert.equal(server.sent.length, 3);
  assert.deepEqual(server.arrived, []);
});

test("taken away before its turn it never travels", async () => {
  const server = new Server();
  await server.take("a", "b", "c");
  server.queue.drop(server.queue.uploads.peek()[2]?.id ?? "");
  await server.answer(0);
  assert.equal(server.sent.length, 2);
});
