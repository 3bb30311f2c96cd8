import { orderedOnce } from "../../api/orders.ts";
import type { Schemas } from "../../api/shapes.ts";
import { Sheet } from "../../components/sheet.tsx";
import { Shown, Waiting } from "../../components/states.tsx";
import { day, dollars, number } from "../../i18n/figures.ts";
import { t } from "../../i18n/index.ts";
import { api } from "../../state/app.ts";
import { useLoaded } from "../../state/loaded.ts";
import { Facts } from "./facts.tsx";
import { OrderTraining } from "./order_training.tsx";

type Offer = Schemas["RetrainOffer"];

/** What another training comes to, and the order. `retry` is for a model that did not work out. */
export function TrainAgain(given: { lora: string; kind: "retry" | "retrain"; onClose: () => void }) {
  const words = t().model;
  const { lora, kind } = given;
  const offer = useLoaded(
    (signal) => api.get("/loras/{lora_id}/retrain", { path: { lora_id: lora }, signal }),
    [lora],
  );
  return (
    <Sheet title={words.orderTitle[kind]} onClose={given.onClose}>
      <Shown of={offer} waiting={<Waiting heights={[200]} />}>
        {(seen) => (
          <>
            <p>{words.orderText[kind]}</p>
            <Facts facts={factsOf(seen)} />
            <OrderTraining
              lora={lora}
              text={words.train}
              said={words.ordered}
              enabled={seen.quota.left !== 0}
              order={() => ordered(lora, kind, seen.version_id)}
              onOrdered={given.onClose}
            />
          </>
        )}
      </Shown>
    </Sheet>
  );
}

function ordered(lora: string, kind: "retry" | "retrain", version: string) {
  const path = { lora_id: lora };
  return orderedOnce(`${kind}:${version}`, (key) =>
    kind === "retry"
      ? api.post("/loras/{lora_id}/retry", { path, key })
      : api.post("/loras/{lora_id}/retrain", { path, key, body: { version_id: version } }),
  );
}

function factsOf(offer: Offer) {
  const words = t().model;
  const isFree = offer.who_pays === "operator";
  return [
    { name: words.trainer, value: `${offer.trainer_name}, ${words.quality[offer.quality]}` },
    { name: words.photosUsed, value: number(offer.photos) },
    { name: words.time, value: words.minutes(offer.usual_minutes) },
    {
      name: words.price,
      value: isFree ? words.free : words.credits(offer.price),
      under: isFree ? words.costsUs(dollars(offer.cost_usd)) : words.youHave(offer.balance),
    },
    {
      name: words.left,
      value: words.leftOf(offer.quota.left, offer.quota.limit),
      under: offer.quota.left === 0 ? words.until(day(offer.quota.reset_at)) : undefined,
    },
  ];
}
