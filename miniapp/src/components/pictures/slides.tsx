import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { t } from "../../i18n/index.ts";
import { Image } from "../image.tsx";
import { slideAt } from "./moves.ts";
import type { SeenPicture } from "./seen_picture.ts";

/** Pictures side by side, one in sight, moved by a finger; a tap looks closer. Only neighbours are loaded. */
export function Slides(given: {
  pictures: readonly SeenPicture[];
  at: number;
  onMove: (to: number) => void;
  onStale: () => void;
}) {
  const row = useRef<HTMLDivElement>(null);
  const shown = useRef(given.at);
  const [closer, setCloser] = useState(false);
  const { at, pictures } = given;

  const bring = (behavior: ScrollBehavior) =>
    row.current?.scrollTo({ left: at * row.current.clientWidth, behavior });
  useLayoutEffect(() => bring("instant"), [pictures.length]);
  useEffect(() => {
    setCloser(false);
    // Whoever moved it by hand is there already.
    if (shown.current !== at) bring("instant");
    shown.current = at;
  }, [at]);
  useEffect(() => {
    const turned = () => bring("instant");
    window.addEventListener("resize", turned);
    return () => window.removeEventListener("resize", turned);
  });

  return (
    <div
      ref={row}
      class={closer ? "viewer-slides viewer-held" : "viewer-slides"}
      onScroll={() => {
        if (closer || row.current === null) return;
        const to = slideAt(row.current.scrollLeft, row.current.clientWidth, pictures.length);
        if (to === at) return;
        shown.current = to;
        given.onMove(to);
      }}
    >
      {pictures.map((picture, index) => (
        <div key={picture.id} class="viewer-slide" aria-hidden={index === at ? undefined : "true"}>
          {Math.abs(index - at) <= 1 && (
            <button
              type="button"
              class={closer && index === at ? "viewer-picture viewer-closer" : "viewer-picture"}
              tabIndex={index === at ? 0 : -1}
              aria-label={t().generation.zoom}
              aria-pressed={closer && index === at}
              onClick={() => setCloser(!closer)}
            >
              <Image
                src={picture.url}
                alt={t().generation.picture(index + 1, picture.prompt)}
                lazy={false}
                onStale={given.onStale}
              />
            </button>
          )}
        </div>
      ))}
    </div>
  );
}
