import { useEffect, useRef, useState } from "preact/hooks";
import { t } from "../../i18n/index.ts";
import { go } from "../../routing/router.ts";
import type { Route } from "../../routing/routes.ts";
import { keepInside } from "../sheet.tsx";
import { useBackCloses } from "./back_closes.ts";
import { BackIcon, CloseIcon, OnIcon } from "./icons.tsx";
import { afterGone, ledTo } from "./moves.ts";
import { PictureBar } from "./picture_bar.tsx";
import type { SeenPicture } from "./seen_picture.ts";
import { Slides } from "./slides.tsx";

/** Pictures over the whole screen, with everything that can be done to the one in sight. */
export function Viewer(given: {
  pictures: readonly SeenPicture[];
  /** The picture to begin with. */
  first: string;
  /** Where this is opened from: nothing leads to the order that is shown already. */
  inOrder: boolean;
  onClose: () => void;
  onChange: (id: string, to: SeenPicture | null) => void;
  onStale: () => void;
  /** The end of what is loaded is near; null when nothing comes after it. */
  onNearEnd: (() => void) | null;
}) {
  const { pictures } = given;
  const [id, setId] = useState(given.first);
  const box = useRef<HTMLDivElement>(null);
  const at = Math.max(
    0,
    pictures.findIndex((one) => one.id === id),
  );
  const picture = pictures[at];
  const close = useBackCloses(given.onClose);
  useFocusAndStillness(box);
  useEffect(() => {
    if (at >= pictures.length - 3) given.onNearEnd?.();
  }, [at, pictures.length]);

  if (picture === undefined) return null;
  const show = (to: number | null) => to !== null && pictures[to] && setId(pictures[to].id);
  const change = (to: SeenPicture | null) => {
    if (to === null) {
      const next = afterGone(at, pictures.length);
      if (next === null) close();
      else setId(pictures[next >= at ? next + 1 : next]?.id ?? "");
    }
    given.onChange(picture.id, to);
  };
  const leave = (to: Route) => close(() => go(to));

  return (
    <div
      ref={box}
      class="viewer"
      role="dialog"
      aria-modal="true"
      aria-label={t().generation.viewer}
      tabIndex={-1}
      onKeyDown={(event) => {
        if ((event.target as HTMLElement).closest(".sheet")) return;
        if (event.key === "Escape") close();
        else if (event.key === "Tab") keepInside(event, box.current);
        else show(ledTo(event.key, at, pictures.length));
      }}
    >
      <div class="viewer-top">
        <span aria-live="polite">
          {t().generation.position(at + 1, `${pictures.length}${given.onNearEnd ? "+" : ""}`)}
        </span>
        <button type="button" class="viewer-button" aria-label={t().common.close} onClick={() => close()}>
          <CloseIcon />
        </button>
      </div>
      <div class="viewer-middle">
        <Slides pictures={pictures} at={at} onMove={show} onStale={given.onStale} />
        {at > 0 && (
          <button
            type="button"
            class="viewer-button viewer-side viewer-before"
            aria-label={t().generation.previous}
            onClick={() => show(at - 1)}
          >
            <BackIcon />
          </button>
        )}
        {at < pictures.length - 1 && (
          <button
            type="button"
            class="viewer-button viewer-side viewer-after"
            aria-label={t().generation.next}
            onClick={() => show(at + 1)}
          >
            <OnIcon />
          </button>
        )}
      </div>
      <PictureBar
        key={picture.id}
        picture={picture}
        inOrder={given.inOrder}
        onChange={change}
        onLeave={leave}
      />
    </div>
  );
}

/** The focus comes in and goes back where it was; the page behind stays where it is. */
function useFocusAndStillness(box: { current: HTMLElement | null }): void {
  useEffect(() => {
    const before = document.activeElement as HTMLElement | null;
    const overflow = document.body.style.overflow;
    box.current?.focus();
    document.body.style.overflow = "hidden";
    return () => {
      document.body.style.overflow = overflow;
      before?.focus?.({ preventScroll: true });
    };
  }, []);
}
