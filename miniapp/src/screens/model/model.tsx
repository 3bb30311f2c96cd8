import { useState } from "preact/hooks";
import type { LoraFull } from "../../api/shapes.ts";
import { Page } from "../../components/page.tsx";
import { StageBadge } from "../../components/stage_badge.tsx";
import { Shown, Waiting } from "../../components/states.tsx";
import { t } from "../../i18n/index.ts";
import { go } from "../../routing/router.ts";
import { api } from "../../state/app.ts";
import { atWork } from "../../state/jobs.ts";
import { useLoaded } from "../../state/loaded.ts";
import { usePrimary } from "../../state/primary.ts";
import { About } from "./about.tsx";
import { Actions } from "./actions.tsx";
import { EditSheet } from "./edit_sheet.tsx";
import { Photos } from "./photos.tsx";
import { Proofs } from "./proofs.tsx";
import { Standing } from "./standing.tsx";
import { TrainAgain } from "./train_again.tsx";
import { Versions } from "./versions.tsx";
import "./model.css";

/** Everything about one model. */
export function Model(given: { route: { screen: "model"; id: string } }) {
  const { id } = given.route;
  const loaded = useLoaded((signal) => api.get("/loras/{lora_id}", { path: { lora_id: id }, signal }), [id]);
  const words = t().model;
  const model = loaded.data;
  const canDraw = model !== null && model.storage_url !== null;
  usePrimary(canDraw ? words.use : null, () => go({ screen: "generate", lora: id }));
  return (
    <Page
      title={model?.name ?? words.title}
      end={model && <StageBadge stage={atWork({ lora: id })?.stage ?? model.training_status} />}
    >
      <Shown of={loaded} waiting={<Waiting heights={[120, 160, 220]} />}>
        {(seen) => <Whole model={seen} onChanged={loaded.set} onReload={loaded.reload} />}
      </Shown>
    </Page>
  );
}

function Whole(given: { model: LoraFull; onChanged: (model: LoraFull) => void; onReload: () => void }) {
  const { model } = given;
  const [editing, setEditing] = useState(false);
  const [again, setAgain] = useState<"retry" | "retrain" | null>(null);
  const job = atWork({ lora: model.id }) ?? model.job;
  return (
    <>
      <Standing model={model} job={job} onRetry={() => setAgain("retry")} />
      <About model={model} onEdit={() => setEditing(true)} />
      <Proofs model={model} onReload={given.onReload} />
      <Photos model={model} />
      <Versions versions={model.versions} />
      <Actions model={model} isAtWork={job !== null} onTrainAgain={() => setAgain("retrain")} />
      {editing && <EditSheet model={model} onSaved={given.onChanged} onClose={() => setEditing(false)} />}
      {again !== null && <TrainAgain lora={model.id} kind={again} onClose={() => setAgain(null)} />}
    </>
  );
}
