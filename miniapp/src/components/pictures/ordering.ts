import { orderedOnce } from "../../api/orders.ts";
import type { Generation } from "../../api/shapes.ts";
import { t } from "../../i18n/index.ts";
import { platform } from "../../platform/index.ts";
import { api } from "../../state/app.ts";
import { heard } from "../../state/jobs.ts";
import { quotasChanged } from "../../state/me.ts";
import { say } from "../../state/toasts.ts";
import { mayWrite, silent } from "../../state/write_access.ts";

/** The same once more, with a new seed. */
export function drawnAgain(generationId: string): Promise<Generation> {
  return told(() =>
    orderedOnce(`again:${generationId}`, (key) =>
      api.post("/generations/{generation_id}/again", { path: { generation_id: generationId }, key }),
    ),
  );
}

/** The same seed with other words. */
export function drawnInOtherWords(generationId: string, prompt: string): Promise<Generation> {
  return told(() =>
    orderedOnce(`words:${generationId}:${prompt}`, (key) =>
      api.post("/generations/{generation_id}/same-seed", {
        path: { generation_id: generationId },
        body: { prompt },
        key,
      }),
    ),
  );
}

/** More pictures that begin with this one. */
export function drawnLike(imageId: string): Promise<Generation> {
  return told(() =>
    orderedOnce(`like:${imageId}`, (key) =>
      api.post("/images/{image_id}/more", { path: { image_id: imageId }, key }),
    ),
  );
}

/** The picture as a file in the chat; not without the person's leave to write there. */
export async function sentToChat(imageId: string): Promise<void> {
  if (!(await mayWrite(true))) {
    platform.feel("refused");
    say(t().generation.silentSend);
    return;
  }
  await orderedOnce(`send:${imageId}`, (key) =>
    api.post("/images/{image_id}/send", { path: { image_id: imageId }, key }),
  );
  platform.feel("done");
  say(t().generation.sent);
}

/** Places an order and lets the rest of the app know. Where the bot may not write, the pictures are in the app alone. */
export async function told(order: () => Promise<Generation>): Promise<Generation> {
  const wasSilent = silent.peek();
  if (!(await mayWrite(false)) && !wasSilent) say(t().generation.silentOrder);
  const placed = await order();
  heard(placed.job);
  platform.feel("done");
  quotasChanged();
  return placed;
}
