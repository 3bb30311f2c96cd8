import type { LoraFull } from "../../api/shapes.ts";
import { Image } from "../../components/image.tsx";
import { Link } from "../../components/row.tsx";
import { Shown, Waiting } from "../../components/states.tsx";
import { t } from "../../i18n/index.ts";
import { api } from "../../state/app.ts";
import { atWork } from "../../state/jobs.ts";
import { useLoaded } from "../../state/loaded.ts";

/** The first pictures of a model, which are made to see whether the training worked. */
export function Proofs({ lora }: { lora: LoraFull }) {
  const words = t().training;
  const proofs = useLoaded(
    (signal) => api.get("/generations", { query: { lora_id: lora.id, purpose: "proof", limit: 1 }, signal }),
    [lora.id],
  );
  return (
    <section class="section">
      <h2>{words.proofs}</h2>
      <Shown of={proofs} waiting={<Waiting heights={[120]} />}>
        {({ items }) => {
          const made = items[0];
          const pictures = made?.images.filter((image) => image.url !== null) ?? [];
          const going = made?.job != null && atWork({ generation: made.id }) !== null;
          if (made === undefined || (pictures.length === 0 && !going))
            return <p class="soft small">{words.noProofs}</p>;
          if (pictures.length === 0) return <Waiting heights={[120]} />;
          return (
            <ul class="grid training-proofs">
              {pictures.map((image) => (
                <li key={image.id}>
                  <Link
                    to={{ screen: "generation", id: made.id }}
                    class="tile block"
                    label={words.proof(image.no + 1)}
                  >
                    <Image src={image.url} alt="" onStale={proofs.reload} />
                  </Link>
                </li>
              ))}
            </ul>
          );
        }}
      </Shown>
    </section>
  );
}
