import type { ComponentChildren } from "preact";
import { Refused } from "../api/problem.ts";
import { t } from "../i18n/index.ts";
import type { Loaded } from "../state/loaded.ts";
import { reasonOf } from "../state/toasts.ts";
import { replace } from "../routing/router.ts";

/** What a screen shows around its data: waiting, a problem with a way out, or the data. */
export function Shown<T>(given: {
  of: Loaded<T>;
  waiting?: ComponentChildren;
  children: (data: T) => ComponentChildren;
}) {
  const { data, problem, reload } = given.of;
  if (data !== null) return <>{given.children(data)}</>;
  if (problem !== null) return <Problem problem={problem} onAgain={reload} />;
  return <>{given.waiting ?? <Waiting />}</>;
}

/** Grey shapes where content will be. */
export function Waiting(given: { heights?: readonly number[] }) {
  return (
    <div class="stack" role="status" aria-label={t().common.loading}>
      {(given.heights ?? [96, 160, 160]).map((height, index) => (
        <div key={index} class="skeleton" style={{ height: `${height}px` }} />
      ))}
    </div>
  );
}

function Problem(given: { problem: unknown; onAgain: () => void }) {
  const gone = given.problem instanceof Refused && given.problem.status === 404;
  return (
    <div class="empty" role="alert">
      <p>{gone ? t().common.gone : reasonOf(given.problem)}</p>
      {gone ? (
        <button type="button" class="button" onClick={() => replace({ screen: "home" })}>
          {t().common.toHome}
        </button>
      ) : (
        <button type="button" class="button" onClick={given.onAgain}>
          {t().common.again}
        </button>
      )}
    </div>
  );
}

/** Nothing there yet, and what to do about it. */
export function Empty(given: { text: string; children?: ComponentChildren }) {
  return (
    <div class="empty">
      <p class="soft">{given.text}</p>
      {given.children}
    </div>
  );
}
