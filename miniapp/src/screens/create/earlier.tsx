import { useState } from "preact/hooks";
import { Row } from "../../components/row.tsx";
import { Sheet } from "../../components/sheet.tsx";
import { Empty, Shown, Waiting } from "../../components/states.tsx";
import { t } from "../../i18n/index.ts";
import { useAction } from "../../state/action.ts";
import { api } from "../../state/app.ts";
import { useLoaded } from "../../state/loaded.ts";
import { say } from "../../state/toasts.ts";
import { changeDraft } from "./draft.ts";

/** Photos of an earlier model, copied into this one. */
export function Earlier() {
  const words = t().create;
  const [open, setOpen] = useState(false);
  return (
    <>
      <button type="button" class="button plain" onClick={() => setOpen(true)}>
        {words.earlier}
      </button>
      {open && (
        <Sheet title={words.earlier} onClose={() => setOpen(false)}>
          <Kept onDone={() => setOpen(false)} />
        </Sheet>
      )}
    </>
  );
}

function Kept({ onDone }: { onDone: () => void }) {
  const words = t().create;
  const sets = useLoaded((signal) => api.get("/datasets", { signal }), []);
  const copy = useAction(async (lora_id: string) => {
    let copied = 0;
    await changeDraft(async () => {
      const answered = await api.post("/draft/copy", { body: { lora_id } });
      copied = answered.copied;
      return answered.draft;
    });
    say(words.copied(copied));
    onDone();
  });
  return (
    <Shown of={sets} waiting={<Waiting heights={[52, 52]} />}>
      {({ items }) =>
        items.length === 0 ? (
          <Empty text={words.earlierNone} />
        ) : (
          <>
            <p class="soft small">{words.earlierAsk}</p>
            <div>
              {items.map((set) => (
                <Row
                  key={set.lora_id}
                  title={set.name}
                  under={words.photoCount(set.photo_count)}
                  disabled={copy.busy}
                  onPress={() => copy.start(set.lora_id)}
                />
              ))}
            </div>
          </>
        )
      }
    </Shown>
  );
}
