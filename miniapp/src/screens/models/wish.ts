import type { LoraStatus } from "../../api/shapes.ts";

export const PAGE = 50;
export const SORTS = ["recent", "name", "popularity"] as const;
export const STATES = ["all", "completed", "training", "failed"] as const;

/** Which models are wanted, in which order, and how many pages of them. */
export interface Wish {
  search: string;
  state: (typeof STATES)[number];
  sort: (typeof SORTS)[number];
  pages: number;
}

export const FIRST_WISH: Wish = { search: "", state: "all", sort: "recent", pages: 1 };

/** Another wish; what changes the list begins it anew. */
export function changed(before: Wish, change: Partial<Wish>): Wish {
  return { ...before, pages: 1, ...change };
}

/** Whether the list would hold fewer than all models. */
export function isNarrow(wish: Wish): boolean {
  return wish.search.trim() !== "" || wish.state !== "all";
}

/** The queries that give the list, one for each page. */
export function queriesOf(wish: Wish) {
  const status: LoraStatus | undefined = wish.state === "all" ? undefined : wish.state;
  return Array.from({ length: wish.pages }, (_, page) => ({
    search: wish.search.trim(),
    sort: wish.sort,
    limit: PAGE,
    offset: page * PAGE,
    ...(status && { status }),
  }));
}
