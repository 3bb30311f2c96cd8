import { Refused, refusalOf, SessionOver, Unreachable } from "./problem.ts";
import type { paths } from "./schema.d.ts";
import { noSession, type SessionKeeper } from "./session.ts";

type Method = "get" | "post" | "put" | "patch" | "delete";
type PathOf<K> = K extends `/api/v1${infer P}` ? P : never;
type Path = PathOf<keyof paths>;
type Operation<M extends Method, P extends Path> = `/api/v1${P}` extends keyof paths
  ? paths[`/api/v1${P}`][M]
  : never;
type Having<M extends Method> = { [P in Path]: Operation<M, P> extends undefined ? never : P }[Path];
type Json<C> = C extends { content: { "application/json": infer A } } ? A : undefined;
type Answer<O> = O extends { responses: infer R } ? Json<R[Extract<keyof R, 200 | 201 | 202 | 204>]> : never;
type BodyOf<O> = O extends { requestBody?: infer B } ? Json<Exclude<B, undefined>> : undefined;
type QueryOf<O> = O extends { parameters: { query?: infer Q } } ? Exclude<Q, undefined> : never;

export interface Options<O> {
  path?: Record<string, string>;
  query?: QueryOf<O>;
  body?: Partial<BodyOf<O>>;
  /** For whatever orders something: the same key gives the first order. */
  key?: string;
  signal?: AbortSignal;
}

const QUIET_RETRIES_MS = [300, 1200, 3000];

/** Requests with the session's bearer, typed by the server's own description. */
export class Api {
  readonly session: SessionKeeper;

  constructor(session: SessionKeeper) {
    this.session = session;
  }

  get<P extends Having<"get">>(path: P, options: Options<Operation<"get", P>> = {}) {
    return this.#call<Answer<Operation<"get", P>>>("get", path, options);
  }

  post<P extends Having<"post">>(path: P, options: Options<Operation<"post", P>> = {}) {
    return this.#call<Answer<Operation<"post", P>>>("post", path, options);
  }

  put<P extends Having<"put">>(path: P, options: Options<Operation<"put", P>> = {}) {
    return this.#call<Answer<Operation<"put", P>>>("put", path, options);
  }

  patch<P extends Having<"patch">>(path: P, options: Options<Operation<"patch", P>> = {}) {
    return this.#call<Answer<Operation<"patch", P>>>("patch", path, options);
  }

  delete<P extends Having<"delete">>(path: P, options: Options<Operation<"delete", P>> = {}) {
    return this.#call<Answer<Operation<"delete", P>>>("delete", path, options);
  }

  async #call<A>(method: Method, path: string, options: Options<unknown>): Promise<A> {
    const response = await this.#persistent(method, addressOf(path, options.path, options.query), options);
    return (response.status === 204 ? undefined : await response.json()) as A;
  }

  /** What only reads is asked again when no answer comes; the rest is left to the person, who sees it. */
  async #persistent(method: Method, address: string, options: Options<unknown>): Promise<Response> {
    for (let tried = 0; ; tried++) {
      try {
        return await this.#authorised(method, address, options);
      } catch (error) {
        const pause = method === "get" ? pauseAfter(error, tried) : null;
        if (pause === null || options.signal?.aborted) throw error;
        await new Promise((resolve) => setTimeout(resolve, pause));
      }
    }
  }

  async #authorised(method: Method, address: string, options: Options<unknown>): Promise<Response> {
    const bearer = await this.session.bearer();
    const first = await sent(method, address, bearer, options);
    if (first.ok) return first;
    if (first.status !== 401) throw await refusalOf(first);
    const second = await sent(method, address, await this.session.bearer(bearer), options);
    if (second.ok) return second;
    const refusal = await refusalOf(second);
    if (second.status !== 401) throw refusal;
    noSession.value = { why: "closed", text: refusal.message };
    throw new SessionOver();
  }
}

/** Milliseconds before the next try, null when there is none. */
export function pauseAfter(error: unknown, tried: number): number | null {
  const usual = QUIET_RETRIES_MS[tried] ?? null;
  if (error instanceof Unreachable) return usual;
  if (!(error instanceof Refused) || usual === null) return null;
  if (error.status === 429)
    return error.waitSeconds !== null && error.waitSeconds <= 5 ? error.waitSeconds * 1000 : null;
  return error.status === 502 || error.status === 503 ? usual : null;
}

export function addressOf(path: string, ids: Record<string, string> = {}, query: unknown = {}): string {
  const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(ids[name] ?? ""));
  const asked = new URLSearchParams();
  for (const [name, value] of Object.entries(query ?? {}))
    if (value !== undefined && value !== null && value !== "") asked.set(name, String(value));
  return `/api/v1${filled}${asked.size ? `?${asked}` : ""}`;
}

async function sent(
  method: Method,
  address: string,
  bearer: string,
  options: Options<unknown>,
): Promise<Response> {
  const headers: Record<string, string> = { Authorization: `Bearer ${bearer}` };
  if (options.body !== undefined) headers["Content-Type"] = "application/json";
  if (options.key !== undefined) headers["Idempotency-Key"] = options.key;
  try {
    return await fetch(address, {
      method: method.toUpperCase(),
      headers,
      body: options.body === undefined ? null : JSON.stringify(options.body),
      signal: options.signal ?? null,
    });
  } catch (error) {
    if (options.signal?.aborted) throw error;
    throw new Unreachable();
  }
}
