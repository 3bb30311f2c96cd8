import type { Language } from "../../api/shapes.ts";
import { Choices } from "../../components/choices.tsx";
import { Page, Section } from "../../components/page.tsx";
import { Waiting } from "../../components/states.tsx";
import { language, t } from "../../i18n/index.ts";
import { useAction } from "../../state/action.ts";
import { api } from "../../state/app.ts";
import { useLoaded } from "../../state/loaded.ts";
import { chooseLanguage, me } from "../../state/me.ts";
import { Agreement } from "./agreement.tsx";
import { MyData } from "./my_data.tsx";
import { Left } from "./left.tsx";
import "./settings.css";

const LANGUAGES: readonly Language[] = ["en", "ru"];

/** Language, what is left, the agreement, and the person's own data. */
export function Settings() {
  const words = t().settings;
  const choose = useAction(chooseLanguage);
  const engine = useLoaded((signal) => api.get("/engine", { signal }), []);
  const held = useLoaded((signal) => api.get("/my-data", { signal }), []);
  const person = me.value;
  return (
    <Page title={words.title}>
      <Section title={words.language}>
        <Choices
          label={words.language}
          options={LANGUAGES.map((value) => ({ value, text: words.languages[value] }))}
          value={language.value}
          onPick={choose.start}
          disabled={choose.busy}
        />
        <p class="soft small">{words.languageUnder}</p>
      </Section>
      {person === null ? (
        <Waiting heights={[120, 200]} />
      ) : (
        <>
          <Left me={person} />
          <Agreement me={person} mayCompareFaces={held.data?.may_compare_faces ?? false} />
        </>
      )}
      <MyData held={held} />
      {engine.data && <p class="soft small">{words.version(engine.data.version)}</p>}
    </Page>
  );
}
