import { useEffect } from "preact/hooks";
import { platform } from "../platform/index.ts";
import { sheetsOpen } from "./sheets.ts";

/** The main action of the screen that calls it, drawn by the client where it can. Null text: none now. */
export function usePrimary(
  text: string | null,
  onPress: () => void,
  { enabled = true, busy = false }: { enabled?: boolean; busy?: boolean } = {},
): void {
  // A client draws its button below any sheet of ours, where it would be taken for the sheet's own.
  const hidden = platform.name === "telegram" && sheetsOpen.value > 0;
  useEffect(() => {
    platform.showPrimary(text === null || hidden ? null : { text, enabled, busy, onPress });
  });
  useEffect(() => () => platform.showPrimary(null), []);
}
