import { useState } from "preact/hooks";
import { Refused } from "../../api/problem.ts";
import type { JobStatus } from "../../api/shapes.ts";
import { go } from "../../routing/router.ts";
import { useAction } from "../../state/action.ts";
import { heard } from "../../state/jobs.ts";
import { quotasChanged } from "../../state/me.ts";
import { reasonOf, say } from "../../state/toasts.ts";

/** The button that orders another training and leads to it. What the server refuses is said above the button. */
export function OrderTraining(given: {
  lora: string;
  text: string;
  /** Said once it is ordered. */
  said: string;
  enabled?: boolean;
  order: () => Promise<JobStatus>;
  onOrdered: () => void;
}) {
  const [refused, setRefused] = useState<string | null>(null);
  const { busy, start } = useAction(async () => {
    setRefused(null);
    try {
      heard(await given.order());
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      return setRefused(reasonOf(error));
    }
    quotasChanged();
    given.onOrdered();
    say(given.said);
    go({ screen: "training", id: given.lora });
  });
  return (
    <>
      {refused !== null && (
        <p class="refusal" role="alert">
          {refused}
        </p>
      )}
      <button
        type="button"
        class="button main wide"
        disabled={busy || given.enabled === false}
        aria-busy={busy}
        onClick={() => start()}
      >
        {given.text}
      </button>
    </>
  );
}
