import { useState } from "preact/hooks";
import type { Schemas } from "../../api/shapes.ts";
import { Section } from "../../components/page.tsx";
import { Row } from "../../components/row.tsx";
import { Sheet } from "../../components/sheet.tsx";
import { Shown, Waiting } from "../../components/states.tsx";
import { megabytes, number } from "../../i18n/figures.ts";
import { t } from "../../i18n/index.ts";
import { platform } from "../../platform/index.ts";
import { useAction } from "../../state/action.ts";
import { api } from "../../state/app.ts";
import type { Loaded } from "../../state/loaded.ts";
import { say } from "../../state/toasts.ts";

type Held = Schemas["MyData"];

/** What is held about the person, to be taken along or deleted. */
export function MyData(given: { held: Loaded<Held> }) {
  const words = t().settings;
  const [erasing, setErasing] = useState(false);
  const take = useAction(async () => {
    const { is_new } = await api.post("/my-data/export");
    say(is_new ? words.exportBegun : words.exportComing);
  });
  return (
    <Section title={words.data}>
      <Shown of={given.held} waiting={<Waiting heights={[220]} />}>
        {(held) =>
          held.is_leaving ? (
            <p class="note warn" role="status">
              {words.leaving}
            </p>
          ) : (
            <>
              <Counts held={held} />
              <div class="card flush">
                <Row
                  title={words.export}
                  under={words.exportUnder}
                  disabled={take.busy}
                  onPress={() => take.start()}
                />
                <Row
                  title={<span class="settings-danger">{words.erase}</span>}
                  onPress={() => setErasing(true)}
                />
              </div>
            </>
          )
        }
      </Shown>
      {erasing && <Erase onBegun={given.held.reload} onClose={() => setErasing(false)} />}
    </Section>
  );
}

function Counts(given: { held: Held }) {
  const words = t().settings;
  const { held } = given;
  return (
    <>
      <dl class="card flush" aria-label={words.held}>
        <Count
          name={words.photos}
          count={held.photos}
          under={
            megabytes(held.photo_bytes) + (held.captions > 0 ? `, ${words.photosUnder(held.captions)}` : "")
          }
        />
        <Count
          name={words.models}
          count={held.models}
          under={words.modelsUnder(held.versions, megabytes(held.weight_bytes))}
        />
        <Count name={words.images} count={held.pictures} under={words.imagesUnder(held.prompts)} />
      </dl>
      <p class="soft small">{words.nameToo}</p>
    </>
  );
}

function Count(given: { name: string; count: number; under: string }) {
  return (
    <div class="row">
      <dt class="row-text">
        {given.name}
        {given.count > 0 && <span class="soft small block">{given.under}</span>}
      </dt>
      <dd class="row-end">{number(given.count)}</dd>
    </div>
  );
}

function Erase(given: { onBegun: () => void; onClose: () => void }) {
  const words = t().settings;
  const erase = useAction(async () => {
    const sure = { text: words.eraseSure, yes: words.eraseNow, no: t().common.cancel, destructive: true };
    if (!(await platform.ask(sure))) return;
    await api.delete("/my-data");
    given.onClose();
    given.onBegun();
  });
  return (
    <Sheet title={words.eraseTitle} onClose={given.onClose}>
      <ul class="settings-list">
        {words.eraseText.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
      <p>{words.eraseFirst}</p>
      <button type="button" class="button danger wide" disabled={erase.busy} onClick={() => erase.start()}>
        {words.eraseYes}
      </button>
      <button type="button" class="button wide" onClick={given.onClose}>
        {t().common.cancel}
      </button>
    </Sheet>
  );
}
