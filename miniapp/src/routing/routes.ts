/** The screens with what they need, and their addresses below /app. */
export type Route =
  | { screen: "home" }
  | { screen: "rules" }
  | { screen: "models" }
  | { screen: "model"; id: string }
  | { screen: "training"; id: string }
  | { screen: "create" }
  | { screen: "order" }
  | { screen: "generate"; lora: string }
  | { screen: "generation"; id: string }
  | { screen: "gallery"; lora: string }
  | { screen: "activity" }
  | { screen: "settings" };

export type Screen = Route["screen"];

const ID = /^[0-9a-f]{8}(-?[0-9a-f]{4}){3}-?[0-9a-f]{12}$/i;

/** The screen of an address; what is not known leads home. */
export function parsed(path: string, search: string): Route {
  const parts = path
    .replace(/^\/app\/?/, "")
    .split("/")
    .filter(Boolean);
  const [first = "", second = "", third = ""] = parts;
  const lora = plainId(new URLSearchParams(search).get("lora") ?? "");
  if (parts.length === 0) return lora ? { screen: "generate", lora } : { screen: "home" };
  if (first === "models" && ID.test(second))
    return third === "training" ? { screen: "training", id: second } : { screen: "model", id: second };
  if (first === "generations" && ID.test(second)) return { screen: "generation", id: second };
  if (first === "create") return { screen: second === "order" ? "order" : "create" };
  if (first === "generate" || first === "gallery") return { screen: first, lora };
  if (first === "rules" || first === "models" || first === "activity" || first === "settings")
    return { screen: first };
  return { screen: "home" };
}

/** The screen of `?startapp=`: `m_<model>` or `g_<generation>`; null for anything else. */
export function fromStartParam(param: string): Route | null {
  const [, kind, id = ""] = /^([mg])_(.+)$/.exec(param) ?? [];
  if (!ID.test(id)) return null;
  return kind === "m" ? { screen: "model", id } : { screen: "generation", id };
}

export function addressOf(route: Route): string {
  switch (route.screen) {
    case "home":
      return "/app/";
    case "model":
      return `/app/models/${route.id}`;
    case "training":
      return `/app/models/${route.id}/training`;
    case "order":
      return "/app/create/order";
    case "generate":
    case "gallery":
      return `/app/${route.screen}${route.lora ? `?lora=${encodeURIComponent(route.lora)}` : ""}`;
    case "generation":
      return `/app/generations/${route.id}`;
    default:
      return `/app/${route.screen}`;
  }
}

/** Where "back" leads when nothing was visited before: null at home. */
export function parentOf(route: Route): Route | null {
  switch (route.screen) {
    case "home":
      return null;
    case "model":
      return { screen: "models" };
    case "training":
      return { screen: "model", id: route.id };
    case "order":
      return { screen: "create" };
    case "generation":
      return { screen: "gallery", lora: "" };
    default:
      return { screen: "home" };
  }
}

/** A model's id as the seeds wrote it, too: `lora:<id>`. Empty for anything else. */
function plainId(text: string): string {
  const id = text.replace(/^lora:/, "");
  return ID.test(id) ? id : "";
}
