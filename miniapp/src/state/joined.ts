export interface Listed<T> {
  items: readonly T[];
  /** Continues the list; null at its end. */
  next: string | null;
}

/** A list whose newest page was read anew. Older items stay where the page still reaches them; else there may be a gap,
 * and the list begins with the page alone. */
export function joined<T>(old: Listed<T>, fresh: Listed<T>, idOf: (item: T) => string): Listed<T> {
  const last = fresh.items.at(-1);
  if (fresh.next === null || last === undefined) return fresh;
  const at = old.items.findIndex((item) => idOf(item) === idOf(last));
  if (at === -1) return fresh;
  return {
    items: [...fresh.items, ...old.items.slice(at + 1)],
    next: at + 1 < old.items.length ? old.next : fresh.next,
  };
}

/** The next page behind a list. What both have is shown once. */
export function continued<T>(old: Listed<T>, page: Listed<T>, idOf: (item: T) => string): Listed<T> {
  const there = new Set(old.items.map(idOf));
  return { items: [...old.items, ...page.items.filter((item) => !there.has(idOf(item)))], next: page.next };
}
