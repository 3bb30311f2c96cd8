import { useEffect, useState } from "preact/hooks";
import { Refused } from "../../api/problem.ts";
import type { Draft } from "../../api/shapes.ts";
import { Link } from "../../components/row.tsx";
import { Image } from "../../components/image.tsx";
import { Page } from "../../components/page.tsx";
import { Empty, Shown } from "../../components/states.tsx";
import { t } from "../../i18n/index.ts";
import { queue } from "../../photos/photos.ts";
import { platform } from "../../platform/index.ts";
import { replace } from "../../routing/router.ts";
import { useAction } from "../../state/action.ts";
import { heard } from "../../state/jobs.ts";
import { quotasChanged } from "../../state/me.ts";
import { usePrimary } from "../../state/primary.ts";
import { reasonOf, say } from "../../state/toasts.ts";
import { mayWrite } from "../../state/write_access.ts";
import { draftIsOrdered, linksAreOver, lookAtDraft, useDraft } from "../create/draft.ts";
import { saveFields } from "../create/field.ts";
import { firstMissing, showPlace, type Missing } from "../create/missing.ts";
import { Advanced } from "./advanced.tsx";
import { Bill } from "./bill.tsx";
import { orderTraining, placeOf } from "./ordering.ts";
import { Trainers } from "./trainers.tsx";
import { TriggerWord } from "./trigger_word.tsx";
import "./order.css";

/** The second step: how the model is trained, what that costs, and the order. */
export function Order() {
  const loaded = useDraft();
  return (
    <Page title={t().order.title}>
      <Shown of={loaded}>{(known) => (known.now ? <Form now={known.now} /> : <Gone />)}</Shown>
    </Page>
  );
}

function Gone() {
  return (
    <Empty text={t().order.gone}>
      <Link to={{ screen: "models" }} class="button main">
        {t().order.toModels}
      </Link>
      <Link to={{ screen: "create" }} class="button">
        {t().create.title}
      </Link>
    </Empty>
  );
}

interface Refusal {
  text: string;
  mend: Missing | null;
}

/** The order itself; `silent` when the person does not let the bot write, which is then said before it goes on. */
function useTraining(draftId: string): {
  busy: boolean;
  start: () => void;
  refused: Refusal | null;
  silent: boolean;
} {
  const [refused, setRefused] = useState<Refusal | null>(null);
  const [silent, setSilent] = useState(false);
  const { busy, start } = useAction(async () => {
    setRefused(null);
    if (!(await saveFields())) return say(t().create.missing.name_refused);
    if (!silent && !(await mayWrite(true))) return setSilent(true);
    try {
      const ordered = await orderTraining(draftId);
      platform.feel("done");
      heard(ordered.job);
      draftIsOrdered();
      quotasChanged();
      replace({ screen: "training", id: ordered.lora_id });
    } catch (problem) {
      if (!(problem instanceof Refused)) throw problem;
      platform.feel("refused");
      setRefused({ text: reasonOf(problem), mend: placeOf(problem.code) });
      void lookAtDraft().catch(() => {});
    }
  });
  return { busy, start, refused, silent };
}

function Form({ now }: { now: Draft }) {
  const words = t().order;
  const { busy, start, refused, silent } = useTraining(now.id);
  const left = queue.uploads.value.filter((one) => one.state === "waiting" || one.state === "sending").length;
  const missing = firstMissing(now, true);
  const waits = left > 0 || now.photos_arriving;
  const off =
    now.paused !== null ? now.paused || t().create.paused : now.trainers.length ? "" : t().create.noTrainer;
  usePrimary(waits ? words.trainWaits : words.train, start, {
    enabled: !waits && missing === null && off === "",
    busy,
  });
  return (
    <>
      {off !== "" && <p class="note warn">{off}</p>}
      {missing !== null && <Mend text={t().create.missing[missing]} mend={missing} />}
      <Summary now={now} />
      <p class="soft small order-waits" role="status">
        {left > 0 ? t().create.uploading(left) : now.photos_arriving ? t().create.arriving : ""}
      </p>
      <TriggerWord now={now} />
      {now.trainers.length > 0 && <Trainers now={now} />}
      {now.settings.length > 0 && <Advanced now={now} />}
      {now.trainers.length > 0 && <Bill now={now} />}
      {silent && (
        <p class="note warn" role="alert">
          {words.silent}
        </p>
      )}
      {refused && <Mend text={refused.text} mend={refused.mend} />}
    </>
  );
}

/** What stands in the way, and the way to it. */
function Mend({ text, mend }: { text: string; mend: Missing | null }) {
  const toIt = () => {
    replace({ screen: "create" });
    if (mend) setTimeout(() => showPlace(mend), 300);
  };
  return (
    <div class="note bad stack" role="alert" ref={useIntoSight()}>
      <span>{text}</span>
      {mend && (
        <button type="button" class="button" onClick={toIt}>
          {t().order.mend}
        </button>
      )}
    </div>
  );
}

function useIntoSight(): { current: HTMLDivElement | null } {
  const [place] = useState<{ current: HTMLDivElement | null }>({ current: null });
  useEffect(() => place.current?.scrollIntoView({ block: "nearest" }), []);
  return place;
}

const FEW = 5;

function Summary({ now }: { now: Draft }) {
  const words = t().order;
  const word =
    now.class_word === null || now.class_words.length === 0
      ? null
      : (t().create.classes[now.class_word] ?? now.class_word);
  return (
    <section class="section">
      <h2>{words.summary}</h2>
      <div class="card stack">
        <div class="line apart">
          <div>
            <h3>{now.name ?? words.nameless}</h3>
            <p class="soft small">
              {[now.type && t().create.types[now.type], word?.toLowerCase()].filter(Boolean).join(", ")}
            </p>
          </div>
          <Link to={{ screen: "create" }} class="button" label={words.changeLabel}>
            {words.change}
          </Link>
        </div>
        {now.description && <p class="small">{now.description}</p>}
        <div class="order-photos" aria-hidden="true">
          {now.photos.slice(0, FEW).map((photo) => (
            <div key={photo.id} class="tile">
              <Image src={photo.url} alt="" onStale={linksAreOver} />
            </div>
          ))}
        </div>
        <p class="small">
          {words.photos(now.coach.trained, now.photo_count)} {words.score(now.coach.score)}
        </p>
      </div>
    </section>
  );
}
