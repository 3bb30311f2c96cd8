import type { Draft, Schemas } from "../../api/shapes.ts";
import { dollars } from "../../i18n/figures.ts";
import { t } from "../../i18n/index.ts";
import { platform } from "../../platform/index.ts";
import { useAction } from "../../state/action.ts";
import { Choices } from "../../components/choices.tsx";
import { answer } from "../create/draft.ts";

/** Which trainer, and how thoroughly it works. */
export function Trainers({ now }: { now: Draft }) {
  const words = t().order;
  const choose = useAction(async (trainer: string) => {
    platform.feel("pick");
    await answer({ trainer });
  });
  const quality = useAction(async (wanted: Draft["quality"]) => {
    await answer({ quality: wanted });
  });
  const chosen = now.trainers.find((one) => one.key === now.trainer);
  return (
    <>
      <fieldset class="section order-trainers" disabled={choose.busy}>
        <legend>{words.trainer}</legend>
        {now.trainers.map((trainer) => (
          <TrainerCard key={trainer.key} trainer={trainer} now={now} onChoose={choose.start} />
        ))}
      </fieldset>
      {chosen && chosen.offers.length > 1 && (
        <section class="section">
          <h2>{words.quality}</h2>
          <Choices
            label={words.quality}
            options={chosen.offers.map((offer) => ({
              value: offer.quality,
              text: words.offer(words.qualities[offer.quality], dollars(offer.cost_usd), offer.usual_minutes),
            }))}
            value={now.quality}
            onPick={quality.start}
            disabled={quality.busy}
          />
        </section>
      )}
    </>
  );
}

function TrainerCard(given: {
  trainer: Schemas["TrainerOffered"];
  now: Draft;
  onChoose: (trainer: string) => void;
}) {
  const { trainer, now } = given;
  const words = t().order;
  const offer = trainer.offers.find((one) => one.quality === now.quality) ?? trainer.offers[0];
  const chosen = trainer.key === now.trainer;
  return (
    <label class={chosen ? "card order-trainer chosen" : "card order-trainer"}>
      <input
        type="radio"
        name="trainer"
        value={trainer.key}
        checked={chosen}
        onChange={() => given.onChoose(trainer.key)}
      />
      <span class="order-trainer-text">
        <span class="line apart">
          <b>{trainer.name}</b>
          <span class="soft small">{words.providers[trainer.provider] ?? trainer.provider}</span>
        </span>
        <span class="small block">{trainer.best_use}</span>
        {offer && (
          <span class="soft small block">{words.about(dollars(offer.cost_usd), offer.usual_minutes)}</span>
        )}
        {trainer.least_photos > now.coach.trained && (
          <span class="refusal block">{words.needsPhotos(trainer.least_photos)}</span>
        )}
      </span>
    </label>
  );
}
