import type { Me, Quota } from "../../api/shapes.ts";
import { Section } from "../../components/page.tsx";
import { day } from "../../i18n/figures.ts";
import { t } from "../../i18n/index.ts";

/** What may still be ordered, and from when on it is all there again. */
export function Quotas(given: { me: Me }) {
  const words = t().home;
  return (
    <Section title={words.quotas}>
      <dl class="card flush">
        <Left title={words.trainingsLeft} quota={given.me.trainings} />
        <Left title={words.picturesLeft} quota={given.me.pictures} />
      </dl>
    </Section>
  );
}

function Left(given: { title: string; quota: Quota }) {
  const words = t().home;
  return (
    <div class="row">
      <dt class="row-text">
        {given.title}
        {given.quota.left < given.quota.limit && (
          <span class="soft small block">{words.until(day(given.quota.reset_at))}</span>
        )}
      </dt>
      <dd class="row-end">{words.leftOf(given.quota.left, given.quota.limit)}</dd>
    </div>
  );
}
