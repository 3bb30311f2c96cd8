import { useEffect, useRef } from "preact/hooks";
import type { DrawnByUs } from "../platform/browser.ts";
import { keepInside } from "./sheet.tsx";

/** A question with two answers where no client draws one. Escape means no; the focus begins there and comes back. */
export function QuestionSheet({ question }: { question: NonNullable<DrawnByUs["question"]> }) {
  const no = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    const before = document.activeElement as HTMLElement | null;
    no.current?.focus();
    return () => before?.focus();
  }, []);
  return (
    <div class="sheet-back question">
      <div
        class="sheet"
        role="alertdialog"
        aria-modal="true"
        aria-label={question.text}
        onKeyDown={(event) => {
          if (event.key === "Escape") question.answer(false);
          else if (event.key === "Tab") keepInside(event, event.currentTarget);
        }}
      >
        <p>{question.text}</p>
        <div class="line">
          <button ref={no} type="button" class="button wide" onClick={() => question.answer(false)}>
            {question.no}
          </button>
          <button
            type="button"
            class={`button wide ${question.destructive ? "danger" : "main"}`}
            onClick={() => question.answer(true)}
          >
            {question.yes}
          </button>
        </div>
      </div>
    </div>
  );
}
