import { useState } from "preact/hooks";
import { Choices } from "../../components/choices.tsx";
import type { Draft, DraftSetting } from "../../api/shapes.ts";
import { number } from "../../i18n/figures.ts";
import { t } from "../../i18n/index.ts";
import { useAction } from "../../state/action.ts";
import { api } from "../../state/app.ts";
import { reasonOf } from "../../state/toasts.ts";
import { answer, changeDraft } from "../create/draft.ts";
import { useField } from "../create/field.ts";
import { parsedNumber, sliderOf, written } from "./numbers.ts";

/** What the chosen trainer lets people set; nothing else is here. */
export function Advanced({ now }: { now: Draft }) {
  const words = t().order;
  const own = now.settings.filter((setting) => setting.is_own).length;
  const reset = useAction(async () => {
    await changeDraft(() => api.delete("/draft/settings"));
  });
  return (
    <details class="card folding">
      <summary>
        <h2>{words.advanced}</h2>
        <span class="soft small">{own > 0 ? words.changed(own) : words.asUsual}</span>
      </summary>
      <div class="stack order-settings">
        {now.settings.map((setting) => (
          <Setting key={`${now.trainer}.${setting.key}`} setting={setting} />
        ))}
        {own > 0 && (
          <button type="button" class="button" disabled={reset.busy} onClick={() => reset.start()}>
            {words.reset}
          </button>
        )}
      </div>
    </details>
  );
}

function Setting({ setting }: { setting: DraftSetting }) {
  return setting.choices.length > 0 ? <WordSetting setting={setting} /> : <NumberSetting setting={setting} />;
}

function WordSetting({ setting }: { setting: DraftSetting }) {
  const words = t().order;
  const [problem, setProblem] = useState<unknown>(null);
  const pick = useAction(async (value: string) => {
    setProblem(null);
    await answer({ settings: { [setting.key]: value } }).catch(setProblem);
  });
  const allowed = setting.choices.filter((choice) => setting.suggested.includes(choice));
  return (
    <div class="field">
      <span>{setting.name}</span>
      <span class="soft small">{setting.about}</span>
      <Choices
        label={setting.name}
        options={allowed.map((value) => ({ value, text: value }))}
        value={typeof setting.value === "string" ? setting.value : null}
        onPick={pick.start}
        disabled={pick.busy}
      />
      {allowed.length < setting.choices.length && <span class="soft small">{words.tooDear}</span>}
      {problem !== null && (
        <span class="refusal" role="status">
          {reasonOf(problem)}
        </span>
      )}
    </div>
  );
}

function NumberSetting({ setting }: { setting: DraftSetting }) {
  const words = t().order;
  const field = useField(written(setting.value), (text) =>
    answer({ settings: { [setting.key]: parsedNumber(text) ?? text } }),
  );
  const slider = sliderOf(setting);
  const at = parsedNumber(field.text);
  const id = `order-${setting.key}`;
  return (
    <div class="field">
      <label for={id}>{setting.name}</label>
      <span class="soft small">{setting.about}</span>
      <div class="line">
        {slider && (
          <input
            type="range"
            min={slider.least}
            max={slider.most}
            step={slider.step}
            value={at ?? slider.least}
            aria-label={setting.name}
            onInput={(event) => field.type(event.currentTarget.value)}
            onChange={field.leave}
          />
        )}
        <input
          id={id}
          class="input order-number"
          inputMode="decimal"
          autocomplete="off"
          value={field.text}
          placeholder={words.byItself}
          aria-invalid={field.problem !== null}
          aria-describedby={`${id}-say`}
          onInput={(event) => field.type(event.currentTarget.value)}
          onBlur={field.leave}
        />
      </div>
      <Suggested setting={setting} at={at} onTake={field.put} />
      <span id={`${id}-say`} class={field.problem ? "refusal" : "soft small"} role="status">
        {field.problem ? reasonOf(field.problem) : boundsOf(setting)}
      </span>
    </div>
  );
}

function Suggested(given: { setting: DraftSetting; at: number | null; onTake: (text: string) => void }) {
  const { setting } = given;
  if (setting.suggested.length === 0) return null;
  return (
    <div class="choices">
      {setting.suggested.map((value) => (
        <button
          key={value}
          type="button"
          class="choice"
          aria-pressed={given.at === value}
          onClick={() => given.onTake(written(value))}
        >
          {typeof value === "number" ? number(value) : value}
          {value === setting.default ? ` ${t().order.usual}` : ""}
        </button>
      ))}
    </div>
  );
}

/** What may be set, up to what the price allows. */
function boundsOf(setting: DraftSetting): string {
  const words = t().order;
  if (setting.least === null || setting.most === null) return "";
  const most = Math.min(setting.most, setting.affordable ?? setting.most);
  const bounds = words.bounds(number(setting.least), number(most));
  return most < setting.most ? `${bounds} ${words.tooDear}` : bounds;
}
