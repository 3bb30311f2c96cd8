import { noSession } from "../api/session.ts";
import { t } from "../i18n/index.ts";
import { drawnByUs } from "../platform/browser.ts";
import { platform } from "../platform/index.ts";
import { QuestionSheet } from "./question_sheet.tsx";
import { dismiss, toasts } from "../state/toasts.ts";

/** What lies over every screen: the main button and questions where the client draws none, and passing words. */
export function Shell() {
  const { primary, question } = drawnByUs.value;
  return (
    <>
      {primary && (
        <div class="bar">
          <button
            type="button"
            class="button main wide"
            disabled={!primary.enabled || primary.busy}
            aria-busy={primary.busy}
            onClick={primary.onPress}
          >
            {primary.busy && <span class="spinner" />}
            {primary.text}
          </button>
        </div>
      )}
      <div class="toasts" role="status" aria-live="polite">
        {toasts.value.map((toast) => (
          <div key={toast.id} class={`toast ${toast.kind}`}>
            <span>{toast.text}</span>
            {toast.action && (
              <button
                type="button"
                onClick={() => {
                  toast.action?.onPress();
                  dismiss(toast.id);
                }}
              >
                {toast.action.text}
              </button>
            )}
          </div>
        ))}
      </div>
      {question && <QuestionSheet question={question} />}
    </>
  );
}

/** Instead of every screen when the server knows nobody. */
export function NoSession() {
  const why = noSession.value;
  return (
    <main class="page">
      <div class="empty" role="alert">
        <h1>{why?.why === "closed" ? t().common.sessionOver : t().common.turnedAway}</h1>
        <p>{why?.why === "closed" ? t().common.openAgain : why?.text}</p>
        {platform.name === "telegram" && (
          <button type="button" class="button main" onClick={platform.close}>
            {t().common.closeApp}
          </button>
        )}
      </div>
    </main>
  );
}
