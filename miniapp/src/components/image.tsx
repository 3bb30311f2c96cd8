import { useState } from "preact/hooks";

/** A picture behind a signed link; links end after minutes, then `onStale` asks for younger ones, once for each link. */
export function Image(given: { src: string | null; alt: string; onStale?: () => void; lazy?: boolean }) {
  const [failed, setFailed] = useState("");
  if (given.src === null || failed === given.src)
    return <div class="no-image" role="img" aria-label={given.alt} />;
  return (
    <img
      src={given.src}
      alt={given.alt}
      loading={given.lazy === false ? "eager" : "lazy"}
      decoding="async"
      onError={() => {
        setFailed(given.src ?? "");
        given.onStale?.();
      }}
    />
  );
}
