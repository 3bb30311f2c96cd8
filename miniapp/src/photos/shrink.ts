import { paint, shrunk, type Draw, type Shrunk } from "./shrunk.ts";

/** A worker that says nothing for so long has died; phones take memory away without a word. */
const PATIENCE_MS = 20_000;

let worker: Worker | null = null;
let last: Promise<unknown> = Promise.resolve();

/** Makes photos small one after the other, because a dozen open at once is more than a phone has memory for. */
export function shrink(file: Blob): Promise<Shrunk> {
  const mine = last.then(() => (canWork() ? inWorker(file) : shrunk(file, onPage)));
  last = mine;
  return mine;
}

function canWork(): boolean {
  return typeof Worker !== "undefined" && typeof OffscreenCanvas !== "undefined";
}

function inWorker(file: Blob): Promise<Shrunk> {
  return new Promise((resolve) => {
    const original = () => {
      worker?.terminate();
      worker = null;
      end({ send: file, thumb: null });
    };
    const timer = setTimeout(original, PATIENCE_MS);
    const end = (made: Shrunk) => {
      clearTimeout(timer);
      resolve(made);
    };
    try {
      worker ??= new Worker(new URL("./shrink.worker.ts", import.meta.url), { type: "module" });
      worker.onmessage = (event: MessageEvent<Shrunk>) => end(event.data);
      worker.onerror = original;
      worker.postMessage(file);
    } catch {
      original();
    }
  });
}

const onPage: Draw = (picture, size, quality) => {
  const canvas = document.createElement("canvas");
  canvas.width = size.width;
  canvas.height = size.height;
  paint(canvas.getContext("2d"), picture, size);
  return new Promise((resolve, reject) =>
    canvas.toBlob(
      (blob) => (blob === null ? reject(new Error("no picture")) : resolve(blob)),
      "image/jpeg",
      quality,
    ),
  );
};
