import { signal } from "@preact/signals";
import { keep, kept } from "./kept.ts";
import { refusalOf, SessionOver, Unreachable } from "./problem.ts";
import type { Schemas } from "./shapes.ts";

const RENEW_BEFORE_MS = 120_000;

/** Why there is no session: "closed" asks for another launch, the rest is said in the server's words. */
export const noSession = signal<{ why: "closed" | "turned-away"; text: string } | null>(null);

interface Held {
  bearer: string;
  /** By the clock of this device. */
  expiresAt: number;
}

/** The bearer of every request: opened with launch data, renewed while it is good, kept over a reload. */
export class SessionKeeper {
  #launch: string;
  #held: Held | null = kept<Held>("session");
  #opening: Promise<string> | null = null;

  /** `launch` is signed launch data; what is kept must be of the same launch. */
  constructor(launch: string) {
    this.#launch = launch;
  }

  /** A bearer that is good for a while. `refused` is one that the server no longer takes. */
  async bearer(refused: string | null = null): Promise<string> {
    if (refused !== null && this.#held?.bearer === refused) this.#hold(null);
    const held = this.#held;
    if (held !== null && held.expiresAt - Date.now() > RENEW_BEFORE_MS) return held.bearer;
    this.#opening ??= this.#younger().finally(() => {
      this.#opening = null;
    });
    return this.#opening;
  }

  async #younger(): Promise<string> {
    const held = this.#held;
    if (held !== null && held.expiresAt > Date.now()) {
      const renewed = await asked("renew", { Authorization: `Bearer ${held.bearer}` }, null).catch(
        () => null,
      );
      if (renewed?.ok) return this.#take(renewed);
      // Only a refusal ends it. The launch may be too old to open another, and this bearer is good for minutes yet.
      if (renewed === null || !isRefusal(renewed.status)) return held.bearer;
    }
    const opened = await asked("", {}, { init_data: this.#launch });
    if (opened.ok) return this.#take(opened);
    const refusal = await refusalOf(opened);
    if (isRefusal(refusal.status)) {
      this.#hold(null);
      noSession.value = { why: refusal.status === 401 ? "closed" : "turned-away", text: refusal.message };
      throw new SessionOver();
    }
    throw refusal;
  }

  async #take(answer: Response): Promise<string> {
    const session = (await answer.json()) as Schemas["Session"];
    // Phones have wrong clocks: how long it lasts is told by the server's alone.
    const serverNow = Date.parse(answer.headers.get("Date") ?? "") || Date.now();
    const lasts = Date.parse(session.expires_at) - serverNow;
    this.#hold({ bearer: session.bearer, expiresAt: Date.now() + lasts });
    noSession.value = null;
    return session.bearer;
  }

  #hold(held: Held | null): void {
    this.#held = held;
    keep("session", held);
  }
}

/** The server knows nobody by this, or does not let them in. */
function isRefusal(status: number): boolean {
  return status === 401 || status === 403;
}

async function asked(what: "" | "renew", headers: Record<string, string>, body: unknown): Promise<Response> {
  try {
    return await fetch(`/api/v1/session${what && `/${what}`}`, {
      method: "POST",
      headers: body === null ? headers : { ...headers, "Content-Type": "application/json" },
      body: body === null ? null : JSON.stringify(body),
    });
  } catch {
    throw new Unreachable();
  }
}
