import { useState } from "preact/hooks";
import { orderedOnce } from "../../api/orders.ts";
import { Refused } from "../../api/problem.ts";
import type { Lora } from "../../api/shapes.ts";
import { Choices } from "../../components/choices.tsx";
import { Section } from "../../components/page.tsx";
import { OrderNote } from "../../components/pictures/order_note.tsx";
import { told } from "../../components/pictures/ordering.ts";
import { Shown, Waiting } from "../../components/states.tsx";
import { t } from "../../i18n/index.ts";
import { platform } from "../../platform/index.ts";
import { replace } from "../../routing/router.ts";
import { useAction } from "../../state/action.ts";
import { api } from "../../state/app.ts";
import { useLoaded } from "../../state/loaded.ts";
import { usePrimary } from "../../state/primary.ts";
import { say } from "../../state/toasts.ts";
import { Advanced } from "./advanced.tsx";
import { type Form, type Offer, orderOf, type Setting } from "./form.ts";
import { Prompt } from "./prompt.tsx";
import { Shapes } from "./shapes.tsx";

const COUNTS = [1, 2, 3, 4].map((value) => ({ value, text: String(value) }));
const ABOUT_WORDS = /^(prompt|words)-/;

/** Words, shape, number and settings of an order, its price, and the button that places it. */
export function OrderForm(given: { model: Lora; form: Form; onForm: (form: Form) => void }) {
  const { model } = given;
  const offer = useLoaded(
    (signal) => api.get("/loras/{lora_id}/picture-offer", { path: { lora_id: model.id }, signal }),
    [model.id],
  );
  return (
    <Shown of={offer} waiting={<Waiting heights={[190, 90, 60]} />}>
      {(known) => <Filled {...given} offer={known} />}
    </Shown>
  );
}

function Filled(given: { model: Lora; form: Form; offer: Offer; onForm: (form: Form) => void }) {
  const { form, offer, model } = given;
  const words = t().generate;
  const [refusal, setRefusal] = useState("");
  const [faults, setFaults] = useState<readonly string[]>([]);
  const order = orderOf(form, offer);
  const count = order.count ?? 1;
  const change = (part: Partial<Form>) => given.onForm({ ...form, ...part });

  const draw = useAction(async () => {
    if (form.prompt.trim() === "") {
      setRefusal(words.empty);
      platform.feel("refused");
      document.getElementById("generate-prompt")?.focus();
      return;
    }
    if (faults.length > 0) {
      say(words.faulty);
      platform.feel("refused");
      document.querySelector<HTMLElement>("[aria-invalid=true]")?.focus();
      return;
    }
    try {
      const about = `generate:${JSON.stringify(order)}`;
      const placed = await told(() =>
        orderedOnce(about, (key) => api.post("/generations", { body: order, key })),
      );
      replace({ screen: "generation", id: placed.id });
    } catch (error) {
      if (!(error instanceof Refused) || !ABOUT_WORDS.test(error.code)) throw error;
      platform.feel("refused");
      setRefusal(error.message);
      document.getElementById("generate-prompt")?.focus();
    }
  });
  usePrimary(words.draw(count), draw.start, { busy: draw.busy });

  return (
    <>
      <Prompt
        type={model.type}
        value={form.prompt}
        refusal={refusal}
        onChange={(prompt) => {
          setRefusal("");
          change({ prompt });
        }}
      />
      <Section title={words.shape}>
        <Shapes value={order.aspect ?? "1:1"} onPick={(aspect) => change({ aspect })} />
      </Section>
      <Section title={words.count}>
        <Choices
          label={words.count}
          value={count}
          options={COUNTS}
          onPick={(picked) => change({ count: picked })}
        />
      </Section>
      {offer.settings.length > 0 && (
        <Advanced
          form={form}
          settings={offer.settings}
          onSet={(key: Setting["key"], value) => change({ own: { ...form.own, [key]: value } })}
          onFault={(key, faulty) =>
            setFaults((before) => [...before.filter((one) => one !== key), ...(faulty ? [key] : [])])
          }
        />
      )}
      <OrderNote price={offer.price} balance={offer.balance} count={count} />
    </>
  );
}
