import { useEffect, useState } from "preact/hooks";
import { Choices } from "../../components/choices.tsx";
import { t } from "../../i18n/index.ts";
import { SORTS, STATES, type Wish } from "./wish.ts";

const PAUSE_MS = 300;

/** Search, state and order of the list. The search waits until nobody types. */
export function Filters(given: { wish: Wish; onChange: (change: Partial<Wish>) => void }) {
  const words = t().models;
  const { wish, onChange } = given;
  const [typed, setTyped] = useState(wish.search);
  useEffect(() => setTyped(wish.search), [wish.search]);
  useEffect(() => {
    if (typed === wish.search) return;
    const waiting = setTimeout(() => onChange({ search: typed }), PAUSE_MS);
    return () => clearTimeout(waiting);
  }, [typed]);
  return (
    <div class="stack" role="search">
      <input
        class="input"
        type="search"
        aria-label={words.search}
        placeholder={words.search}
        maxLength={100}
        value={typed}
        onInput={(event) => setTyped(event.currentTarget.value)}
      />
      <div class="models-scroll">
        <Choices
          label={words.state}
          options={STATES.map((state) => ({ value: state, text: words.states[state] }))}
          value={wish.state}
          onPick={(state) => onChange({ state })}
        />
      </div>
      <label class="line apart">
        <span class="soft">{words.sort}</span>
        <select
          class="input models-sort"
          value={wish.sort}
          onChange={(event) => onChange({ sort: event.currentTarget.value as Wish["sort"] })}
        >
          {SORTS.map((sort) => (
            <option key={sort} value={sort}>
              {words.sorts[sort]}
            </option>
          ))}
        </select>
      </label>
    </div>
  );
}
