import type { Me, Quota } from "../../api/shapes.ts";
import { Section } from "../../components/page.tsx";
import { dayAndTime, number } from "../../i18n/figures.ts";
import { t } from "../../i18n/index.ts";

/** Quotas with the moment at which they begin anew, and credits where there are any. */
export function Left(given: { me: Me }) {
  const words = t().settings;
  const { trainings, pictures, balance } = given.me;
  return (
    <Section title={words.quotas}>
      <dl class="card flush">
        <QuotaRow name={words.trainings} quota={trainings} />
        <QuotaRow name={words.pictures} quota={pictures} />
        {balance > 0 && (
          <div class="row">
            <dt class="row-text">{words.credits}</dt>
            <dd class="row-end">{number(balance)}</dd>
          </div>
        )}
      </dl>
    </Section>
  );
}

function QuotaRow(given: { name: string; quota: Quota }) {
  const words = t().settings;
  const { left, limit, reset_at } = given.quota;
  return (
    <div class="row">
      <dt class="row-text">
        {given.name}
        <span class="soft small block">{words.until(dayAndTime(reset_at))}</span>
      </dt>
      <dd class="row-end">{words.leftOf(left, limit)}</dd>
    </div>
  );
}
