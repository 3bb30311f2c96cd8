import { useState } from "preact/hooks";
import type { LoraType } from "../../api/shapes.ts";
import { Choices } from "../../components/choices.tsx";
import { Page, Section } from "../../components/page.tsx";
import { Shown, Waiting } from "../../components/states.tsx";
import { t } from "../../i18n/index.ts";
import { go } from "../../routing/router.ts";
import { api } from "../../state/app.ts";
import { useLoaded } from "../../state/loaded.ts";
import { usePrimary } from "../../state/primary.ts";
import { type BadShot, type GoodShot, Shot } from "./shots.tsx";
import "./rules.css";

const KINDS: readonly LoraType[] = ["character", "style", "product"];

/** Which photos make a good model, drawn and in words. */
export function Rules() {
  const words = t().rules;
  const [kind, setKind] = useState<LoraType>("character");
  const limits = useLoaded((signal) => api.get("/photo-rules", { signal }), []);
  usePrimary(words.create, () => go({ screen: "create" }));
  return (
    <Page title={words.title}>
      <Shown of={limits} waiting={<Waiting heights={[72]} />}>
        {(seen) => (
          <p class="card">
            <strong class="block">{words.best(seen.best_least, seen.best_most)}</strong>
            <span class="soft">{words.bounds(seen.least, seen.most)}</span>
          </p>
        )}
      </Shown>
      <Choices
        label={words.of}
        options={KINDS.map((value) => ({ value, text: words.kinds[value] }))}
        value={kind}
        onPick={setKind}
      />
      <Examples kind={kind} />
      <Section title={words.how}>
        <ol class="card rules-steps">
          {words.steps.map((step) => (
            <li key={step}>{step}</li>
          ))}
        </ol>
      </Section>
      {limits.data && (
        <Section title={words.files}>
          <p class="card">{words.filesText(Math.floor(limits.data.largest_bytes / 2 ** 20))}</p>
        </Section>
      )}
      <p class="note">{words.people}</p>
    </Page>
  );
}

function Examples(given: { kind: LoraType }) {
  const words = t().rules;
  if (given.kind === "style") return <Lists good={words.styleGood} bad={words.styleBad} />;
  if (given.kind === "product") return <Lists good={words.productGood} bad={words.productBad} />;
  return (
    <>
      <Section title={words.good}>
        <ul class="rules-shots">
          {(Object.keys(words.goodShots) as GoodShot[]).map((shot) => (
            <Shot key={shot} good={shot} text={words.goodShots[shot]} />
          ))}
        </ul>
        <List items={words.personMore} />
      </Section>
      <Section title={words.bad}>
        <ul class="rules-shots">
          {(Object.keys(words.badShots) as BadShot[]).map((shot) => (
            <Shot key={shot} bad={shot} text={words.badShots[shot]} />
          ))}
        </ul>
      </Section>
    </>
  );
}

function Lists(given: { good: readonly string[]; bad: readonly string[] }) {
  const words = t().rules;
  return (
    <>
      <Section title={words.good}>
        <List items={given.good} sort="good" />
      </Section>
      <Section title={words.bad}>
        <List items={given.bad} sort="bad" />
      </Section>
    </>
  );
}

function List(given: { items: readonly string[]; sort?: "good" | "bad" }) {
  return (
    <ul class={`card rules-list ${given.sort ?? ""}`}>
      {given.items.map((item) => (
        <li key={item}>{item}</li>
      ))}
    </ul>
  );
}
