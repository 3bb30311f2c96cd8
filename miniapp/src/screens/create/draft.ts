import { signal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { Refused } from "../../api/problem.ts";
import type { Draft, DraftChange, Photo, Schemas } from "../../api/shapes.ts";
import { onArrived, queue } from "../../photos/photos.ts";
import { platform } from "../../platform/index.ts";
import { api } from "../../state/app.ts";
import type { Loaded } from "../../state/loaded.ts";
import { refreshMe } from "../../state/me.ts";
import { sayProblem } from "../../state/toasts.ts";

const LOOK_EVERY_MS = 3000;
const RENEW_AFTER_MS = 30_000;

/** The open draft, shared with the chat: undefined before it is known, null when there is none. */
export const draft = signal<Draft | null | undefined>(undefined);

/** Why it is not known. */
const draftProblem = signal<unknown>(null);

/** Links of photos stay as they came first, or every look would load every picture again. */
const links = new Map<string, string>();

let renewed = 0;
let changes = 0;
let changing = 0;
let line: Promise<unknown> = Promise.resolve();

/** Looks at the server's draft. What it says is dropped when something was changed meanwhile. */
export async function lookAtDraft(): Promise<void> {
  const before = changes;
  const found = (await isThere()) ? await readDraft() : null;
  if (before === changes && changing === 0) take(found);
}

/** Where none is known, who one is also says whether there is one. */
async function isThere(): Promise<boolean> {
  return Boolean(draft.peek()) || (await refreshMe()).draft !== null;
}

function readDraft(): Promise<Draft | null> {
  return api.get("/draft").catch((problem: unknown) => {
    if (problem instanceof Refused && problem.status === 404) return null;
    throw problem;
  });
}

/** Runs a change of the draft after those that are under way, and shows what it gives. Raises what the server says. */
export function changeDraft(run: () => Promise<Draft | null>): Promise<Draft | null> {
  changing += 1;
  const mine = line.then(run).then(
    (now) => {
      changes += 1;
      take(now);
      return now;
    },
    (problem: unknown) => {
      changes += 1;
      throw problem;
    },
  );
  line = mine
    .catch(() => {})
    .finally(() => {
      changing -= 1;
    });
  return mine;
}

/** Gives answers; the first one opens the draft. */
export function answer(sent: Partial<DraftChange>): Promise<Draft | null> {
  return changeDraft(async () => {
    if (!draft.peek()) await api.post("/draft");
    return api.patch("/draft", { body: sent });
  });
}

/** Throws the draft away, with everything that was on its way into it. */
export function discardDraft(): Promise<Draft | null> {
  return changeDraft(async () => {
    queue.clear();
    await api.delete("/draft");
    return null;
  });
}

/** The draft has become a model. */
export function draftIsOrdered(): void {
  changes += 1;
  queue.clear();
  draft.value = null;
}

export function dropPhoto(id: string): Promise<Draft | null> {
  return changeDraft(() => api.delete("/draft/photos/{photo_id}", { path: { photo_id: id } }));
}

/** Writes a photo's caption, null takes it back; what stands there then, and what it gives away of looks. */
export async function captionWritten(id: string, caption: string | null) {
  let hints: Schemas["CaptionHint"][] = [];
  const now = await changeDraft(async () => {
    const path = { photo_id: id };
    const written = await api.patch("/draft/photos/{photo_id}", { path, body: { caption } });
    hints = written.hints;
    return written.draft;
  });
  return { text: now?.photos.find((photo) => photo.id === id)?.caption ?? "", hints };
}

/** A photo's link is over: the next look brings younger ones. A file that cannot be read at all must not ask forever. */
export function linksAreOver(): void {
  if (Date.now() - renewed < RENEW_AFTER_MS) return;
  renewed = Date.now();
  links.clear();
  void lookAtDraft().catch(() => {});
}

function take(found: Draft | null): void {
  draftProblem.value = null;
  if (found === null) {
    draft.value = null;
    return;
  }
  const photos = found.photos.filter((photo) => !isDropped(photo)).map(withOldLink);
  draft.value = { ...found, photos };
}

function withOldLink(photo: Photo): Photo {
  const url = links.get(photo.id) ?? photo.url;
  links.set(photo.id, url);
  return { ...photo, url };
}

/** A photo that had arrived although it was taken away on its way. */
function isDropped(photo: Photo): boolean {
  if (photo.client_id === null || !queue.dropped.has(photo.client_id)) return false;
  queue.dropped.delete(photo.client_id);
  void dropPhoto(photo.id).catch(sayProblem);
  return true;
}

/** An arriving photo is shown at once; what it means for the set is told by the next look. */
function arrived(photo: Photo): void {
  const now = draft.peek();
  if (now && !now.photos.some((one) => one.id === photo.id))
    draft.value = { ...now, photos: [...now.photos, withOldLink(photo)], photo_count: now.photo_count + 1 };
  void lookAtDraft().catch(() => {});
}

onArrived(arrived);

/** Keeps the draft up to date while a screen about it is shown, as the chat may change it, too; gives what to show. */
export function useDraft(): Loaded<{ now: Draft | null }> {
  useEffect(() => {
    const look = () =>
      lookAtDraft().catch((problem: unknown) => {
        if (draft.peek() === undefined) draftProblem.value = problem;
      });
    void look();
    const timer = window.setInterval(() => {
      if (document.visibilityState === "visible" && changing === 0) void look();
    }, LOOK_EVERY_MS);
    const stop = platform.onActive((active) => {
      if (active) void look();
    });
    return () => {
      window.clearInterval(timer);
      stop();
    };
  }, []);
  const now = draft.value;
  return {
    data: now === undefined ? null : { now },
    problem: draftProblem.value,
    loading: now === undefined,
    reload: () => void lookAtDraft().catch(() => {}),
    set: () => {},
  };
}
