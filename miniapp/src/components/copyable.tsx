import { t } from "../i18n/index.ts";
import { platform } from "../platform/index.ts";
import { say } from "../state/toasts.ts";

/** Text that people take away, such as a trigger word. Telegram on iOS lets nobody select text, so a button does it. */
export function Copyable(given: { text: string; label: string }) {
  const copy = async () => {
    const done = await platform.copy(given.text);
    platform.feel(done ? "done" : "refused");
    say(done ? t().common.copied : t().common.notCopied);
  };
  return (
    <span class="line apart">
      <code class="trigger">{given.text}</code>
      <button type="button" class="button" aria-label={given.label} onClick={copy}>
        {t().common.copy}
      </button>
    </span>
  );
}
