/** What survives a reload of the page, but not the closing of the app. Web views may refuse storage; then nothing does. */
export function keep(key: string, value: unknown): void {
  try {
    if (value === null) sessionStorage.removeItem(`loragram:${key}`);
    else sessionStorage.setItem(`loragram:${key}`, JSON.stringify(value));
  } catch {
    // Kept in memory only, by whoever asked.
  }
}

export function kept<T>(key: string): T | null {
  try {
    return JSON.parse(sessionStorage.getItem(`loragram:${key}`) ?? "null") as T | null;
  } catch {
    return null;
  }
}
