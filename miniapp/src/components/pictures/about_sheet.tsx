import { useState } from "preact/hooks";
import type { Schemas } from "../../api/shapes.ts";
import { t } from "../../i18n/index.ts";
import { platform } from "../../platform/index.ts";
import type { Route } from "../../routing/routes.ts";
import { useAction } from "../../state/action.ts";
import { api } from "../../state/app.ts";
import { useLoaded } from "../../state/loaded.ts";
import { say } from "../../state/toasts.ts";
import { Row } from "../row.tsx";
import { Sheet } from "../sheet.tsx";
import { Shown } from "../states.tsx";
import { OrderFacts } from "./order_facts.tsx";
import { ReportForm } from "./report_form.tsx";
import type { SeenPicture } from "./seen_picture.ts";

type Verdict = Schemas["Verdict"];

/** What a person says of a picture, how it was made, and the way to be rid of it. */
export function AboutSheet(given: {
  picture: SeenPicture;
  inOrder: boolean;
  onChange: (to: SeenPicture | null) => void;
  onLeave: (to: Route) => void;
  onClose: () => void;
}) {
  const { picture } = given;
  const words = t().generation;
  const [reporting, setReporting] = useState(false);
  const path = { image_id: picture.id };
  const order = useLoaded(
    (signal) =>
      api.get("/generations/{generation_id}", { path: { generation_id: picture.generation_id }, signal }),
    [picture.generation_id],
  );
  const keep = useAction(async () => {
    await api.post("/images/{image_id}/keep", { path });
    given.onChange({ ...picture, saved: true });
    say(words.kept);
  });
  const erase = useAction(async () => {
    const sure = { text: words.deleteSure, yes: words.deleteYes, no: t().common.cancel, destructive: true };
    if (!(await platform.ask(sure))) return;
    await api.delete("/images/{image_id}", { path });
    platform.feel("done");
    say(words.deleteDone);
    given.onClose();
    given.onChange(null);
  });
  if (reporting) return <ReportForm picture={picture} onClose={given.onClose} />;
  return (
    <Sheet title={words.picture(picture.no + 1, picture.lora_name)} onClose={given.onClose}>
      <Verdicts picture={picture} onChange={given.onChange} />
      <Shown of={order}>
        {(known) => <OrderFacts order={known} seed={picture.seed ?? known.settings.seed} />}
      </Shown>
      <div class="card flush picture-rows">
        {picture.purpose === "proof" && !picture.saved && (
          <Row title={words.keep} under={words.keepAbout} disabled={keep.busy} onPress={keep.start} />
        )}
        {!given.inOrder && (
          <Row
            title={words.openOrder}
            onPress={() => given.onLeave({ screen: "generation", id: picture.generation_id })}
          />
        )}
        <Row
          title={words.openModel}
          onPress={() => given.onLeave({ screen: "model", id: picture.lora_id })}
        />
        <Row title={words.report} under={words.reportAbout} onPress={() => setReporting(true)} />
      </div>
      <button type="button" class="button danger wide" disabled={erase.busy} onClick={erase.start}>
        {words.delete}
      </button>
    </Sheet>
  );
}

function Verdicts(given: { picture: SeenPicture; onChange: (to: SeenPicture) => void }) {
  const words = t().generation;
  const judge = useAction(async (verdict: Verdict) => {
    await api.put("/images/{image_id}/verdict", { path: { image_id: given.picture.id }, body: { verdict } });
    platform.feel("pick");
    given.onChange({ ...given.picture, verdict });
    say(verdict === "good" ? words.goodNoted : words.badNoted);
  });
  const one = (verdict: Verdict, text: string) => (
    <button
      type="button"
      class="choice"
      aria-pressed={given.picture.verdict === verdict}
      disabled={judge.busy}
      onClick={() => judge.start(verdict)}
    >
      {text}
    </button>
  );
  return (
    <div class="choices" role="group" aria-label={words.verdict}>
      {one("good", words.good)}
      {one("not_me", words.bad)}
    </div>
  );
}
