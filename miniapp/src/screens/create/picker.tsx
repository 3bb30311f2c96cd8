import { useEffect, useState } from "preact/hooks";
import type { Draft } from "../../api/shapes.ts";
import { t } from "../../i18n/index.ts";
import { queue } from "../../photos/photos.ts";
import { say } from "../../state/toasts.ts";
import { acceptOf, chosen } from "./choosing.ts";

/** Takes photos from the device: chosen, dropped or pasted, as often as one likes. */
export function Picker({ now }: { now: Draft }) {
  const words = t().create;
  const [over, setOver] = useState(false);
  const going = queue.uploads.value.filter((one) => one.state !== "refused").length;
  const room = now.most_photos - now.photo_count - going;
  const take = (files: Iterable<File>) => {
    const { photos, others, tooMany } = chosen([...files], room);
    if (others > 0) say(words.notPhotos(others));
    if (tooMany > 0) say(words.tooMany(now.most_photos, tooMany));
    queue.add(photos);
  };
  useEffect(() => {
    const paste = (event: ClipboardEvent) => {
      const files = event.clipboardData?.files;
      if (files?.length) take(files);
    };
    document.addEventListener("paste", paste);
    return () => document.removeEventListener("paste", paste);
  });
  const some = now.photo_count > 0;
  return (
    <div
      class={over ? "create-drop over" : "create-drop"}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        take(event.dataTransfer?.files ?? []);
      }}
    >
      {room <= 0 ? (
        <p class="soft small">{words.full(now.most_photos)}</p>
      ) : (
        <>
          <label class={some ? "button wide create-pick" : "button main wide create-pick"}>
            {some ? words.addMore : words.choose}
            <input
              type="file"
              class="unseen"
              multiple
              accept={acceptOf(navigator.userAgent, navigator.maxTouchPoints)}
              onChange={(event) => {
                take(event.currentTarget.files ?? []);
                event.currentTarget.value = "";
              }}
            />
          </label>
          <p class="soft small create-middle">{words.otherWays}</p>
        </>
      )}
    </div>
  );
}
