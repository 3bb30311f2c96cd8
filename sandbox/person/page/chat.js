// The page: one person's private chat with the bot, followed as a stream of events.
import { Composer } from "./composer.js";
import { Journal } from "./journal.js";
import { botLink } from "./links.js";
import { Messages } from "./messages.js";
import { MiniApp } from "./miniapp.js";
import { Panel } from "./panel.js";
import { create, get, post, somebody } from "./person.js";
import { bindTheme } from "./theme.js";
import { useLanguage, word } from "./words.js";

const byId = (id) => document.getElementById(id);
const chat = byId("chat");
const NEAR_BOTTOM = 160;
const RETRY = 2000;
const LOOKS = 15; // for the app of a bot that has just started and still tells Telegram about itself
let person = null;
let bot = null;
let stream = null;
let unread = false;
let stuck = true; // whether the person looks at the newest message
let lastTop = 0;
let timers = {};

const messages = new Messages(byId("messages"), {
  press,
  command: (text) => sendText(text, null),
  show: (url) => { byId("viewer-image").src = url; byId("viewer").showModal(); },
  copy: async (text) => { await navigator.clipboard.writeText(text); toast(word("copied")); },
  open: (url) => attempt(() => app.open(url)),
  follow: followLink,
});
const composer = new Composer({ text: sendText, files: sendFiles, sampled, failed: (error) => toast(error.message) });
const journal = new Journal();
const app = new MiniApp({ person: () => person, bot: () => bot, say: toast, follow: followLink }, journal);
const panel = new Panel(byId("panel"), () => person.id, toast, journal);

async function sendText(text, replyTo) {
  await attempt(() => post(`/person/api/${person.id}/message`, { text, reply_to_message_id: replyTo }));
}

async function sendFiles(files, kind, caption) {
  const form = new FormData();
  form.append("as", kind);
  form.append("caption", caption);
  for (const file of files) form.append("file", file, file.name);
  await post(`/person/api/${person.id}/photos`, form);
}

// Who looks at the app must be told where the photos have gone: it may lie over the chat.
function sampled() {
  if (app.isOpen) toast(word("samplesSent"));
}

async function press(messageId, button, element) {
  element.classList.add("waiting");
  await attempt(async () => {
    const { answer } = await post(`/person/api/${person.id}/press`, { message_id: messageId, data: button.data });
    if (!answer) return toast(word("noAnswer"));
    if (answer.text && answer.show_alert) {
      byId("alert-text").textContent = answer.text;
      byId("alert").showModal();
    } else if (answer.text) {
      toast(answer.text);
    }
  });
  element.classList.remove("waiting");
}

// A link to the bot itself is no way out of this page. Whether it was one.
function followLink(href) {
  const link = botLink(href, bot.username);
  if (link?.startapp !== undefined) attempt(() => app.open("", link.startapp));
  else if (link?.start !== undefined) {
    app.close();
    sendText(`/start ${link.start}`.trim(), null);
  }
  return link !== null;
}

async function attempt(act) {
  try {
    await act();
  } catch (error) {
    toast(error.message);
  }
}

function toast(text) {
  const element = byId("toast");
  element.textContent = text;
  element.hidden = false;
  clearTimeout(timers.toast);
  timers.toast = setTimeout(() => { element.hidden = true; }, 3500);
}

const HANDLERS = {
  message(event) {
    if (event.from === "bot") {
      messages.endDraft();
      setStatus("");
      takeKeyboard(event);
    }
    messages.add(event);
    showBeginning(false);
  },
  edit: (event) => messages.edit(event),
  delete: (event) => messages.remove(event.message_id),
  reaction: (event) => messages.react(event.message_id, event.emoji),
  draft: (event) => messages.draft(event),
  action(event) {
    setStatus(word("actions")[event.action] ?? word("actions").typing);
    clearTimeout(timers.action);
    timers.action = setTimeout(() => setStatus(""), event.seconds * 1000);
  },
  pin: () => messages.service(word("pinned")),
  may_write: () => messages.service(word("mayWrite")),
  blocked: () => messages.service(word("blocked")),
  unblocked: () => messages.service(word("unblocked")),
};

function takeKeyboard(event) {
  const markup = event.reply_keyboard;
  if (!markup) return;
  composer.setReply(markup.force_reply ? event : null);
  if (markup.keyboard || markup.remove_keyboard) composer.setKeyboard(markup.keyboard ? markup : null);
}

function setStatus(text) {
  byId("status").textContent = text || word("bot");
  byId("status").classList.toggle("busy", Boolean(text));
}

