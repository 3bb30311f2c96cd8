import type { Generation, LoraFull } from "../../api/shapes.ts";
import { Image } from "../../components/image.tsx";
import { Link } from "../../components/row.tsx";
import { Shown, Waiting } from "../../components/states.tsx";
import { t } from "../../i18n/index.ts";
import { api } from "../../state/app.ts";
import { useLoaded } from "../../state/loaded.ts";

const PROOFS = 3;

/** The first pictures of a model, which are made to see whether the training worked. */
export function Proofs({ lora }: { lora: LoraFull }) {
  const words = t().training;
  const since = Date.parse(lora.versions[0]?.created_at ?? lora.created_at);
  const proofs = useLoaded(
    async (signal) => {
      const query = { lora_id: lora.id, purpose: "proof", limit: PROOFS } as const;
      const { items } = await api.get("/generations", { query, signal });
      return items.filter((made) => Date.parse(made.created_at) >= since);
    },
    [lora.id, since],
  );
  return (
    <section class="section">
      <h2>{words.proofs}</h2>
      <Shown of={proofs} waiting={<Waiting heights={[120]} />}>
        {(made) => <Grid made={made} onStale={proofs.reload} />}
      </Shown>
    </section>
  );
}

function Grid({ made, onStale }: { made: readonly Generation[]; onStale: () => void }) {
  const words = t().training;
  const shown = made.flatMap((order) =>
    order.images.filter((image) => image.url !== null).map((image) => ({ order: order.id, image })),
  );
  const going = made.filter((order) => order.job !== null);
  if (shown.length === 0 && going.length === 0) return <p class="soft small">{words.noProofs}</p>;
  return (
    <ul class="grid training-proofs">
      {shown.map(({ order, image }, index) => (
        <li key={image.id}>
          <Link to={{ screen: "generation", id: order }} class="tile" label={words.proof(index + 1)}>
            <Image src={image.url} alt="" onStale={onStale} />
          </Link>
        </li>
      ))}
      {going.map((order) => (
        <li key={order.id}>
          <div class="tile skeleton" role="img" aria-label={words.proofGoing} />
        </li>
      ))}
    </ul>
  );
}
