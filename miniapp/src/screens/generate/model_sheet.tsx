import { useEffect, useState } from "preact/hooks";
import type { Lora } from "../../api/shapes.ts";
import { Choices } from "../../components/choices.tsx";
import { Sheet } from "../../components/sheet.tsx";
import { Shown, Waiting } from "../../components/states.tsx";
import { t } from "../../i18n/index.ts";
import { api } from "../../state/app.ts";
import { useLoaded } from "../../state/loaded.ts";
import { ModelWords } from "./model_choice.tsx";

const TYPING_MS = 300;
const MOST = 100;

type Sort = "recent" | "popularity" | "name";

/** The models that can draw, to choose one from. */
export function ModelSheet(given: { chosen: string; onChoose: (model: Lora) => void; onClose: () => void }) {
  const words = t().generate;
  const [typed, setTyped] = useState("");
  const [search, setSearch] = useState("");
  const [sort, setSort] = useState<Sort>("recent");
  useEffect(() => {
    const pause = setTimeout(() => setSearch(typed.trim()), TYPING_MS);
    return () => clearTimeout(pause);
  }, [typed]);
  const models = useLoaded(
    (signal) => api.get("/loras", { query: { status: "completed", search, sort, limit: MOST }, signal }),
    [search, sort],
  );
  return (
    <Sheet title={words.choose} onClose={given.onClose}>
      <input
        type="search"
        class="input"
        aria-label={words.search}
        placeholder={words.search}
        maxLength={100}
        value={typed}
        onInput={(event) => setTyped(event.currentTarget.value)}
      />
      <Choices
        label={words.sort}
        value={sort}
        options={(["recent", "popularity", "name"] as const).map((one) => ({
          value: one,
          text: words.sorts[one],
        }))}
        onPick={setSort}
      />
      <div class="generate-models">
        <Shown of={models} waiting={<Waiting heights={[72, 72, 72]} />}>
          {(found) =>
            found.items.length === 0 ? (
              <p class="soft">{words.nothingFound}</p>
            ) : (
              <ul class="generate-list">
                {found.items.map((one) => (
                  <li key={one.id}>
                    <button
                      type="button"
                      class="row"
                      aria-pressed={one.id === given.chosen}
                      onClick={() => given.onChoose(one)}
                    >
                      <ModelWords model={one} under={words.used(one.usage_count)} onStale={models.reload} />
                      {one.id === given.chosen && (
                        <span class="generate-check" aria-hidden="true">
                          ✓
                        </span>
                      )}
                    </button>
                  </li>
                ))}
              </ul>
            )
          }
        </Shown>
      </div>
    </Sheet>
  );
}
