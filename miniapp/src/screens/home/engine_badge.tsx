import type { Schemas } from "../../api/shapes.ts";
import { t } from "../../i18n/index.ts";
import { engineStanding } from "./engine_standing.ts";

/** Whether anything can be trained or drawn now, in a word. */
export function EngineBadge(given: { engine: Schemas["Engine"] }) {
  const words = t().home;
  const { word, colour } = {
    online: { word: words.online, colour: "good" },
    paused: { word: words.paused, colour: "warn" },
    trainingsPaused: { word: words.trainingsPaused, colour: "warn" },
    offline: { word: words.offline, colour: "bad" },
  }[engineStanding(given.engine)];
  return (
    <span class={`badge ${colour}`}>
      <span class="unseen">{words.engine} </span>
      {word}
    </span>
  );
}

/** What that means for whoever wants something now; nothing when all is well. */
export function EngineNote(given: { engine: Schemas["Engine"] }) {
  const words = t().home;
  const standing = engineStanding(given.engine);
  if (standing === "online") return null;
  const why = {
    paused: words.whyPaused,
    trainingsPaused: words.whyTrainingsPaused,
    offline: words.whyOffline,
  }[standing];
  return (
    <p class="note warn">
      {why} {standing === "trainingsPaused" && given.engine.why}
    </p>
  );
}
