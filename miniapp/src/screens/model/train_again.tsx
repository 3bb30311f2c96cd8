import { useState } from "preact/hooks";
import { orderedOnce } from "../../api/orders.ts";
import { Refused } from "../../api/problem.ts";
import type { Schemas } from "../../api/shapes.ts";
import { Sheet } from "../../components/sheet.tsx";
import { Shown, Waiting } from "../../components/states.tsx";
import { day, dollars, number } from "../../i18n/figures.ts";
import { t } from "../../i18n/index.ts";
import { go } from "../../routing/router.ts";
import { useAction } from "../../state/action.ts";
import { api } from "../../state/app.ts";
import { heard } from "../../state/jobs.ts";
import { useLoaded } from "../../state/loaded.ts";
import { quotasChanged } from "../../state/me.ts";
import { reasonOf, say } from "../../state/toasts.ts";
import { Facts } from "./facts.tsx";

type Offer = Schemas["RetrainOffer"];

/** What another training comes to, and the order. `retry` is for a model that did not work out. */
export function TrainAgain(given: { lora: string; kind: "retry" | "retrain"; onClose: () => void }) {
  const words = t().model;
  const { lora, kind } = given;
  const [refused, setRefused] = useState<string | null>(null);
  const offer = useLoaded(
    (signal) => api.get("/loras/{lora_id}/retrain", { path: { lora_id: lora }, signal }),
    [lora],
  );
  const order = useAction(async (seen: Offer) => {
    setRefused(null);
    try {
      heard(await ordered(lora, kind, seen.version_id));
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      return setRefused(reasonOf(error));
    }
    quotasChanged();
    given.onClose();
    say(words.ordered);
    go({ screen: "training", id: lora });
  });
  return (
    <Sheet title={words.orderTitle[kind]} onClose={given.onClose}>
      <Shown of={offer} waiting={<Waiting heights={[200]} />}>
        {(seen) => (
          <>
            <p>{words.orderText[kind]}</p>
            <Facts facts={factsOf(seen)} />
            {refused !== null && (
              <p class="refusal" role="alert">
                {refused}
              </p>
            )}
            <button
              type="button"
              class="button main wide"
              disabled={order.busy || seen.quota.left === 0}
              aria-busy={order.busy}
              onClick={() => order.start(seen)}
            >
              {words.train}
            </button>
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
