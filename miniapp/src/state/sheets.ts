import { signal } from "@preact/signals";

/** How many sheets lie over the screen. */
export const sheetsOpen = signal(0);
