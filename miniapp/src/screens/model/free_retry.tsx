import { Refused } from "../../api/problem.ts";
import type { Schemas } from "../../api/shapes.ts";
import { Waiting } from "../../components/states.tsx";
import { number } from "../../i18n/figures.ts";
import { t } from "../../i18n/index.ts";
import { api } from "../../state/app.ts";
import { useLoaded } from "../../state/loaded.ts";
import { reasonOf } from "../../state/toasts.ts";
import { OrderTraining } from "./order_training.tsx";

type Offer = Schemas["FreeRetryOffer"];

/** The one more training that costs nothing, once the proofs are not like it; else why there is none. */
export function FreeRetry(given: { lora: string; onOrdered: () => void }) {
  const path = { lora_id: given.lora };
  const offer = useLoaded((signal) => api.get("/loras/{lora_id}/free-retry", { path, signal }), [given.lora]);
  const words = t().model.freeRetry;
  if (offer.data === null)
    return offer.problem === null ? (
      <Waiting heights={[96]} />
    ) : (
      <p class="note" role="status">
        {t().model.thanksNot} {whyNot(offer.problem)}
      </p>
    );
  const seen = offer.data;
  return (
    <div class="note stack" role="status">
      <p>
        {t().model.thanksNot} {words.offer(changes(seen))}
      </p>
      <OrderTraining
        lora={given.lora}
        text={words.order}
        said={words.ordered}
        order={() => api.post("/loras/{lora_id}/free-retry", { path, body: { version_id: seen.version_id } })}
        onOrdered={given.onOrdered}
      />
    </div>
  );
}

function changes(offer: Offer): string {
  const words = t().model.freeRetry;
  const found = [
    offer.without_photos.length > 0 ? words.without(offer.without_photos) : "",
    offer.steps !== null && offer.steps_before !== null
      ? words.steps(number(offer.steps), number(offer.steps_before))
      : "",
  ];
  return found.filter(Boolean).join(", ");
}

function whyNot(problem: unknown): string {
  const known: Record<string, string> = t().model.freeRetry.not;
  return (problem instanceof Refused && known[problem.code]) || reasonOf(problem);
}
