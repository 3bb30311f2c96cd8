import { useState } from "preact/hooks";
import type { Generation as Order } from "../../api/shapes.ts";
import { Page, Section } from "../../components/page.tsx";
import { OrderFacts } from "../../components/pictures/order_facts.tsx";
import { OrderNoteOf } from "../../components/pictures/order_note.tsx";
import { drawnAgain } from "../../components/pictures/ordering.ts";
import { picturesOf, type SeenPicture, shapeOf } from "../../components/pictures/seen_picture.ts";
import { PictureTile } from "../../components/pictures/tile.tsx";
import { Viewer } from "../../components/pictures/viewer.tsx";
import { Link } from "../../components/row.tsx";
import { Shown, Waiting } from "../../components/states.tsx";
import { t } from "../../i18n/index.ts";
import { go } from "../../routing/router.ts";
import { useAction } from "../../state/action.ts";
import { api } from "../../state/app.ts";
import { atWork, heard } from "../../state/jobs.ts";
import { type Loaded, useLoaded } from "../../state/loaded.ts";
import { usePrimary } from "../../state/primary.ts";
import { AtWork, NotDrawn } from "./at_work.tsx";
import "./generation.css";

/** One order of pictures: while it is drawn, and what came of it. */
export function Generation({ route }: { route: { screen: "generation"; id: string } }) {
  const order = useLoaded(
    async (signal) => {
      const known = await api.get("/generations/{generation_id}", {
        path: { generation_id: route.id },
        signal,
      });
      // Only an order that was known to be at work is reloaded at its end.
      heard(known.job);
      return known;
    },
    [route.id],
  );
  const title = order.data?.purpose === "proof" ? t().generation.proofs : t().generation.title;
  return (
    <Page title={title}>
      <Shown of={order} waiting={<Waiting heights={[64, 358, 200]} />}>
        {(known) => <Known order={known} of={order} />}
      </Shown>
    </Page>
  );
}

function Known(given: { order: Order; of: Loaded<Order> }) {
  const { order } = given;
  const words = t().generation;
  const job = atWork({ generation: order.id });
  const erased = order.lora_name === "" && order.prompt === "";
  return (
    <>
      <div>
        <p class="generation-prompt">{erased ? words.erased : order.prompt}</p>
        {!erased && (
          <Link to={{ screen: "model", id: order.lora_id }} class="generation-model">
            {order.lora_name}
          </Link>
        )}
      </div>
      {job ? <AtWork order={order} job={job} /> : <Ended order={order} of={given.of} erased={erased} />}
      {!erased && (
        <Section title={words.settings}>
          <div class="card">
            <OrderFacts order={order} seed={order.settings.seed} />
          </div>
        </Section>
      )}
    </>
  );
}

function Ended(given: { order: Order; of: Loaded<Order>; erased: boolean }) {
  const { order, erased } = given;
  const words = t().generation;
  const [open, setOpen] = useState<string | null>(null);
  const again = useAction(async () => {
    const placed = await drawnAgain(order.id);
    go({ screen: "generation", id: placed.id });
  });
  // Between the end of the job and the next answer there is neither a job nor a picture.
  const isFresh = order.job !== null;
  const failed = order.stage === "failed" || order.stage === "cancelled";
  const text = failed ? words.retry : `${words.again}: ${words.draw(order.settings.count).toLowerCase()}`;
  usePrimary(erased || isFresh || open !== null ? null : text, again.start, { busy: again.busy });

  const pictures = picturesOf(order);
  const stored = pictures.filter((one) => one.state === "stored");
  const held = pictures.filter((one) => one.state === "blocked").length;
  if (isFresh) return <Waiting heights={[358]} />;
  return (
    <>
      {failed && <NotDrawn order={order} />}
      {held > 0 && stored.length > 0 && (
        <p class="note warn">{words.blockedSome(held, order.settings.count)}</p>
      )}
      {pictures.length > 0 && !(failed && stored.length === 0) && (
        <div class={pictures.length > 1 ? "generation-grid" : ""}>
          {pictures.map((one) => (
            <PictureTile
              key={one.id}
              picture={one}
              label={words.open(one.no + 1, order.prompt)}
              shape={shapeOf(one, order.settings.aspect)}
              onOpen={() => setOpen(one.id)}
              onStale={given.of.reload}
            />
          ))}
        </div>
      )}
      {!erased && <OrderNoteOf lora={order.lora_id} count={order.settings.count} />}
      {open !== null && (
        <Viewer
          pictures={stored}
          first={open}
          inOrder
          onClose={() => setOpen(null)}
          onChange={(id, to) => given.of.set(withPicture(order, id, to))}
          onStale={given.of.reload}
          onNearEnd={null}
        />
      )}
    </>
  );
}

function withPicture(order: Order, id: string, to: SeenPicture | null): Order {
  const images = order.images.map((one) => {
    if (one.id !== id) return one;
    return to === null
      ? { ...one, state: "erased" as const, url: null, download_url: null }
      : { ...one, saved: to.saved, verdict: to.verdict };
  });
  return { ...order, images };
}
