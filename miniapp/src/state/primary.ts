import { useEffect } from "preact/hooks";
import { platform } from "../platform/index.ts";

/** The main action of the screen that calls it, drawn by the client where it can. Null text: none now. */
export function usePrimary(
  text: string | null,
  onPress: () => void,
  { enabled = true, busy = false }: { enabled?: boolean; busy?: boolean } = {},
): void {
  useEffect(() => {
    platform.showPrimary(text === null ? null : { text, enabled, busy, onPress });
  });
  useEffect(() => () => platform.showPrimary(null), []);
}
