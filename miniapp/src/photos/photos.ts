import { keep, kept } from "../api/kept.ts";
import type { Photo } from "../api/shapes.ts";
import { platform } from "../platform/index.ts";
import { api } from "../state/app.ts";
import { UploadQueue } from "./queue.ts";
import { sendPhoto } from "./send.ts";
import { shrink } from "./shrink.ts";

const LEFT = "photos-left";

type Listener = (photo: Photo) => void;
const listeners = new Set<Listener>();

/** Files that were on their way when the page was loaded anew: they are gone, and the person should hear it. */
export const lostBefore = kept<number>(LEFT) ?? 0;
keep(LEFT, null);

let told = 0;

/** Only what is new is kept and told: every photo changes a dozen times on its way. */
function onChanged(left: number): void {
  if (left === told) return;
  keep(LEFT, left > 0 ? left : null);
  if (left > 0 !== told > 0) platform.guardClosing(left > 0);
  told = left;
}

/** The photos on their way into the draft; they go on whatever screen is shown. */
export const queue = new UploadQueue({
  shrink,
  send: (sending) => sendPhoto(api.session, sending),
  onArrived: (photo) => {
    for (const listener of listeners) listener(photo);
  },
  onChanged,
  pause: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
  online: () =>
    navigator.onLine === false
      ? new Promise((resolve) => window.addEventListener("online", () => resolve(), { once: true }))
      : Promise.resolve(),
});

window.addEventListener("online", () => queue.again());

/** Calls back with every photo that has arrived. */
export function onArrived(listener: Listener): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
