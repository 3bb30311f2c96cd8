// The Mini App beside the chat: its frame, the buttons that Telegram draws for it, and what they say to each other.
import { make } from "./messages.js";
import { get, post } from "./person.js";
import { Popups } from "./popups.js";
import { PROTOCOL } from "./protocol.js";
import { theme } from "./theme.js";
import { word } from "./words.js";

const byId = (id) => document.getElementById(id);
const COLOR = /^#[0-9a-f]{6}$/i;
const PAINTED = { header: "app-top", background: "app-place", bottom: "app-bottom" };
const SECONDARY_FIRST = new Set(["left", "top"]);

export class MiniApp {
  constructor(act, journal) {
    this.act = act; // { person() -> person, say(text), follow(href) -> whether the bot's own, bot() -> bot }
    this.journal = journal;
    this.clouds = new Map();
    this.frame = null;
    this.popups = new Popups(byId("app-popup"), ["app-top", "app-place", "app-bottom"].map(byId), () => this.frame?.focus());
    this.bind();
  }

  bind() {
    window.addEventListener("message", (event) => this.hear(event));
    byId("app-close").addEventListener("click", () => this.leave());
    byId("app-reload").addEventListener("click", () => this.reopen());
    byId("app-back").addEventListener("click", () => this.tell("back_button_pressed"));
    byId("app-settings").addEventListener("click", () => this.tell("settings_button_pressed"));
    byId("app-main").addEventListener("click", () => this.tell("main_button_pressed"));
    byId("app-secondary").addEventListener("click", () => this.tell("secondary_button_pressed"));
    document.addEventListener("visibilitychange", () => this.tell("visibility_changed", { is_visible: !document.hidden }));
    new ResizeObserver(() => this.tellViewport()).observe(byId("app-place"));
  }

  get isOpen() { return this.frame !== null; }

  get cloud() {
    const id = this.act.person().id;
    if (!this.clouds.has(id)) this.clouds.set(id, new Map());
    return this.clouds.get(id);
  }

  // `url` empty: the bot's main app, as a link with startapp opens it. Throws what the person should read.
  async open(url, startParam = "") {
    const wish = { url, start_param: startParam, theme: theme() };
    const launch = await post(`/person/api/${this.act.person().id}/launch`, wish);
    this.close();
    this.wish = wish;
    this.themes = launch.themes;
    this.origin = new URL(launch.url).origin;
    this.speaks = false; // until then the frame is empty, and nobody listens in it
    this.frame = make("iframe");
    this.frame.id = "app-frame";
    this.frame.title = this.act.bot().name;
    this.frame.sandbox = "allow-scripts allow-same-origin allow-forms allow-popups allow-popups-to-escape-sandbox allow-modals allow-downloads";
    this.frame.allow = "clipboard-write";
    this.frame.src = launch.url;
    byId("app-title").textContent = this.act.bot().name;
    byId("app-place").replaceChildren(this.frame);
    byId("app").hidden = false;
    document.body.classList.add("with-app");
    this.frame.focus();
  }

  // With the language and the data that hold now, as after closing and opening it by hand.
  async reopen() {
    if (this.isOpen) await this.open(this.wish.url, this.wish.start_param).catch((error) => this.act.say(error.message));
  }

  async leave() {
    if (this.asksBeforeClosing && !await this.popups.sure(word("closeAsk"), word("closeYes"))) return;
    this.close();
  }

  close() {
    this.popups.answer(null);
    this.frame?.remove();
    this.frame = null;
    this.asksBeforeClosing = false;
    this.buttons = { main: {}, secondary: {} };
    this.painted = {};
    for (const name of ["back", "settings", "main", "secondary", "bottom"]) this.show(name, false);
    for (const id of Object.values(PAINTED)) byId(id).removeAttribute("style");
    byId("app").hidden = true;
    document.body.classList.remove("with-app");
  }

