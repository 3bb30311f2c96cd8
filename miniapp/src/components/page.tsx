import type { ComponentChildren } from "preact";
import { platform } from "../platform/index.ts";
import { goBack } from "../routing/router.ts";
import { drawnByUs } from "../platform/browser.ts";
import { t } from "../i18n/index.ts";

/** A screen: one heading, its content, and a way back where the client draws none. */
export function Page(given: { title: string; children: ComponentChildren; end?: ComponentChildren }) {
  const drawn = drawnByUs.value;
  return (
    <main class={drawn.primary ? "page with-bar" : "page"}>
      <header class="page-head">
        {platform.name === "browser" && drawn.back && (
          <button type="button" class="back" aria-label={t().common.back} onClick={goBack}>
            ‹
          </button>
        )}
        <h1>{given.title}</h1>
        {given.end}
      </header>
      {given.children}
    </main>
  );
}

/** A group of things that belong together. */
export function Section(given: { title?: string; children: ComponentChildren }) {
  return (
    <section class="section">
      {given.title && <h2>{given.title}</h2>}
      {given.children}
    </section>
  );
}
