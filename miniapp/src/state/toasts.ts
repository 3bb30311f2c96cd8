import { signal } from "@preact/signals";
import { Refused, SessionOver, Unreachable } from "../api/problem.ts";
import { t } from "../i18n/index.ts";
import { platform } from "../platform/index.ts";

export interface Toast {
  id: number;
  text: string;
  kind: "said" | "refused";
  /** A way to take it back. */
  action: { text: string; onPress: () => void } | null;
}

const SHOWN_MS = 4000;
const WITH_ACTION_MS = 8000;

export const toasts = signal<readonly Toast[]>([]);

let made = 0;

/** Says something in passing. */
export function say(text: string, action: Toast["action"] = null): void {
  show(text, "said", action);
}

/** The sentence for something that went wrong. */
export function reasonOf(error: unknown): string {
  if (error instanceof Refused && error.message !== "") return error.message;
  return error instanceof Unreachable ? t().common.offline : t().common.wentWrong;
}

/** Says what went wrong; the end of a session is said by the shell. */
export function sayProblem(error: unknown): void {
  if (error instanceof SessionOver) return;
  platform.feel("refused");
  show(reasonOf(error), "refused", null);
}

export function dismiss(id: number): void {
  toasts.value = toasts.peek().filter((toast) => toast.id !== id);
}

function show(text: string, kind: Toast["kind"], action: Toast["action"]): void {
  const id = ++made;
  toasts.value = [...toasts.peek().slice(-1), { id, text, kind, action }];
  setTimeout(() => dismiss(id), action === null ? SHOWN_MS : WITH_ACTION_MS);
}
