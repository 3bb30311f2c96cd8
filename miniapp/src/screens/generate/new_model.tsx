import { Link } from "../../components/row.tsx";
import { Shown, Waiting } from "../../components/states.tsx";
import { t } from "../../i18n/index.ts";
import { api } from "../../state/app.ts";
import { useLoaded } from "../../state/loaded.ts";
import { me } from "../../state/me.ts";

/** What a model that is trained first takes: time, who pays, how many are left; and the way there. */
export function NewModel() {
  const words = t().generate;
  const trainers = useLoaded((signal) => api.get("/trainers", { signal }), []);
  const left = me.value?.trainings;
  return (
    <div class="card stack">
      <Shown of={trainers} waiting={<Waiting heights={[72]} />}>
        {(offer) => {
          const minutes = offer.items.flatMap((one) => one.qualities.map((quality) => quality.minutes));
          return (
            <p>
              {minutes.length > 0 && <>{words.freshTime(Math.min(...minutes), Math.max(...minutes))} </>}
              {offer.who_pays === "operator"
                ? words.freshPays.operator
                : words.freshPays.you(offer.price)}{" "}
              {left && words.freshLeft(left.left, left.limit)}
            </p>
          );
        }}
      </Shown>
      <Link to={{ screen: "create" }} class="button main wide">
        {words.create}
      </Link>
    </div>
  );
}
