import { t } from "../../i18n/index.ts";
import { platform } from "../../platform/index.ts";
import type { Aspect } from "./form.ts";

const ASPECTS: readonly Aspect[] = ["1:1", "3:4", "4:3", "9:16", "16:9"];
const BOX = 28;

/** The shapes of a picture, drawn. */
export function Shapes(given: { value: Aspect; onPick: (aspect: Aspect) => void }) {
  return (
    <fieldset class="generate-shapes">
      <legend class="unseen">{t().generate.shape}</legend>
      {ASPECTS.map((aspect) => (
        <label key={aspect} class="generate-shape">
          <input
            type="radio"
            name="aspect"
            class="unseen"
            value={aspect}
            checked={aspect === given.value}
            onChange={() => {
              platform.feel("pick");
              given.onPick(aspect);
            }}
          />
          <Drawn aspect={aspect} />
          <span>{aspect}</span>
          <span class="generate-shape-name">{t().generate.shapes[aspect]}</span>
        </label>
      ))}
    </fieldset>
  );
}

function Drawn(given: { aspect: Aspect }) {
  const [across = 1, down = 1] = given.aspect.split(":").map(Number);
  const scale = (BOX - 4) / Math.max(across, down);
  const [width, height] = [across * scale, down * scale];
  return (
    <svg width={BOX} height={BOX} aria-hidden="true" focusable="false">
      <rect
        x={(BOX - width) / 2}
        y={(BOX - height) / 2}
        width={width}
        height={height}
        rx="3"
        fill="none"
        stroke="currentColor"
        stroke-width="2"
      />
    </svg>
  );
}
