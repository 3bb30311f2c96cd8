import { language, t } from "../../i18n/index.ts";
import { api } from "../../state/app.ts";
import { useLoaded } from "../../state/loaded.ts";
import { me } from "../../state/me.ts";

/** What pictures cost and how many are left today, before they are ordered. */
export function OrderNote(given: { price: number; balance: number; count: number }) {
  const words = t().generate;
  const left = me.value?.pictures;
  return (
    <p class="soft small">
      {given.price > 0 && <>{words.price(given.price * given.count, given.balance)} </>}
      {left && words.left(left.left)}
      {left && left.left < given.count && <> {words.leftUntil(dayOfMonth(left.reset_at))}</>}
    </p>
  );
}

/** The same for another order of a model, where nobody has asked for its price yet. */
export function OrderNoteOf(given: { lora: string; count: number }) {
  const offer = useLoaded(
    (signal) => api.get("/loras/{lora_id}/picture-offer", { path: { lora_id: given.lora }, signal }),
    [given.lora],
  ).data;
  return <OrderNote price={offer?.price ?? 0} balance={offer?.balance ?? 0} count={given.count} />;
}

/** Without the year, whose abbreviation would end the sentence twice in Russian. */
function dayOfMonth(iso: string): string {
  return new Intl.DateTimeFormat(language.value, { day: "numeric", month: "long" }).format(new Date(iso));
}