  hear(event) {
    if (!this.frame || event.source !== this.frame.contentWindow || event.origin !== this.origin) return;
    this.speaks = true;
    let said;
    try {
      said = JSON.parse(event.data);
    } catch {
      return this.journal.note("unknown", String(event.data));
    }
    const answer = PROTOCOL[said?.eventType];
    this.journal.note(answer ? "in" : "unknown", String(said?.eventType), said?.eventData);
    answer?.(this, said.eventData ?? {});
  }

  tell(eventType, eventData = null) {
    if (!this.frame || !this.speaks) return;
    this.journal.note("out", eventType, eventData);
    this.frame.contentWindow.postMessage(JSON.stringify({ eventType, eventData }), this.origin);
  }

  tellTheme() {
    if (!this.frame) return;
    this.tell("theme_changed", { theme_params: this.themes[theme()] });
    for (const [place, data] of Object.entries(this.painted)) this.paint(place, data);
    for (const name of ["main", "secondary"]) this.drawButton(name, {});
  }

  tellViewport() {
    const place = byId("app-place");
    this.tell("viewport_changed", { height: place.clientHeight, width: place.clientWidth, is_expanded: true, is_state_stable: true });
  }

  show(name, shown) { byId(`app-${name}`).hidden = !shown; }

  drawButton(name, data) {
    const known = Object.assign(this.buttons[name], data);
    const element = byId(`app-${name}`);
    const colors = this.themes[theme()];
    element.hidden = !known.is_visible;
    element.disabled = known.is_active === false;
    element.setAttribute("aria-busy", String(known.is_progress_visible === true));
    element.classList.toggle("busy", known.is_progress_visible === true);
    element.classList.toggle("shines", known.has_shine_effect === true);
    element.textContent = known.text ?? "";
    element.style.background = known.color || (name === "main" ? colors.button_color : colors.bottom_bar_bg_color);
    element.style.color = known.text_color || (name === "main" ? colors.button_text_color : colors.button_color);
    const { main, secondary } = this.buttons;
    const bottom = byId("app-bottom");
    bottom.hidden = !main.is_visible && !secondary.is_visible;
    const position = secondary.position ?? "left";
    bottom.dataset.position = position;
    const first = byId(SECONDARY_FIRST.has(position) ? "app-secondary" : "app-main");
    if (bottom.firstElementChild !== first) bottom.prepend(first); // moved without need, a button would lose the focus
  }

  // `data` is { color } or { color_key }: the key follows the theme.
  paint(place, data) {
    this.painted[place] = data;
    const color = data.color_key ? this.themes[theme()][data.color_key] : data.color;
    if (!COLOR.test(color ?? "")) return;
    const element = byId(PAINTED[place]);
    element.style.background = color;
    if (place === "header") element.style.color = isDark(color) ? "#fff" : "#000";
  }

  follow(url) {
    const href = url.startsWith("tme:") ? `${location.protocol}//t.me${url.slice(4)}` : url;
    if (this.act.follow(href)) return;
    if (url.startsWith("tme:")) this.act.say(word("outside")(url.slice(5)));
    else if (/^https?:/.test(url)) window.open(url, "_blank", "noopener");
  }

  async letWrite() {
    const path = `/person/api/${this.act.person().id}/write-access`;
    try {
      if ((await get(path)).allowed) return true; // as Telegram, which asks only where there is something to ask
      if (!await this.popups.sure(word("writeAsk")(this.act.bot().name), word("writeYes"))) return false;
      await post(path);
      return true;
    } catch (error) {
      this.act.say(error.message);
      return false; // the app waits for an answer whatever happens
    }
  }

  download(url, name) {
    const link = make("a");
    link.href = url;
    link.download = name;
    link.target = "_blank";
    link.rel = "noopener";
    link.click();
  }
}

function isDark(color) {
  const [red, green, blue] = [1, 3, 5].map((at) => Number.parseInt(color.slice(at, at + 2), 16));
  return red * 0.299 + green * 0.587 + blue * 0.114 < 140;
}
