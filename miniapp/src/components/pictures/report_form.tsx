import { useState } from "preact/hooks";
import type { Schemas } from "../../api/shapes.ts";
import { dayAndTime } from "../../i18n/figures.ts";
import { t } from "../../i18n/index.ts";
import { useAction } from "../../state/action.ts";
import { api } from "../../state/app.ts";
import { say } from "../../state/toasts.ts";
import { Sheet } from "../sheet.tsx";
import type { SeenPicture } from "./seen_picture.ts";

type Reason = Schemas["Reason"];

const REASONS: readonly Reason[] = ["me", "minor", "sexual", "other"];
const MOST_WORDS = 1000;

/** Tells the admins that a picture must not be here. */
export function ReportForm(given: { picture: SeenPicture; onClose: () => void }) {
  const words = t().generation;
  const [reason, setReason] = useState<Reason | null>(null);
  const [said, setSaid] = useState("");
  const report = useAction(async () => {
    if (reason === null) return;
    const taken = await api.post("/images/{image_id}/report", {
      path: { image_id: given.picture.id },
      body: { reason, words: said.trim() || null },
    });
    say(words.reported(dayAndTime(taken.due_at)));
    given.onClose();
  });
  return (
    <Sheet title={words.report} onClose={given.onClose}>
      <form
        class="stack"
        onSubmit={(event) => {
          event.preventDefault();
          report.start();
        }}
      >
        <fieldset class="stack">
          <legend class="picture-legend">{words.reportTitle}</legend>
          {REASONS.map((one) => (
            <label key={one} class="line picture-radio">
              <input
                type="radio"
                name="reason"
                value={one}
                checked={reason === one}
                onChange={() => setReason(one)}
              />
              {words.reasons[one]}
            </label>
          ))}
        </fieldset>
        <label class="field">
          <span>{words.reportWords}</span>
          <textarea
            class="input"
            rows={3}
            maxLength={MOST_WORDS}
            value={said}
            onInput={(event) => setSaid(event.currentTarget.value)}
          />
        </label>
        <p class="soft small">{words.reportHint}</p>
        <button type="submit" class="button danger wide" disabled={reason === null || report.busy}>
          {words.reportSend}
        </button>
      </form>
    </Sheet>
  );
}
