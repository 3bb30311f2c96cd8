import { t } from "../../i18n/index.ts";
import { api } from "../../state/app.ts";
import { useLoaded } from "../../state/loaded.ts";

/** Which model's pictures are shown; nothing to choose where there is one model at most. */
export function ModelFilter(given: { chosen: string; onChoose: (lora: string) => void }) {
  const words = t().gallery;
  const models = useLoaded(
    (signal) => api.get("/loras", { query: { limit: 100, sort: "name" }, signal }),
    [],
  );
  const all = models.data?.items ?? [];
  if (all.length < 2 && given.chosen === "") return null;
  return (
    <label class="field">
      <span>{words.filter}</span>
      <select
        class="input"
        value={given.chosen}
        onChange={(event) => given.onChoose(event.currentTarget.value)}
      >
        <option value="">{words.all}</option>
        {all.map((one) => (
          <option key={one.id} value={one.id}>
            {one.name}
          </option>
        ))}
      </select>
    </label>
  );
}
