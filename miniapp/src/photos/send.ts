import { Refused, refusalOf, Unreachable } from "../api/problem.ts";
import type { Photo } from "../api/shapes.ts";

const PATIENCE_MS = 120_000;

/** Where bearers come from. */
export interface Bearers {
  bearer(refused?: string | null): Promise<string>;
}

export interface Sending {
  id: string;
  data: Blob;
  /** From 0 to 1. */
  onProgress: (share: number) => void;
  signal: AbortSignal;
}

/** Sends one photo of the draft; the same id again gives the first photo. Raises what every request does. */
export async function sendPhoto(session: Bearers, sending: Sending): Promise<Photo> {
  const bearer = await session.bearer();
  const first = await put(bearer, sending);
  if (first.status !== 401) return photoOf(first);
  return photoOf(await put(await session.bearer(bearer), sending));
}

async function photoOf(response: Response): Promise<Photo> {
  if (response.ok) return (await response.json()) as Photo;
  throw await refusalOf(response);
}

/** By XMLHttpRequest, since fetch tells nobody how much has gone out. */
function put(bearer: string, sending: Sending): Promise<Response> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("PUT", `/api/v1/draft/photos/${sending.id}`);
    request.timeout = PATIENCE_MS;
    request.setRequestHeader("Authorization", `Bearer ${bearer}`);
    request.setRequestHeader("Content-Type", sending.data.type || "application/octet-stream");
    request.upload.onprogress = (event) => {
      if (event.lengthComputable && event.total > 0) sending.onProgress(event.loaded / event.total);
    };
    const failed = () => reject(new Unreachable());
    request.onerror = failed;
    request.ontimeout = failed;
    request.onabort = failed;
    request.onload = () => {
      const after = request.getResponseHeader("Retry-After");
      resolve(
        new Response(request.responseText, {
          status: request.status,
          headers: after === null ? {} : { "Retry-After": after },
        }),
      );
    };
    sending.signal.addEventListener("abort", () => request.abort());
    if (sending.signal.aborted) failed();
    else request.send(sending.data);
  });
}

/** Milliseconds before a photo is sent once more by itself, null when that is left to the person. */
export function pauseBefore(error: unknown, tried: number): number | null {
  const usual = [1000, 2000, 4000, 8000, 15_000][tried] ?? null;
  if (error instanceof Unreachable) return usual;
  if (!(error instanceof Refused) || usual === null) return null;
  if (error.status === 429)
    return error.body?.reset_at ? null : Math.max(usual, (error.waitSeconds ?? 0) * 1000);
  return error.status >= 500 ? usual : null;
}
