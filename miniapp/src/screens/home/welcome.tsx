import { t } from "../../i18n/index.ts";
import type { Schemas } from "../../api/shapes.ts";

/** For whoever is here for the first time: what comes out, and how it is done. */
export function Welcome(given: { rules: Schemas["PhotoRules"] }) {
  const words = t().home;
  return (
    <section class="home-welcome card">
      <h2>{words.promise}</h2>
      <p>{words.promiseMore}</p>
      <ol class="home-steps">
        {words.steps(given.rules.least, given.rules.most).map((step) => (
          <li key={step.title}>
            <strong class="block">{step.title}</strong>
            <span class="soft">{step.text}</span>
          </li>
        ))}
      </ol>
    </section>
  );
}
