import type { LoraType } from "../../api/shapes.ts";
import { t } from "../../i18n/index.ts";
import { platform } from "../../platform/index.ts";
import { api } from "../../state/app.ts";
import { useLoaded } from "../../state/loaded.ts";

/** What shall be in the picture, with ready ideas for this type of model. `refusal` stands beside the words. */
export function Prompt(given: {
  type: LoraType;
  value: string;
  refusal: string;
  onChange: (text: string) => void;
}) {
  const words = t().generate;
  const ideas = useLoaded(
    (signal) => api.get("/prompts", { query: { type: given.type }, signal }),
    [given.type],
  );
  return (
    <section class="section">
      <div class="field">
        <div class="line apart">
          <label for="generate-prompt" class="generate-label">
            {words.prompt}
          </label>
          {given.value !== "" && (
            <button type="button" class="button plain generate-clear" onClick={() => given.onChange("")}>
              {words.clear}
            </button>
          )}
        </div>
        <textarea
          id="generate-prompt"
          class="input"
          rows={4}
          placeholder={words.placeholder}
          value={given.value}
          aria-invalid={given.refusal !== ""}
          aria-describedby={given.refusal ? "generate-refusal generate-hint" : "generate-hint"}
          onInput={(event) => given.onChange(event.currentTarget.value)}
        />
        {given.refusal && (
          <p id="generate-refusal" class="refusal" role="alert">
            {given.refusal}
          </p>
        )}
        <p id="generate-hint" class="soft small">
          {words.hint}
        </p>
      </div>
      <div class="generate-ideas" role="group" aria-label={words.ideas}>
        {(ideas.data?.items ?? []).map((one) => (
          <button
            key={one.title}
            type="button"
            class="choice"
            aria-pressed={given.value === one.prompt}
            onClick={() => {
              platform.feel("pick");
              given.onChange(one.prompt);
            }}
          >
            {one.title}
          </button>
        ))}
      </div>
    </section>
  );
}
