/** Things of one day, in the order in which they come. */
export interface OfDay<T> {
  /** The local day as YYYY-MM-DD. */
  day: string;
  items: T[];
}

/** Groups a list that is sorted by time into the days of the person's own clock. */
export function byDay<T extends { created_at: string }>(items: readonly T[]): OfDay<T>[] {
  const days: OfDay<T>[] = [];
  for (const item of items) {
    const day = localDay(new Date(item.created_at));
    const last = days.at(-1);
    if (last?.day === day) last.items.push(item);
    else days.push({ day, items: [item] });
  }
  return days;
}

/** The day before a moment's day may have 23 or 25 hours, so days are counted and not hours. */
export function daysAgo(day: string, now: Date): number {
  const noon = (text: string) => Date.parse(`${text}T12:00:00Z`);
  return Math.round((noon(localDay(now)) - noon(day)) / 86_400_000);
}

export function localDay(date: Date): string {
  const two = (n: number) => String(n).padStart(2, "0");
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}
