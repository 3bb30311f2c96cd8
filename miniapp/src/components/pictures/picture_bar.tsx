import { useState } from "preact/hooks";
import { t } from "../../i18n/index.ts";
import { platform } from "../../platform/index.ts";
import type { Route } from "../../routing/routes.ts";
import { useAction } from "../../state/action.ts";
import { AboutSheet } from "./about_sheet.tsx";
import { DrawSheet } from "./draw_sheet.tsx";
import { DrawIcon, MoreIcon, SaveIcon, SendIcon } from "./icons.tsx";
import { sentToChat } from "./ordering.ts";
import type { SeenPicture } from "./seen_picture.ts";

/** What can be done to the picture that is shown large. */
export function PictureBar(given: {
  picture: SeenPicture;
  inOrder: boolean;
  onChange: (to: SeenPicture | null) => void;
  onLeave: (to: Route) => void;
}) {
  const { picture } = given;
  const words = t().generation;
  const [sheet, setSheet] = useState<"draw" | "about" | null>(null);
  const sending = useAction(() => sentToChat(picture.id));
  const shut = () => setSheet(null);
  return (
    <>
      <div class="viewer-bar">
        <button type="button" aria-label={words.toChatLong} disabled={sending.busy} onClick={sending.start}>
          <SendIcon />
          {words.toChat}
        </button>
        <SaveLink address={picture.download_url} />
        <button type="button" aria-haspopup="dialog" onClick={() => setSheet("draw")}>
          <DrawIcon />
          {words.once}
        </button>
        <button type="button" aria-haspopup="dialog" onClick={() => setSheet("about")}>
          <MoreIcon />
          {words.more}
        </button>
      </div>
      {sheet === "draw" && <DrawSheet picture={picture} onClose={shut} onLeave={given.onLeave} />}
      {sheet === "about" && <AboutSheet {...given} onClose={shut} />}
    </>
  );
}

/** A link in a browser; inside Telegram, which ignores `download`, the system's browser saves it. */
function SaveLink(given: { address: string | null }) {
  if (given.address === null) return null;
  const address = new URL(given.address, location.origin).href;
  return (
    <a
      href={address}
      download
      aria-label={t().generation.downloadLong}
      onClick={(event) => {
        if (platform.name === "browser") return;
        event.preventDefault();
        platform.openLink(address);
      }}
    >
      <SaveIcon />
      {t().generation.download}
    </a>
  );
}
