// Links to the bot of this chat: t.me/<bot>?start=… writes to it, t.me/<bot>?startapp=… opens its Mini App.
const HOSTS = new Set(["t.me", "telegram.me"]);

// { start } or { startapp } (either may be an empty text), null for a link to anywhere else.
export function botLink(href, username) {
  let url;
  try {
    url = new URL(href);
  } catch {
    return null;
  }
  const name = url.protocol === "tg:" ? url.searchParams.get("domain") : HOSTS.has(url.hostname) && url.pathname.split("/")[1];
  if (!name || name.toLowerCase() !== username.toLowerCase()) return null;
  const startapp = url.searchParams.get("startapp");
  return startapp === null ? { start: url.searchParams.get("start") ?? "" } : { startapp };
}
