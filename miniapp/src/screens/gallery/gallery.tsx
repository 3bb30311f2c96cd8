import { useState } from "preact/hooks";
import type { Schemas } from "../../api/shapes.ts";
import { Choices } from "../../components/choices.tsx";
import { MoreBelow } from "../../components/more_below.tsx";
import { Page } from "../../components/page.tsx";
import type { SeenPicture } from "../../components/pictures/seen_picture.ts";
import { PictureTile } from "../../components/pictures/tile.tsx";
import { Viewer } from "../../components/pictures/viewer.tsx";
import { Link } from "../../components/row.tsx";
import { Empty, Shown } from "../../components/states.tsx";
import { t } from "../../i18n/index.ts";
import { replace } from "../../routing/router.ts";
import { api } from "../../state/app.ts";
import { type Pages, usePages } from "../../state/pages.ts";
import { ModelFilter } from "./model_filter.tsx";
import "./gallery.css";

type Purpose = Schemas["Purpose"];

const PAGE = 30;

/** Which kind was looked at last in this visit. */
let lastKind: Purpose = "user";

/** Every picture of the person, the newest first. */
export function Gallery({ route }: { route: { screen: "gallery"; lora: string } }) {
  const [kind, setKind] = useState<Purpose>(lastKind);
  const words = t().gallery;
  return (
    <Page title={words.title}>
      <ModelFilter
        chosen={route.lora}
        onChoose={(lora) => lora !== route.lora && replace({ screen: "gallery", lora })}
      />
      <Choices
        label={words.kind}
        value={kind}
        options={[
          { value: "user", text: words.drawn },
          { value: "proof", text: words.proofs },
        ]}
        onPick={(picked) => {
          lastKind = picked;
          setKind(picked);
        }}
      />
      <Grid key={kind} kind={kind} lora={route.lora} />
    </Page>
  );
}

function Grid(given: { kind: Purpose; lora: string }) {
  const { kind, lora } = given;
  const [open, setOpen] = useState<string | null>(null);
  const pages = usePages<SeenPicture>(
    `gallery:${kind}:${lora}`,
    (one) => one.id,
    async (before, signal) => {
      const query = { limit: PAGE, purpose: kind, before, lora_id: lora || null };
      const page = await api.get("/images", { query, signal });
      return { items: page.items, next: page.next_before };
    },
  );
  const of = {
    data: pages.items,
    problem: pages.problem,
    loading: pages.items === null,
    reload: pages.reload,
  };
  return (
    <Shown of={{ ...of, set: () => {} }} waiting={<WaitingGrid />}>
      {(pictures) =>
        pictures.length === 0 ? (
          <Nothing kind={kind} lora={lora} />
        ) : (
          <>
            <Tiles pictures={pictures} pages={pages} onOpen={setOpen} />
            {open !== null && (
              <Viewer
                pictures={pictures}
                first={open}
                inOrder={false}
                onClose={() => setOpen(null)}
                onChange={pages.change}
                onStale={pages.reload}
                onNearEnd={pages.hasMore ? pages.more : null}
              />
            )}
          </>
        )
      }
    </Shown>
  );
}

function Tiles(given: {
  pictures: readonly SeenPicture[];
  pages: Pages<SeenPicture>;
  onOpen: (id: string) => void;
}) {
  const { pages } = given;
  const words = t().gallery;
  return (
    <>
      <ul class="gallery-grid">
        {given.pictures.map((one, index) => (
          <li key={one.id}>
            <PictureTile
              picture={one}
              label={words.count(index + 1, one.prompt, one.lora_name)}
              shape="1"
              onOpen={() => given.onOpen(one.id)}
              onStale={pages.reload}
            />
          </li>
        ))}
      </ul>
      {pages.hasMore && (
        <MoreBelow text={words.more} busy={pages.busy} byItself={!pages.stalled} onMore={pages.more} />
      )}
    </>
  );
}

function WaitingGrid() {
  return (
    <div class="gallery-grid" role="status" aria-label={t().common.loading}>
      {Array.from({ length: 12 }, (_, no) => (
        <div key={no} class="skeleton gallery-room" />
      ))}
    </div>
  );
}

function Nothing(given: { kind: Purpose; lora: string }) {
  const words = t().gallery;
  if (given.kind === "proof") return <Empty text={words.emptyProofs} />;
  return (
    <Empty text={given.lora ? words.emptyOfModel : words.empty}>
      <Link to={{ screen: "generate", lora: given.lora }} class="button main">
        {words.draw}
      </Link>
    </Empty>
  );
}
