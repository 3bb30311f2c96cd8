import { useState } from "preact/hooks";
import { Refused, refusalOf, Unreachable } from "../../api/problem.ts";
import type { Schemas } from "../../api/shapes.ts";
import { t } from "../../i18n/index.ts";
import { shrink } from "../../photos/shrink.ts";
import { useAction } from "../../state/action.ts";
import { api } from "../../state/app.ts";
import { reasonOf, say } from "../../state/toasts.ts";
import { acceptOf, chosen } from "../create/choosing.ts";

type Dataset = Schemas["LoraDataset"];

/** More photos for the next training, sent one after the other; a refused one says why and the rest go on. */
export function AddPhotos(given: { dataset: Dataset; onAdded: () => void }) {
  const words = t().model;
  const { dataset } = given;
  const [sending, setSending] = useState<{ done: number; count: number } | null>(null);
  const [refusals, setRefusals] = useState<string[]>([]);
  const room = dataset.most_photos - dataset.photo_count;
  const add = useAction(async (files: File[]) => {
    const { photos, tooMany } = chosen(files, room);
    if (tooMany > 0) say(words.roomFor(room));
    setRefusals([]);
    const refused: string[] = [];
    try {
      for (const [index, file] of photos.entries()) {
        setSending({ done: index + 1, count: photos.length });
        await sent(dataset.lora_id, file).catch((error: unknown) => {
          if (!(error instanceof Refused) || error.status >= 500) throw error;
          refused.push(`${file.name}: ${reasonOf(error)}`);
        });
      }
      const added = photos.length - refused.length;
      if (added > 0) say(words.added(added));
    } finally {
      setRefusals(refused);
      setSending(null);
      given.onAdded();
    }
  });
  if (room <= 0) return <p class="soft small">{words.full(dataset.most_photos)}</p>;
  return (
    <div class="stack" aria-live="polite">
      <label class="button wide model-add" aria-disabled={add.busy}>
        {sending === null ? words.addPhoto : words.adding(sending.done, sending.count)}
        <input
          type="file"
          class="unseen"
          multiple
          disabled={add.busy}
          accept={acceptOf(navigator.userAgent, navigator.maxTouchPoints)}
          onChange={(event) => {
            const files = [...(event.currentTarget.files ?? [])];
            event.currentTarget.value = "";
            if (files.length > 0) add.start(files);
          }}
        />
      </label>
      {refusals.map((refusal) => (
        <p key={refusal} class="refusal">
          {refusal}
        </p>
      ))}
    </div>
  );
}

/** Sends one photo under an id of its own, so that a second try after a lost answer makes no second photo. */
async function sent(lora: string, file: File): Promise<void> {
  const { send } = await shrink(file);
  const address = `/api/v1/loras/${lora}/photos/${crypto.randomUUID()}`;
  for (let again = false; ; again = true) {
    const bearer = await api.session.bearer();
    const headers = {
      Authorization: `Bearer ${bearer}`,
      "Content-Type": send.type || "application/octet-stream",
    };
    try {
      const response = await fetch(address, { method: "PUT", headers, body: send });
      if (response.ok) return;
      if (response.status !== 401 || again) throw await refusalOf(response);
      await api.session.bearer(bearer);
    } catch (error) {
      if (error instanceof Refused) throw error;
      if (again) throw new Unreachable();
    }
  }
}
