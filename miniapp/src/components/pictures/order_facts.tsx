import type { ComponentChildren } from "preact";
import type { Generation } from "../../api/shapes.ts";
import { dayAndTime, number } from "../../i18n/figures.ts";
import { t } from "../../i18n/index.ts";
import { platform } from "../../platform/index.ts";
import { say } from "../../state/toasts.ts";
import { CopyIcon } from "./icons.tsx";
import "./pictures.css";

/** What pictures were ordered with. `seed` is that of one picture, else the order's. */
export function OrderFacts(given: { order: Generation; seed: number | null }) {
  const words = t().generation;
  const { order, seed } = given;
  const { settings } = order;
  const facts: [string, string | null][] = [
    [words.model, order.lora_name],
    [words.shape, settings.aspect],
    [words.scale, number(settings.scale)],
    [words.steps, settings.steps === null ? words.ordinary : number(settings.steps)],
    [words.guidance, settings.guidance === null ? words.ordinary : number(settings.guidance)],
    [words.strength, order.source_image_id && settings.strength !== null ? number(settings.strength) : null],
    [words.format, settings.format.toUpperCase()],
    [words.ordersAt, dayAndTime(order.created_at)],
  ];
  return (
    <dl class="picture-facts">
      <Fact name={words.prompt} copy={{ text: order.prompt, label: words.copyPrompt }}>
        {order.prompt}
      </Fact>
      {order.english && <Fact name={words.english}>{order.english}</Fact>}
      {facts.map(([name, value]) => value && <Fact name={name}>{value}</Fact>)}
      {seed !== null && (
        <Fact name={words.seed} copy={{ text: String(seed), label: words.copySeed }}>
          <code>{seed}</code>
        </Fact>
      )}
    </dl>
  );
}

function Fact(given: { name: string; children: ComponentChildren; copy?: { text: string; label: string } }) {
  const { copy } = given;
  const take = async (text: string) => {
    const done = await platform.copy(text);
    say(done ? t().common.copied : t().common.notCopied);
  };
  return (
    <div>
      <dt>{given.name}</dt>
      <dd>
        <span>{given.children}</span>
        {copy && (
          <button
            type="button"
            class="button plain"
            aria-label={copy.label}
            title={copy.label}
            onClick={() => void take(copy.text)}
          >
            <CopyIcon />
          </button>
        )}
      </dd>
    </div>
  );
}
