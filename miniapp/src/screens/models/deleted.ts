import { signal } from "@preact/signals";
import { keep, kept } from "../../api/kept.ts";
import type { LoraFull } from "../../api/shapes.ts";
import { api } from "../../state/app.ts";

const UNDO_MS = 24 * 3600 * 1000;

export interface Deleted {
  id: string;
  name: string;
  /** Milliseconds since 1970: after that nothing brings it back. */
  until: number;
}

/** What this visit has deleted and may still undo, the newest first. */
export const deleted = signal<readonly Deleted[]>(
  stillUndoable(kept<Deleted[]>("deleted") ?? [], Date.now()),
);

export function stillUndoable(all: readonly Deleted[], now: number): Deleted[] {
  return all.filter((one) => one.until > now);
}

export function rememberDeleted(id: string, name: string): void {
  take([{ id, name, until: Date.now() + UNDO_MS }, ...deleted.peek().filter((one) => one.id !== id)]);
}

export function forgetDeleted(id: string): void {
  take(deleted.peek().filter((one) => one.id !== id));
}

/** Brings it back, perhaps under a numbered name when the old one was taken meanwhile. */
export async function restore(id: string): Promise<LoraFull> {
  const model = await api.post("/loras/{lora_id}/restore", { path: { lora_id: id } });
  forgetDeleted(id);
  return model;
}

function take(all: readonly Deleted[]): void {
  deleted.value = stillUndoable(all, Date.now());
  keep("deleted", deleted.value);
}
