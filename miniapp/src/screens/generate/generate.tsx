import { useLayoutEffect, useState } from "preact/hooks";
import { keep, kept } from "../../api/kept.ts";
import type { Lora } from "../../api/shapes.ts";
import { Page } from "../../components/page.tsx";
import { Link } from "../../components/row.tsx";
import { Empty, Shown, Waiting } from "../../components/states.tsx";
import { t } from "../../i18n/index.ts";
import { api } from "../../state/app.ts";
import { useLoaded } from "../../state/loaded.ts";
import { EMPTY, type Form, withModel } from "./form.ts";
import { ModelChoice, type What } from "./model_choice.tsx";
import { chosenOf } from "./models.ts";
import { OrderForm } from "./order_form.tsx";
import "./generate.css";

const MOST = 100;

/** Ordering pictures: with what, of what, and how. */
export function Generate({ route }: { route: { screen: "generate"; lora: string } }) {
  const models = useLoaded(
    async (signal) => {
      const list = (await api.get("/loras", { query: { limit: MOST }, signal })).items;
      if (route.lora === "" || list.some((one) => one.id === route.lora)) return list;
      return [...list, await api.get("/loras/{lora_id}", { path: { lora_id: route.lora }, signal })];
    },
    [route.lora],
  );
  return (
    <Page title={t().generate.title}>
      <Shown of={models} waiting={<Waiting heights={[150, 190, 90]} />}>
        {(all) => <Ready models={all} wanted={route.lora} onStale={models.reload} />}
      </Shown>
    </Page>
  );
}

function Ready(given: { models: readonly Lora[]; wanted: string; onStale: () => void }) {
  const [form, setForm] = useState<Form>(() => ({ ...EMPTY, ...kept<Form>("generate") }));
  const [what, setWhat] = useState<What>("existing");
  const [picked, setPicked] = useState<Lora | null>(null);
  // Before the next picture is painted: web views reload when they like.
  useLayoutEffect(() => keep("generate", form), [form]);
  const listed = given.models.find((one) => one.id === picked?.id) ?? picked;
  const model = listed ?? chosenOf(given.models, given.wanted, form.lora);
  const id = model?.id ?? "";
  const current = withModel(form, id);
  if (model === null) return <NoModel models={given.models} />;
  return (
    <>
      <ModelChoice
        what={what}
        onWhat={setWhat}
        model={model}
        onModel={(one) => {
          setPicked(one);
          setForm(withModel(form, one.id));
        }}
        onStale={given.onStale}
      />
      {what === "existing" && model.training_status === "completed" && (
        <OrderForm key={id} model={model} form={current} onForm={setForm} />
      )}
    </>
  );
}

/** Nothing can draw: why, and what to do. */
function NoModel(given: { models: readonly Lora[] }) {
  const words = t().generate;
  const training = given.models.find((one) => one.job !== null);
  if (training !== undefined)
    return (
      <Empty text={words.training(training.name)}>
        <Link to={{ screen: "training", id: training.id }} class="button main">
          {words.progress}
        </Link>
      </Empty>
    );
  return (
    <Empty text={given.models.length ? words.noneReady : words.none}>
      <Link to={{ screen: "create" }} class="button main">
        {words.create}
      </Link>
      {given.models.length > 0 && (
        <Link to={{ screen: "models" }} class="button">
          {words.myModels}
        </Link>
      )}
    </Empty>
  );
}
