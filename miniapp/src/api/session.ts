import { signal } from "@preact/signals";
import { keep, kept } from "./kept.ts";
import { refusalOf, SessionOver, Unreachable } from "./problem.ts";
import type { Schemas } from "./shapes.ts";

const RENEW_BEFORE_MS = 120_000;

/** Why there is no session: "closed" asks for another launch, the rest is said in the server's words. */
export const noSession = signal<{ why: "closed" | "turned-away"; text: string } | null>(null);

interface Held {
  bearer: string;
  expiresAt: number;
  /** The launch that it came from: another launch may be another person. */
  launch: string;
}

/** The bearer of every request: opened with launch data, renewed while it is good, kept over a reload. */
export class SessionKeeper {
  #launch: string;
  #held: Held | null;
  #opening: Promise<string> | null = null;

  constructor(launch: string) {
    this.#launch = launch;
    const before = kept<Held>("session");
    this.#held = before !== null && before.launch === launch ? before : null;
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
      const renewed = await asked("renew", { Authorization: `Bearer ${held.bearer}` }, null);
      if (renewed.ok) return this.#take(await renewed.json());
    }
    const opened = await asked("", {}, { init_data: this.#launch });
    if (opened.ok) return this.#take(await opened.json());
    const refusal = await refusalOf(opened);
    if (refusal.status === 401 || refusal.status === 403) {
      this.#hold(null);
      noSession.value = { why: refusal.status === 401 ? "closed" : "turned-away", text: refusal.message };
      throw new SessionOver();
    }
    throw refusal;
  }

  #take(session: Schemas["Session"]): string {
    this.#hold({ bearer: session.bearer, expiresAt: Date.parse(session.expires_at), launch: this.#launch });
    noSession.value = null;
    return session.bearer;
  }

  #hold(held: Held | null): void {
    this.#held = held;
    keep("session", held);
  }
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
