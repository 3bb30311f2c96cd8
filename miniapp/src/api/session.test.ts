import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { keep } from "./kept.ts";
import { SessionOver } from "./problem.ts";
import { noSession, SessionKeeper } from "./session.ts";

const MINUTE = 60_000;

/** The server's two ways to a bearer. Its clock may differ from the device's. */
class Server {
  readonly asked: string[] = [];
  ahead = 0;
  renewing: number | "no network" = 200;
  opening = 200;

  constructor() {
    globalThis.fetch = async (address) => {
      const what = String(address).replace("/api/v1/", "");
      this.asked.push(what);
      const status = what === "session" ? this.opening : this.renewing;
      if (status === "no network") throw new TypeError();
      const now = Date.now() + this.ahead;
      const body =
        status === 200
          ? {
              bearer: `of ${what} ${this.asked.length}`,
              expires_at: new Date(now + 15 * MINUTE).toISOString(),
            }
          : { code: "x", detail: "no" };
      return new Response(JSON.stringify(body), { status, headers: { Date: new Date(now).toUTCString() } });
    };
  }
}

/** A bearer from before that needs another soon. */
const old = () => keep("session", { bearer: "old", expiresAt: Date.now() + MINUTE });

const storage = new Map<string, string>();
Object.defineProperty(globalThis, "sessionStorage", {
  configurable: true,
  value: {
    getItem: (key: string) => storage.get(key) ?? null,
    setItem: (key: string, value: string) => storage.set(key, value),
    removeItem: (key: string) => storage.delete(key),
  },
});

beforeEach(() => {
  storage.clear();
  noSession.value = null;
});

test("many requests at once open one session", async () => {
  const server = new Server();
  const keeper = new SessionKeeper("launch");
  const all = await Promise.all([keeper.bearer(), keeper.bearer(), keeper.bearer()]);
  assert.deepEqual(all, ["of session 1", "of session 1", "of session 1"]);
  assert.deepEqual(server.asked, ["session"]);
});

test("a bearer that is over soon is renewed, not opened anew", async () => {
  const server = new Server();
  old();
  assert.equal(await new SessionKeeper("launch").bearer(), "of session/renew 1");
  assert.deepEqual(server.asked, ["session/renew"]);
});

for (const trouble of [429, 500, 502, 503, "no network"] as const)
  test(`a renewal that fails by ${trouble} ends no session whose launch is too old`, async () => {
    const server = new Server();
    server.renewing = trouble;
    server.opening = 401;
    old();
    assert.equal(await new SessionKeeper("launch").bearer(), "old");
    assert.equal(noSession.value, null);
  });

test("a renewal that is refused opens a session with the launch", async () => {
  const server = new Server();
  server.renewing = 401;
  old();
  assert.equal(await new SessionKeeper("launch").bearer(), "of session 2");
});

test("when the launch is refused as well, the session is over", async () => {
  const server = new Server();
  server.renewing = 401;
  server.opening = 401;
  old();
  await assert.rejects(new SessionKeeper("launch").bearer(), SessionOver);
  assert.equal(noSession.value?.why, "closed");
});

for (const ahead of [-60 * MINUTE, 60 * MINUTE])
  test(`with a clock that is ${ahead / MINUTE} minutes off a bearer is used for as long as it is good`, async () => {
    const server = new Server();
    server.ahead = ahead;
    const keeper = new SessionKeeper("launch");
    await keeper.bearer();
    assert.equal(await keeper.bearer(), "of session 1");
    assert.deepEqual(server.asked, ["session"]);
    const { expiresAt } = JSON.parse(storage.get("loragram:session") ?? "{}");
    assert.ok(Math.abs(expiresAt - Date.now() - 15 * MINUTE) < 5000);
  });
