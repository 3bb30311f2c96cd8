import { EventLines, type ServerEvent } from "./event_lines.ts";
import { SessionOver } from "./problem.ts";
import type { SessionKeeper } from "./session.ts";

const DEAD_AFTER_MS = 40_000;
const PAUSES_MS = [200, 1000, 3000, 8000, 15_000];

export interface Following {
  onEvent: (event: ServerEvent) => void;
  /** The line is open, or not: when it is not, whoever needs news must ask. */
  onLine: (open: boolean) => void;
}

/**
 * Follows the server's events until it is stopped or the session is over, over every break: a stream that says nothing for 40 seconds is dead
 * (phones cut connections in the background without a word), the next one begins where it ended.
 */
export class EventStream {
  #session: SessionKeeper;
  #following: Following;
  #stopped = new AbortController();
  #lastId = "";

  constructor(session: SessionKeeper, following: Following) {
    this.#session = session;
    this.#following = following;
  }

  /** Resolves when nothing is followed any more. */
  start(): Promise<void> {
    return this.#goOn(this.#stopped.signal);
  }

  /** Nothing is called back after this. */
  stop(): void {
    this.#stopped.abort();
  }

  async #goOn(stopped: AbortSignal): Promise<void> {
    for (let failed = 0; !stopped.aborted;) {
      const worked = await this.#once(stopped).catch((error: unknown) =>
        error instanceof SessionOver ? null : false,
      );
      if (stopped.aborted) return;
      this.#following.onLine(false);
      if (worked === null) return;
      failed = worked ? 0 : failed + 1;
      await paused(PAUSES_MS[Math.min(failed, PAUSES_MS.length - 1)] ?? 0, stopped);
    }
  }

  /** One connection; true when it brought anything. */
  async #once(stopped: AbortSignal): Promise<boolean> {
    const bearer = await this.#session.bearer();
    const line = new AbortController();
    const giveUp = () => line.abort();
    stopped.addEventListener("abort", giveUp);
    let watchdog = setTimeout(giveUp, DEAD_AFTER_MS);
    try {
      // By POST, because some tunnels hold the answer to a GET back until it is whole.
      const response = await fetch("/api/v1/events", {
        method: "POST",
        headers: {
          Authorization: `Bearer ${bearer}`,
          ...(this.#lastId && { "Last-Event-ID": this.#lastId }),
        },
        signal: line.signal,
      });
      if (response.status === 401) await this.#session.bearer(bearer);
      if (!response.ok || response.body === null) return false;
      const lines = new EventLines();
      const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
      for (let brought = false; ; brought = true) {
        const { done, value } = await reader.read();
        if (done) return brought;
        // Headers prove nothing: where a proxy holds the body back, news must be asked for.
        if (!brought) this.#following.onLine(true);
        clearTimeout(watchdog);
        watchdog = setTimeout(giveUp, DEAD_AFTER_MS);
        for (const event of lines.take(value)) this.#tell(event, stopped);
      }
    } finally {
      clearTimeout(watchdog);
      stopped.removeEventListener("abort", giveUp);
    }
  }

  #tell(event: ServerEvent, stopped: AbortSignal): void {
    if (stopped.aborted) return;
    this.#lastId = event.id || this.#lastId;
    this.#following.onEvent(event);
  }
}

function paused(milliseconds: number, stopped: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds);
    stopped.addEventListener("abort", () => {
      clearTimeout(timer);
      resolve();
    });
  });
}
