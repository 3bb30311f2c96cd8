import type { Draft } from "../../api/shapes.ts";
import { day, dollars } from "../../i18n/figures.ts";
import { t } from "../../i18n/index.ts";

/** What the training comes to and who pays for it. */
export function Bill({ now }: { now: Draft }) {
  const words = t().order;
  const free = now.who_pays === "operator";
  const { quota } = now;
  return (
    <section class="section" aria-live="polite">
      <h2>{words.bill}</h2>
      <dl class="card order-bill">
        <div>
          <dt>{words.time}</dt>
          <dd>{words.minutes(now.usual_minutes)}</dd>
        </div>
        <div>
          <dt>{words.forYou}</dt>
          <dd>
            <b>{free ? words.free : words.credits(now.price)}</b>
          </dd>
        </div>
        {!free && (
          <div>
            <dt>{words.balance}</dt>
            <dd>{words.credits(now.balance)}</dd>
          </div>
        )}
        <div>
          <dt>{words.forService}</dt>
          <dd>{dollars(now.cost_usd)}</dd>
        </div>
        <div>
          <dt>{words.quota}</dt>
          <dd>{words.left(quota.left, quota.limit)}</dd>
        </div>
      </dl>
      {quota.left <= 0 && <p class="note warn">{words.quotaOver(day(quota.reset_at))}</p>}
    </section>
  );
}
