import { useState } from "preact/hooks";
import type { Draft } from "../../api/shapes.ts";
import { Page } from "../../components/page.tsx";
import { Empty, Shown } from "../../components/states.tsx";
import { t } from "../../i18n/index.ts";
import { queue } from "../../photos/photos.ts";
import { platform } from "../../platform/index.ts";
import { go } from "../../routing/router.ts";
import { useAction } from "../../state/action.ts";
import { usePrimary } from "../../state/primary.ts";
import { say } from "../../state/toasts.ts";
import { AboutModel } from "./about_model.tsx";
import { TypeQuestion } from "./type_question.tsx";
import { discardDraft, draft, useDraft } from "./draft.ts";
import { saveFields } from "./field.ts";
import { PhotosSection } from "./photos_section.tsx";
import { firstMissing, showPlace } from "./missing.ts";
import "./create.css";

/** The first step of a new model: what it shows, what it is called, and its photos. */
export function Create() {
  const loaded = useDraft();
  return (
    <Page title={t().create.title}>
      <Shown of={loaded}>{(known) => <Form now={known.now} />}</Shown>
    </Page>
  );
}

function Form({ now }: { now: Draft | null }) {
  const words = t().create;
  const [showMissing, setShowMissing] = useState(false);
  const next = useAction(async () => {
    const saved = await saveFields();
    const missing = firstMissing(draft.peek() ?? null, saved);
    setShowMissing(missing !== null);
    if (missing === null) return go({ screen: "order" });
    const going = queue.uploads.peek().filter((one) => one.state !== "refused").length;
    say(missing === "photos" && going > 0 ? words.uploading(going) : words.missing[missing]);
    showPlace(missing);
  });
  const several = now?.several === true;
  usePrimary(several ? null : words.next, next.start, { busy: next.busy });
  if (several)
    return (
      <Empty text={words.several}>
        <StartOver now={now} />
      </Empty>
    );
  return (
    <>
      {now?.paused != null && <p class="note warn">{now.paused || words.paused}</p>}
      {now && now.paused === null && now.trainers.length === 0 && <p class="note warn">{words.noTrainer}</p>}
      <TypeQuestion now={now} />
      {now?.type && <AboutModel now={now} type={now.type} />}
      {now?.type && <PhotosSection now={now} showMissing={showMissing} />}
      {now && <StartOver now={now} />}
    </>
  );
}

function StartOver({ now }: { now: Draft }) {
  const words = t().create;
  const { busy, start } = useAction(async () => {
    const count = now.photo_count + queue.uploads.peek().length;
    const sure = await platform.ask({
      text: words.startOverAsk(count),
      yes: words.startOverYes,
      no: words.startOverNo,
      destructive: true,
    });
    if (!sure) return;
    await discardDraft();
    window.scrollTo(0, 0);
  });
  return (
    <button type="button" class="button danger" disabled={busy} onClick={() => start()}>
      {words.startOver}
    </button>
  );
}
