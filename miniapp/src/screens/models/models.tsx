import { useRef, useState } from "preact/hooks";
import type { Lora } from "../../api/shapes.ts";
import { Page } from "../../components/page.tsx";
import { Link } from "../../components/row.tsx";
import { Empty, Shown, Waiting } from "../../components/states.tsx";
import { t } from "../../i18n/index.ts";
import { api } from "../../state/app.ts";
import { useLoaded } from "../../state/loaded.ts";
import { TrainAgain } from "../model/train_again.tsx";
import { DeletedNotes } from "./deleted_notes.tsx";
import { Filters } from "./filters.tsx";
import { ModelCard } from "./model_card.tsx";
import { changed, FIRST_WISH, isNarrow, queriesOf, type Wish } from "./wish.ts";
import "./models.css";

interface Shelf {
  items: Lora[];
  total: number;
  of: Wish;
}

async function shelf(wish: Wish, signal: AbortSignal): Promise<Shelf> {
  const pages = await Promise.all(queriesOf(wish).map((query) => api.get("/loras", { query, signal })));
  return { items: pages.flatMap((page) => page.items), total: pages[0]?.total ?? 0, of: wish };
}

/** All models of the person. */
export function Models() {
  const [wish, setWish] = useState(FIRST_WISH);
  const [again, setAgain] = useState<string | null>(null);
  const loaded = useLoaded((signal) => shelf(wish, signal), [wish]);
  // What was shown stays until the next answer, so that nothing jumps while somebody types.
  const last = useRef<Shelf | null>(null);
  last.current = loaded.data ?? last.current;
  const shown = loaded.problem === null && last.current !== null ? { ...loaded, data: last.current } : loaded;
  const change = (part: Partial<Wish>) => setWish((before) => changed(before, part));
  const words = t().models;
  return (
    <Page title={words.title}>
      <DeletedNotes onRestored={loaded.reload} />
      <Shown of={shown} waiting={<Waiting heights={[44, 44, 128, 128, 128]} />}>
        {(seen) =>
          seen.total === 0 && !isNarrow(seen.of) && !isNarrow(wish) ? (
            <Empty text={words.none}>
              <Link to={{ screen: "create" }} class="button main">
                {words.create}
              </Link>
            </Empty>
          ) : (
            <>
              <Filters wish={wish} onChange={change} />
              <List
                shelf={seen}
                loading={loaded.loading}
                onMore={() => change({ pages: wish.pages + 1 })}
                onAll={() => setWish(FIRST_WISH)}
                onRetry={setAgain}
                onStale={loaded.reload}
              />
            </>
          )
        }
      </Shown>
      {again !== null && <TrainAgain lora={again} kind="retry" onClose={() => setAgain(null)} />}
    </Page>
  );
}

function List(given: {
  shelf: Shelf;
  loading: boolean;
  onMore: () => void;
  onAll: () => void;
  onRetry: (id: string) => void;
  onStale: () => void;
}) {
  const words = t().models;
  const { items, total } = given.shelf;
  if (items.length === 0)
    return (
      <Empty text={words.nothingFound}>
        <button type="button" class="button" onClick={given.onAll}>
          {words.showAll}
        </button>
      </Empty>
    );
  return (
    <>
      <p class="soft small" aria-live="polite">
        {words.shown(items.length, total)}
      </p>
      <ul class="models-list" aria-busy={given.loading}>
        {items.map((model) => (
          <ModelCard
            key={model.id}
            model={model}
            onRetry={() => given.onRetry(model.id)}
            onStale={given.onStale}
          />
        ))}
      </ul>
      {items.length < total && (
        <button type="button" class="button wide" disabled={given.loading} onClick={given.onMore}>
          {t().common.more}
        </button>
      )}
    </>
  );
}
