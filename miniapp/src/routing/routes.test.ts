import assert from "node:assert/strict";
import { test } from "node:test";
import { addressOf, fromStartParam, parentOf, parsed, type Route } from "./routes.ts";

const ID = "0199f3a2-1111-7abc-8def-0123456789ab";

const ROUTES: Route[] = [
  { screen: "home" },
  { screen: "rules" },
  { screen: "models" },
  { screen: "model", id: ID },
  { screen: "training", id: ID },
  { screen: "create" },
  { screen: "order" },
  { screen: "generate", lora: "" },
  { screen: "generate", lora: ID },
  { screen: "generation", id: ID },
  { screen: "gallery", lora: ID },
  { screen: "activity" },
  { screen: "settings" },
];

test("every screen is found again by its address", () => {
  for (const route of ROUTES) {
    const address = new URL(addressOf(route), "https://bot.example");
    assert.deepEqual(parsed(address.pathname, address.search), route);
  }
});

test("the seeds' address opens generate with the model chosen", () => {
  assert.deepEqual(parsed("/app/", `?lora=${ID}`), { screen: "generate", lora: ID });
  assert.deepEqual(parsed("/app", `?lora=lora:${ID}`), { screen: "generate", lora: ID });
});

test("what nobody knows leads home", () => {
  for (const path of ["/app/nothing", "/app/models/../../x", "/app/models/%2e", "/app/generations/1"])
    assert.ok(["home", "models"].includes(parsed(path, "").screen), path);
  assert.deepEqual(parsed("/app/", "?lora=1' or 1"), { screen: "home" });
});

test("deep links open a model or a generation and nothing else", () => {
  assert.deepEqual(fromStartParam(`m_${ID}`), { screen: "model", id: ID });
  assert.deepEqual(fromStartParam(`g_${ID}`), { screen: "generation", id: ID });
  for (const param of ["", "m_", "m_1", `x_${ID}`, `m_${ID}/../x`, "[x]", "debug"])
    assert.equal(fromStartParam(param), null, param);
});

test("back ends at home from everywhere", () => {
  for (const start of ROUTES) {
    let route: Route | null = start;
    for (let steps = 0; route && steps < 4; steps++) route = parentOf(route);
    assert.equal(route, null);
  }
});
