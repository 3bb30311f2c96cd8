import assert from "node:assert/strict";
import { test } from "node:test";
import { apart, contrast, parsedColour, readableColours } from "./colours.ts";

function contrastOf(one: string, other: string): number {
  const [a, b] = [parsedColour(one), parsedColour(other)];
  assert.ok(a && b);
  return contrast(a, b);
}

test("black on white has the greatest contrast, a colour on itself none", () => {
  assert.equal(Math.round(contrastOf("#000000", "#ffffff")), 21);
  assert.equal(contrastOf("#3390ec", "#3390ec"), 1);
});

test("buttons of Telegram's own themes can be read", () => {
  for (const button of ["#3390ec", "#40a7e3", "#5288c1", "#2ea6ff", "#8774e1", "#ffd54a"])
    assert.ok(contrastOf(apart(button, "#ffffff", 4.5), "#ffffff") >= 4.5, button);
});

test("a colour that can be read stays as it is", () => {
  assert.equal(apart("#0b5394", "#ffffff", 4.5), "#0b5394");
});

test("on a dark ground text gets lighter", () => {
  const theme = { accent_text_color: "#1a5fb4", section_bg_color: "#17212b" };
  const accent = readableColours(theme)["--accent"];
  assert.ok(accent && contrastOf(accent, "#17212b") >= 5.5);
});

test("what is no colour is left alone", () => {
  assert.equal(apart("red", "#ffffff", 4.5), "red");
  assert.deepEqual(readableColours({}), {});
});
