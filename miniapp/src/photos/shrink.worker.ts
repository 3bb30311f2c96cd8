import { paint, shrunk, type Draw } from "./shrunk.ts";

const worker = self as unknown as DedicatedWorkerGlobalScope;

const draw: Draw = (picture, size, quality) => {
  const canvas = new OffscreenCanvas(size.width, size.height);
  paint(canvas.getContext("2d"), picture, size);
  return canvas.convertToBlob({ type: "image/jpeg", quality });
};

worker.onmessage = async (event: MessageEvent<Blob>) => worker.postMessage(await shrunk(event.data, draw));
