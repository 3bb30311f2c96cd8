import type { ComponentChildren } from "preact";
import { type Route, addressOf } from "../routing/routes.ts";
import { go } from "../routing/router.ts";

/** A line of a list that leads somewhere or does something; put several into a `<div class="card flush">`. */
export function Row(given: {
  title: ComponentChildren;
  under?: ComponentChildren;
  start?: ComponentChildren;
  end?: ComponentChildren;
  onPress: () => void;
  disabled?: boolean;
}) {
  return (
    <button type="button" class="row" onClick={given.onPress} disabled={given.disabled}>
      {given.start}
      <span class="row-text">
        <span>{given.title}</span>
        {given.under && <span class="soft small block">{given.under}</span>}
      </span>
      {given.end !== undefined && <span class="row-end">{given.end}</span>}
    </button>
  );
}

/** A link to another screen, with an address that can be copied and opened anew. */
export function Link(given: { to: Route; class?: string; label?: string; children: ComponentChildren }) {
  return (
    <a
      href={addressOf(given.to)}
      class={given.class}
      aria-label={given.label}
      onClick={(event) => {
        if (event.metaKey || event.ctrlKey || event.shiftKey) return;
        event.preventDefault();
        go(given.to);
      }}
    >
      {given.children}
    </a>
  );
}