function take(event) {
  const follows = stuck || event.from === "person";
  // What was shown for a few seconds long ago is not shown again when the chat is opened later.
  const passed = event.seconds && Date.now() / 1000 - event.at > event.seconds;
  if (!passed) HANDLERS[event.type]?.(event);
  if (follows) scrollDown();
  else if (event.type === "message") { unread = true; byId("jump").hidden = false; }
}

const isAtBottom = () => chat.scrollHeight - chat.scrollTop - chat.clientHeight < NEAR_BOTTOM;

function scrollDown() {
  requestAnimationFrame(() => { chat.scrollTop = chat.scrollHeight; stuck = true; });
}

function follow() {
  stream?.close();
  stream = new EventSource(`/person/api/${person.id}/events`);
  stream.onmessage = (message) => take(JSON.parse(message.data));
  stream.onopen = () => { byId("banner").hidden = true; };
  stream.onerror = () => {
    byId("banner").textContent = word("ended");
    byId("banner").hidden = false;
    if (stream.readyState === EventSource.CLOSED) setTimeout(reopen, RETRY);
  };
}

// Another sandbox on the same address does not know this person.
async function reopen() {
  try {
    await open(await somebody());
  } catch {
    setTimeout(reopen, RETRY);
  }
}

// What stands there instead of the composer until something is written.
function showBeginning(shown) {
  byId("start").hidden = !shown;
  byId("start-app").hidden = !shown || bot?.menu_button.type !== "web_app";
  byId("empty").hidden = !shown;
  byId("composer").hidden = shown;
}

async function showBot(looks = 0) {
  bot = await get(`/person/api/${person.id}/bot`);
  byId("bot-name").textContent = bot.name;
  byId("avatar").textContent = bot.name.slice(0, 1).toUpperCase();
  byId("empty-text").textContent = bot.description;
  composer.commands = bot.commands;
  byId("open-app").hidden = bot.menu_button.type !== "web_app";
  byId("start-app").hidden = byId("start").hidden || byId("open-app").hidden;
  clearTimeout(timers.bot);
  if (byId("open-app").hidden && looks > 0) timers.bot = setTimeout(() => attempt(() => showBot(looks - 1)), RETRY);
  byId("open-app").textContent = bot.menu_button.text ?? "";
  document.title = `${bot.name} (${person.first_name})`;
}

async function open(somebodyElse) {
  if (person?.id !== somebodyElse.id) app.close();
  person = somebodyElse;
  useLanguage(person.language_code);
  for (const button of document.querySelectorAll("[data-language]")) {
    button.setAttribute("aria-pressed", String(button.dataset.language === person.language_code));
  }
  byId("start").textContent = word("start");
  byId("start-app").textContent = word("startApp");
  byId("start-app").title = word("startAppTitle");
  showBeginning(true);
  messages.clear();
  composer.setKeyboard(null);
  composer.setReply(null);
  setStatus("");
  await showBot(LOOKS);
  follow();
  if (!byId("panel").hidden) await panel.draw();
  await app.reopen();
}

function bind() {
  byId("start").addEventListener("click", () => sendText("/start", null));
  byId("start-app").addEventListener("click", () => attempt(() => app.open("")));
  byId("new-person").addEventListener("click", () => attempt(async () => {
    const { people } = await get("/person/api/people");
    await open(await create(person.language_code, people.length));
  }));
  for (const button of document.querySelectorAll("[data-language]")) {
    button.addEventListener("click", () => attempt(async () => {
      await open(await post(`/person/api/${person.id}/language`, { language_code: button.dataset.language }));
    }));
  }
  bindTheme(byId("theme"), () => app.tellTheme());
  byId("open-app").addEventListener("click", () => attempt(() => app.open(bot.menu_button.web_app.url)));
  byId("panel-toggle").addEventListener("click", () => attempt(async () => {
    const shown = byId("panel").hidden;
    if (shown) await panel.draw();
    byId("panel").hidden = !shown;
    byId("panel-toggle").setAttribute("aria-expanded", String(shown));
  }));
  byId("jump").addEventListener("click", scrollDown);
  chat.addEventListener("scroll", () => {
    // A picture that grows while it loads moves the end away; only a person moves the view up.
    if (isAtBottom()) stuck = true;
    else if (chat.scrollTop < lastTop) stuck = false;
    lastTop = chat.scrollTop;
    if (stuck) unread = false;
    byId("jump").hidden = stuck && !unread;
  });
  const growth = new ResizeObserver(() => { if (stuck) scrollDown(); });
  growth.observe(chat);
  growth.observe(byId("messages"));
  byId("menu").addEventListener("pointerdown", () => attempt(() => showBot()));
}

bind();
attempt(async () => open(await somebody()));
