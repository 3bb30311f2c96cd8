const PREFIX = "loragram:";
const LAUNCH = "launch";

/**
 * What survives a reload of the page, but not the closing of the app. Web views may refuse storage; then nothing does.
 */
export function keep(key: string, value: unknown): void {
  try {
    if (value === null) sessionStorage.removeItem(PREFIX + key);
    else sessionStorage.setItem(PREFIX + key, JSON.stringify(value));
  } catch {
    // Kept in memory only, by whoever asked.
  }
}

export function kept<T>(key: string): T | null {
  try {
    return JSON.parse(sessionStorage.getItem(PREFIX + key) ?? "null") as T | null;
  } catch {
    return null;
  }
}

/** Forgets everything that another launch has kept: in one tab of a browser the next may be another person's. */
export function keepOnlyOf(launch: string): void {
  if (kept<string>(LAUNCH) === launch) return;
  try {
    for (const key of Object.keys(sessionStorage)) if (key.startsWith(PREFIX)) sessionStorage.removeItem(key);
  } catch {
    // Then nothing was kept.
  }
  keep(LAUNCH, launch);
}
