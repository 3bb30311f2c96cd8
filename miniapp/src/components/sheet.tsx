import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { t } from "../i18n/index.ts";
import { backCloses } from "../routing/way_back.ts";
import { sheetsOpen } from "../state/sheets.ts";

/** Something on top of a screen, from the lower edge. Escape, "back" and a press beside it close it; the focus comes back. */
export function Sheet(given: { title: string; onClose: () => void; children: ComponentChildren }) {
  const sheet = useRef<HTMLDivElement>(null);
  const close = useRef(given.onClose);
  close.current = given.onClose;
  useEffect(() => backCloses({ close: () => close.current() }), []);
  useEffect(() => {
    const before = document.activeElement as HTMLElement | null;
    const overflow = document.body.style.overflow;
    sheet.current?.focus();
    document.body.style.overflow = "hidden";
    sheetsOpen.value += 1;
    return () => {
      sheetsOpen.value -= 1;
      document.body.style.overflow = overflow;
      before?.focus?.();
    };
  }, []);
  useEffect(() => {
    // A button that is disabled while it works loses the focus to the page, which is no way out of here.
    const lost = (event: KeyboardEvent) => {
      if (document.activeElement !== document.body) return;
      if (event.key === "Escape") given.onClose();
      else if (event.key === "Tab") sheet.current?.focus();
    };
    document.addEventListener("keydown", lost);
    return () => document.removeEventListener("keydown", lost);
  });
  return (
    <div class="sheet-back" onClick={(event) => event.target === event.currentTarget && given.onClose()}>
      <div
        ref={sheet}
        class="sheet"
        role="dialog"
        aria-modal="true"
        aria-label={given.title}
        tabIndex={-1}
        onKeyDown={(event) => {
          if (event.key === "Escape") given.onClose();
          else if (event.key === "Tab") keepInside(event, sheet.current);
        }}
      >
        <div class="line apart">
          <h2>{given.title}</h2>
          <button type="button" class="button plain" onClick={given.onClose}>
            {t().common.close}
          </button>
        </div>
        {given.children}
      </div>
    </div>
  );
}

export function keepInside(event: KeyboardEvent, sheet: HTMLElement | null): void {
  const all = sheet?.querySelectorAll<HTMLElement>("a[href], button:not(:disabled), input, textarea, select");
  const first = all?.[0];
  const last = all?.[all.length - 1];
  if (!first || !last) return;
  const leaving = event.shiftKey
    ? document.activeElement === first || document.activeElement === sheet
    : document.activeElement === last;
  if (!leaving) return;
  event.preventDefault();
  (event.shiftKey ? last : first).focus();
}
