import { signal } from "@preact/signals";
import { platform } from "../platform/index.ts";
import { remembered } from "./remembered.ts";

/** The person has said in this visit that the bot may not write to them. */
export const silent = signal(false);

const ask = remembered(() => platform.requestWriteAccess());

/** Whether the bot may write; asks where that is not known. `insist`: what is wanted cannot be had without. */
export async function mayWrite(insist: boolean): Promise<boolean> {
  // A client that cannot ask now leaves it open; nobody has said no.
  const may = await ask(insist).catch(() => true);
  silent.value = !may;
  return may;
}
