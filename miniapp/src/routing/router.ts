import { effect, signal } from "@preact/signals";
import { keep, kept } from "../api/kept.ts";
import { platform } from "../platform/index.ts";
import { addressOf, fromStartParam, parentOf, parsed, type Route } from "./routes.ts";
import { topmost } from "./way_back.ts";

/** The screen that is shown. */
export const route = signal<Route>({ screen: "home" });

/** How many screens lie behind this one in this visit. */
let depth = 0;

/** Reads where to begin, and keeps address, native back button and screen together from then on. */
export function startRouting(): void {
  const begin = firstRoute();
  // Screens decide where they begin; a browser that also scrolls would undo it.
  history.scrollRestoration = "manual";
  depth = 0;
  history.replaceState({ depth }, "", addressOf(begin));
  route.value = begin;
  window.addEventListener("popstate", (event) => {
    if (tookAway()) return;
    depth = Number(event.state?.depth ?? 0);
    show(parsed(location.pathname, location.search));
  });
  effect(() => keep("route", addressOf(route.value)));
  effect(() => platform.showBack(topmost.value?.close ?? (parentOf(route.value) === null ? null : goBack)));
}

/** Whether something lay over the screen: it goes, and the screen stays. */
function tookAway(): boolean {
  const over = topmost.peek();
  if (over === null) return false;
  if (over.left) over.left();
  else {
    history.pushState({ depth }, "", addressOf(route.peek()));
    over.close();
  }
  return true;
}

export function go(to: Route): void {
  depth += 1;
  history.pushState({ depth }, "", addressOf(to));
  show(to);
}

/** Goes where "back" shall not lead to what was there before, such as a form that is done. */
export function replace(to: Route): void {
  history.replaceState({ depth }, "", addressOf(to));
  show(to);
}

export function goBack(): void {
  if (depth > 0) history.back();
  else replace(parentOf(route.peek()) ?? { screen: "home" });
}

function show(to: Route): void {
  route.value = to;
  window.scrollTo(0, 0);
}

/** A deep link counts once per launch; Telegram Web puts the frame back to its first address when it likes. */
function firstRoute(): Route {
  const before = kept<string>("route");
  const here = parsed(location.pathname, location.search);
  const isFirstAddress = here.screen === "home" || location.hash.includes("tgWebAppData");
  if (before !== null && isFirstAddress) {
    const address = new URL(before, location.origin);
    return parsed(address.pathname, address.search);
  }
  return (here.screen === "home" ? fromStartParam(platform.startParam) : null) ?? here;
}
