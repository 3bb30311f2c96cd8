import type { ProblemBody } from "./shapes.ts";

/** The server said no. `message` is a sentence in the person's language; `code` is stable. */
export class Refused extends Error {
  readonly status: number;
  readonly code: string;
  readonly body: ProblemBody | null;
  /** Seconds to wait before the same request has a chance, null when waiting does not help. */
  readonly waitSeconds: number | null;

  constructor(status: number, body: ProblemBody | null, retryAfter: string | null) {
    super(body?.detail ?? "");
    this.status = status;
    this.code = body?.code ?? `http-${status}`;
    this.body = body;
    const seconds = Number(retryAfter);
    this.waitSeconds = retryAfter !== null && Number.isFinite(seconds) ? seconds : null;
  }
}

/** No answer came: no network, or the server is starting anew. What was asked may or may not have happened. */
export class Unreachable extends Error {}

/** The session is over and cannot be opened again: the app must be launched anew. */
export class SessionOver extends Error {}

export async function refusalOf(response: Response): Promise<Refused> {
  const body = await response.json().catch(() => null);
  return new Refused(response.status, isProblem(body) ? body : null, response.headers.get("Retry-After"));
}

function isProblem(body: unknown): body is ProblemBody {
  return typeof body === "object" && body !== null && "code" in body && "detail" in body;
}
