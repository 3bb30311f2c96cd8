import { t } from "../../i18n/index.ts";
import { dayAndTime } from "../../i18n/figures.ts";
import { useAction } from "../../state/action.ts";
import { say } from "../../state/toasts.ts";
import { deleted, type Deleted, forgetDeleted, restore } from "./deleted.ts";

/** What was deleted a moment ago, with a way to take it back. */
export function DeletedNotes(given: { onRestored: () => void }) {
  return (
    <>
      {deleted.value.map((one) => (
        <Note key={one.id} one={one} onRestored={given.onRestored} />
      ))}
    </>
  );
}

function Note(given: { one: Deleted; onRestored: () => void }) {
  const words = t().models;
  const { id, name, until } = given.one;
  const undo = useAction(async () => {
    const model = await restore(id);
    say(words.restored(model.name));
    given.onRestored();
  });
  return (
    <div class="card line apart wrap" role="status">
      <span>
        <strong class="block">{words.deleted(name)}</strong>
        <span class="small">{words.deletedUntil(dayAndTime(new Date(until).toISOString()))}</span>
      </span>
      <span class="line">
        <button type="button" class="button" disabled={undo.busy} onClick={() => undo.start()}>
          {t().common.undo}
        </button>
        <button type="button" class="button plain" onClick={() => forgetDeleted(id)}>
          {words.hide}
        </button>
      </span>
    </div>
  );
}
