import assert from "node:assert/strict";
import { test } from "node:test";
import { acceptOf, chosen } from "./choosing.ts";

test("a Mac is not asked for HEIC, so that it hands over JPEG; a phone and an iPad are", () => {
  const mac = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7)";
  assert.equal(acceptOf(mac, 0).includes("heic"), false);
  assert.equal(acceptOf(mac, 5).includes("heic"), true);
  assert.equal(acceptOf("Mozilla/5.0 (Linux; Android 14)", 5).includes("heic"), true);
});

test("files that are no photos and those without room are counted, not taken", () => {
  const files = [
    { name: "a.jpg", type: "image/jpeg" },
    { name: "b.HEIC", type: "" },
    { name: "c.pdf", type: "application/pdf" },
    { name: "d.png", type: "image/png" },
    { name: "e", type: "" },
  ];
  const found = chosen(files, 2);
  assert.deepEqual(
    found.photos.map((file) => file.name),
    ["a.jpg", "b.HEIC"],
  );
  assert.deepEqual([found.others, found.tooMany], [2, 1]);
  assert.equal(chosen(files, -3).photos.length, 0);
});
