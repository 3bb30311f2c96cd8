/** Which picture a row of slides shows. */
export function slideAt(scrolled: number, width: number, count: number): number {
  if (width <= 0) return 0;
  return Math.max(0, Math.min(count - 1, Math.round(Math.abs(scrolled) / width)));
}

/** Where a key leads from there, null when it leads nowhere. */
export function ledTo(key: string, from: number, count: number): number | null {
  const to = { ArrowRight: from + 1, ArrowLeft: from - 1, Home: 0, End: count - 1 }[key];
  return to === undefined || to < 0 || to >= count || to === from ? null : to;
}

/** What is shown once one picture is gone: the next one, at the end the one before, null when none is left. */
export function afterGone(at: number, countBefore: number): number | null {
  if (countBefore <= 1) return null;
  return Math.min(at, countBefore - 2);
}
