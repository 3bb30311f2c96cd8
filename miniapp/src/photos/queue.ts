import { signal } from "@preact/signals";
import { Refused } from "../api/problem.ts";
import type { Photo } from "../api/shapes.ts";
import { pauseBefore, type Sending } from "./send.ts";
import type { Shrunk } from "./shrunk.ts";

export type UploadState = "waiting" | "sending" | "stalled" | "refused";

/** A file on its way to the server. */
export interface Upload {
  /** Made here; the server knows the photo by it. */
  id: string;
  name: string;
  thumb: string | null;
  state: UploadState;
  /** How much of it has gone out, from 0 to 1. */
  sent: number;
  /** Why it stalled or was refused. */
  problem: unknown;
}

/** What the queue needs of the world around it. */
export interface Around {
  shrink: (file: Blob) => Promise<Shrunk>;
  send: (sending: Sending) => Promise<Photo>;
  onArrived: (photo: Photo) => void;
  onChanged: (left: number) => void;
  pause: (ms: number) => Promise<void>;
  /** Resolves when there is a network. */
  online: () => Promise<void>;
}

const AT_ONCE = 2;

/** Sends photos two at a time, in the order in which they were chosen, and once more when the line breaks. */
export class UploadQueue {
  readonly uploads = signal<readonly Upload[]>([]);
  /** Pictures of files by their id, also of those that have arrived. */
  readonly thumbs = new Map<string, string>();
  /** Taken away while they were on their way: they may have arrived all the same. */
  readonly dropped = new Set<string>();
  #files = new Map<string, Blob>();
  #going = new Map<string, AbortController>();
  #around: Around;

  constructor(around: Around) {
    this.#around = around;
  }

  /** Files that are not on the server yet and still may get there. */
  get left(): number {
    return this.uploads.peek().filter((one) => one.state !== "refused").length;
  }

  add(files: readonly File[]): void {
    const fresh = files.map((file): Upload => {
      const id = crypto.randomUUID();
      this.#files.set(id, file);
      return { id, name: file.name, thumb: null, state: "waiting", sent: 0, problem: null };
    });
    this.#put([...this.uploads.peek(), ...fresh]);
    this.#go();
  }

  /** Takes a file away, wherever it is. */
  drop(id: string): void {
    if (this.#going.has(id)) this.dropped.add(id);
    this.#going.get(id)?.abort();
    this.#forget(id);
    this.#go();
  }

  /** Sends again what gave up, or everything that gave up. */
  again(id: string | null = null): void {
    for (const one of this.uploads.peek())
      if (one.state === "stalled" && (id === null || one.id === id))
        this.#change(one.id, { state: "waiting", sent: 0, problem: null });
    this.#go();
  }

  /** Gives up everything, as when its draft is thrown away. */
  clear(): void {
    for (const one of this.uploads.peek()) this.drop(one.id);
    for (const url of this.thumbs.values()) URL.revokeObjectURL(url);
    this.thumbs.clear();
  }

  #go(): void {
    for (const one of this.uploads.peek()) {
      if (this.#going.size >= AT_ONCE) return;
      if (one.state === "waiting" && !this.#going.has(one.id)) void this.#carry(one.id);
    }
  }

  async #carry(id: string): Promise<void> {
    const file = this.#files.get(id);
    if (file === undefined) return;
    const control = new AbortController();
    this.#going.set(id, control);
    this.#change(id, { state: "sending" });
    try {
      const made = await this.#around.shrink(file);
      if (!control.signal.aborted) {
        this.#show(id, made.thumb);
        const photo = await this.#persistent(id, made.send, control.signal);
        // A photo that was taken away meanwhile is left to whoever watches `dropped`.
        this.#forget(id);
        this.#around.onArrived(photo);
      }
    } catch (problem) {
      const state = problem instanceof Refused && pauseBefore(problem, 0) === null ? "refused" : "stalled";
      if (!control.signal.aborted)
        this.#change(id, { state: isConsent(problem) ? "stalled" : state, problem });
    } finally {
      this.#going.delete(id);
      this.#go();
    }
  }

  async #persistent(id: string, data: Blob, signal: AbortSignal): Promise<Photo> {
    for (let tried = 0; ; tried++) {
      try {
        const onProgress = (sent: number) => this.#change(id, { sent });
        return await this.#around.send({ id, data, onProgress, signal });
      } catch (error) {
        const wait = pauseBefore(error, tried);
        if (wait === null || signal.aborted) throw error;
        this.#change(id, { sent: 0 });
        await this.#around.pause(wait);
        await this.#around.online();
        if (signal.aborted) throw error;
      }
    }
  }

  #show(id: string, thumb: Blob | null): void {
    if (thumb === null || this.thumbs.has(id)) return;
    const url = URL.createObjectURL(thumb);
    this.thumbs.set(id, url);
    this.#change(id, { thumb: url });
  }

  #change(id: string, part: Partial<Upload>): void {
    this.#put(this.uploads.peek().map((one) => (one.id === id ? { ...one, ...part } : one)));
  }

  #forget(id: string): void {
    this.#files.delete(id);
    this.#put(this.uploads.peek().filter((one) => one.id !== id));
  }

  #put(uploads: readonly Upload[]): void {
    this.uploads.value = uploads;
    this.#around.onChanged(this.left);
  }
}

/** The agreement can be given a moment later, and then the photo may go. */
function isConsent(problem: unknown): boolean {
  return problem instanceof Refused && problem.code === "consent-missing";
}
