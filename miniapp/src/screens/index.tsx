import type { ComponentType } from "preact";
import { useEffect, useState } from "preact/hooks";
import { keep, kept } from "../api/kept.ts";
import { Waiting } from "../components/states.tsx";
import { t } from "../i18n/index.ts";
import { route } from "../routing/router.ts";
import type { Route, Screen } from "../routing/routes.ts";
import { Home } from "./home/home.tsx";

type View = ComponentType<{ route: Route }>;

/** Home comes with the first load, every other screen when it is opened. */
const VIEWS: Record<Exclude<Screen, "home">, () => Promise<View>> = {
  rules: async () => (await import("./rules/rules.tsx")).Rules,
  models: async () => (await import("./models/models.tsx")).Models,
  model: async () => (await import("./model/model.tsx")).Model as View,
  training: async () => (await import("./training/training.tsx")).Training as View,
  create: async () => (await import("./create/create.tsx")).Create,
  order: async () => (await import("./order/order.tsx")).Order,
  generate: async () => (await import("./generate/generate.tsx")).Generate as View,
  generation: async () => (await import("./generation/generation.tsx")).Generation as View,
  gallery: async () => (await import("./gallery/gallery.tsx")).Gallery as View,
  activity: async () => (await import("./activity/activity.tsx")).Activity,
  settings: async () => (await import("./settings/settings.tsx")).Settings,
};

const known = new Map<Screen, View>([["home", Home]]);

/** The bot may have been updated since this page was loaded; then its files have other names. True when it is tried. */
function reloadedOnce(): boolean {
  if (kept<boolean>("reloaded")) return false;
  keep("reloaded", true);
  location.reload();
  return true;
}

function NotLoaded() {
  return (
    <div class="empty" role="alert">
      <p>{t().common.offline}</p>
      <button type="button" class="button" onClick={() => location.reload()}>
        {t().common.again}
      </button>
    </div>
  );
}

/** The screen of the address. */
export function CurrentScreen() {
  const now = route.value;
  const [, loadedOne] = useState(0);
  const [failed, setFailed] = useState(false);
  useEffect(() => {
    if (now.screen === "home" || known.has(now.screen)) return;
    const { screen } = now;
    VIEWS[screen]().then(
      (view) => {
        known.set(screen, view);
        keep("reloaded", null);
        loadedOne((n) => n + 1);
      },
      () => setFailed(!reloadedOnce()),
    );
  }, [now]);
  const Current = known.get(now.screen);
  if (Current === undefined) return <main class="page">{failed ? <NotLoaded /> : <Waiting />}</main>;
  return <Current key={JSON.stringify(now)} route={now} />;
}
