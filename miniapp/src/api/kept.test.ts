import assert from "node:assert/strict";
import { test } from "node:test";
import { keep, keepOnlyOf, kept } from "./kept.ts";

/** A browser's storage: its keys are properties. */
class Storage {
  [key: string]: unknown;
}
Object.defineProperties(Storage.prototype, {
  getItem: {
    value(this: Storage, key: string) {
      return this[key] ?? null;
    },
  },
  setItem: {
    value(this: Storage, key: string, value: string) {
      this[key] = value;
    },
  },
  removeItem: {
    value(this: Storage, key: string) {
      delete this[key];
    },
  },
});
const storage = new Storage();
Object.defineProperty(globalThis, "sessionStorage", { configurable: true, value: storage });

test("what one launch has kept is there after a reload and gone with the next launch", () => {
  keepOnlyOf("first");
  keep("generate", { prompt: "at the sea" });
  keepOnlyOf("first");
  assert.deepEqual(kept("generate"), { prompt: "at the sea" });
  storage["__telegram__initParams"] = "not ours";
  keepOnlyOf("second");
  assert.equal(kept("generate"), null);
  assert.equal(storage["__telegram__initParams"], "not ours");
  keep("generate", "mine");
  keepOnlyOf("second");
  assert.equal(kept("generate"), "mine");
});

test("where nothing can be kept nothing breaks", () => {
  const refuse = () => {
    throw new Error("denied");
  };
  Object.defineProperty(globalThis, "sessionStorage", { configurable: true, get: refuse });
  keepOnlyOf("third");
  keep("generate", "x");
  assert.equal(kept("generate"), null);
});
