import { useState } from "preact/hooks";
import type { Me, Schemas } from "../../api/shapes.ts";
import { Choices } from "../../components/choices.tsx";
import { FewTags } from "../../components/few_tags.tsx";
import { Section } from "../../components/page.tsx";
import { Row } from "../../components/row.tsx";
import { Sheet } from "../../components/sheet.tsx";
import { Shown } from "../../components/states.tsx";
import { day } from "../../i18n/figures.ts";
import { language, t } from "../../i18n/index.ts";
import { useAction } from "../../state/action.ts";
import { api } from "../../state/app.ts";
import { useLoaded } from "../../state/loaded.ts";
import { me, refreshMe } from "../../state/me.ts";
import { say } from "../../state/toasts.ts";

const RETENTIONS: readonly Schemas["Retention"][] = ["until_trained", "days_30", "until_deleted"];

/** What the person agreed to, with other answers to it and the way out of it. */
export function Agreement(given: { me: Me; mayCompareFaces: boolean }) {
  const words = t().settings;
  const { given_at, retention, faces } = given.me.consent;
  const [open, setOpen] = useState<"text" | "withdraw" | null>(null);
  const [wanted, setWanted] = useState<Partial<Schemas["ConsentChange"]>>({});
  const change = useAction(async (body: Partial<Schemas["ConsentChange"]>) => {
    // Shown at once; a refusal takes it back.
    setWanted(body);
    try {
      me.value = await api.patch("/me/consent", { body });
      say(words.saved);
    } finally {
      setWanted({});
    }
  });
  const stands = given_at !== null;
  return (
    <Section title={words.agreement}>
      <p class="note">{stands ? words.agreedOn(day(given_at)) : words.notAgreed}</p>
      {stands && (
        <div class="card stack">
          <h3>{words.retention}</h3>
          <Choices
            label={words.retention}
            options={RETENTIONS.map((value) => ({ value, text: words.retentions[value] }))}
            value={wanted.retention ?? retention}
            onPick={(value) => value !== retention && change.start({ retention: value })}
          />
          <p class="soft small">{words.retentionUnder}</p>
          {given.mayCompareFaces && (
            <label class="settings-switch">
              <span>
                {words.faces}
                <span class="soft small block">{words.facesUnder}</span>
              </span>
              <input
                type="checkbox"
                checked={wanted.faces ?? faces}
                onChange={(event) => change.start({ faces: event.currentTarget.checked })}
              />
            </label>
          )}
        </div>
      )}
      <div class="card flush">
        <Row title={words.read} onPress={() => setOpen("text")} end="›" />
        {stands && (
          <Row
            title={<span class="settings-danger">{words.withdraw}</span>}
            onPress={() => setOpen("withdraw")}
          />
        )}
      </div>
      {open === "text" && <AgreementText onClose={() => setOpen(null)} />}
      {open === "withdraw" && <Withdraw onClose={() => setOpen(null)} />}
    </Section>
  );
}

function AgreementText(given: { onClose: () => void }) {
  const words = t().settings;
  const text = useLoaded((signal) => api.get("/draft/consent", { signal }), [language.value]);
  return (
    <Sheet title={words.agreement} onClose={given.onClose}>
      <Shown of={text}>{(seen) => <FewTags html={seen.html} />}</Shown>
      <p class="soft small">{words.privacy}</p>
    </Sheet>
  );
}

function Withdraw(given: { onClose: () => void }) {
  const words = t().settings;
  const withdraw = useAction(async () => {
    await api.delete("/me/consent");
    await refreshMe();
    given.onClose();
    say(words.withdrawn);
  });
  return (
    <Sheet title={words.withdrawTitle} onClose={given.onClose}>
      <ul class="settings-list">
        {words.withdrawText.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
      <button
        type="button"
        class="button danger wide"
        disabled={withdraw.busy}
        onClick={() => withdraw.start()}
      >
        {words.withdrawYes}
      </button>
      <button type="button" class="button wide" onClick={given.onClose}>
        {t().common.cancel}
      </button>
    </Sheet>
  );
}
