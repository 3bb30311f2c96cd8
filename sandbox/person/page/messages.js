// Bubbles, albums and keyboards. One album is one element; its items keep their own message ids.
import { isSafeLink, safeNodes } from "./safe.js";
import { word } from "./words.js";

export class Messages {
  constructor(list, act) {
    this.list = list;
    this.act = act; // { press(messageId, button, element), command(text), show(url), copy(text), open(url), follow(href) -> handled }
    this.groups = new Map(); // key of the element -> { element, items: Map(message id -> event) }
    this.keys = new Map(); // message id -> key
  }

  clear() {
    this.groups.clear();
    this.keys.clear();
    this.list.replaceChildren();
  }

  add(event) {
    const key = event.media_group_id ?? `m${event.message_id}`;
    let group = this.groups.get(key);
    if (!group) {
      group = { element: document.createElement("li"), items: new Map() };
      this.groups.set(key, group);
      this.list.append(group.element);
    }
    this.keys.set(event.message_id, key);
    group.items.set(event.message_id, event);
    this.draw(group);
  }

  edit(event) {
    const group = this.groups.get(this.keys.get(event.message_id));
    if (!group) return;
    group.items.set(event.message_id, event);
    this.draw(group);
  }

  remove(messageId) {
    const key = this.keys.get(messageId);
    const group = this.groups.get(key);
    if (!group) return;
    group.items.delete(messageId);
    this.keys.delete(messageId);
    if (group.items.size) return this.draw(group);
    group.element.remove();
    this.groups.delete(key);
  }

  react(messageId, emoji) {
    const group = this.groups.get(this.keys.get(messageId));
    if (!group) return;
    group.reaction = emoji.join(" ");
    this.draw(group);
  }

  service(text) {
    const line = make("li", "service", text);
    this.list.append(line);
  }

  draft(event) {
    this.endDraft();
    const line = make("li", "message bot draft");
    const bubble = make("div", "bubble");
    const text = make("div", "text");
    text.append(safeNodes(event.html));
    bubble.append(text);
    line.append(bubble);
    this.list.append(line);
    this.drafted = { line, timer: setTimeout(() => this.endDraft(), event.seconds * 1000) };
  }

  endDraft() {
    if (!this.drafted) return;
    clearTimeout(this.drafted.timer);
    this.drafted.line.remove();
    this.drafted = null;
  }

  draw(group) {
    const items = [...group.items.values()];
    const first = items[0];
    const media = items.flatMap((item) => item.media);
    const photos = media.filter((medium) => medium.kind === "photo");
    const captioned = items.filter((item) => item.text);
    const element = group.element;
    element.className = `message ${first.from}`;
    element.classList.toggle("wide", photos.length > 0);
    element.classList.toggle("album", items.length > 1);
    element.dataset.messageId = first.message_id;
    const bubble = make("div", "bubble");
    const quoted = this.quote(first);
    if (quoted) bubble.append(quoted);
    if (photos.length) bubble.append(this.photos(photos));
    const documents = media.filter((medium) => medium.kind === "document");
    if (documents.length) bubble.append(this.documents(documents));
    for (const item of captioned) bubble.append(this.text(item));
    if (!captioned.length && photos.length) bubble.classList.add("bare");
    bubble.append(this.time(items.at(-1), captioned.some((item) => item.edited)));
    element.replaceChildren(bubble);
    const rows = items.at(-1).buttons;
    if (rows.length) element.append(this.keyboard(items.at(-1).message_id, rows));
    if (group.reaction) element.append(make("span", "reactions", group.reaction));
  }

  quote(event) {
    const quoted = event.reply_to_message_id;
    const source = quoted && this.groups.get(this.keys.get(quoted))?.items.get(quoted);
    return source ? make("div", "quote", source.text || word("picture")) : null;
  }

  text(item) {
    const text = make("div", "text");
    text.classList.toggle("was-edited", item.edited);
    text.append(safeNodes(item.html));
    text.addEventListener("click", (click) => {
      const target = click.target;
      if (target.matches("a.command")) this.act.command(target.textContent);
      else if (target.closest("tg-spoiler")) target.closest("tg-spoiler").classList.add("open");
      else if (target.matches("code")) this.act.copy(target.textContent);
      else if (target.closest("a[href]") && this.act.follow(target.closest("a").href)) click.preventDefault();
    });
    text.addEventListener("keydown", (key) => {
      if (key.key === "Enter" && key.target.matches("a.command")) this.act.command(key.target.textContent);
    });
    return text;
  }

  photos(photos) {
    const grid = make("div", "photos");
    grid.dataset.count = photos.length;
    grid.dataset.odd = oddPhotos(photos.length);
    for (const photo of photos) {
      const button = make("button");
      button.type = "button";
      button.setAttribute("aria-label", word("picture"));
      const image = make("img");
      image.src = photo.url;
      image.width = photo.w;
      image.height = photo.h;
      image.alt = word("picture");
      button.append(image);
      button.addEventListener("click", () => this.act.show(photo.url));
      grid.append(button);
    }
    return grid;
  }

  documents(documents) {
    const list = make("div", "documents");
    for (const file of documents) {
      const link = make("a", "document");
      link.href = file.url;
      link.download = file.name;
      if (file.thumbnail) {
        const image = make("img");
        image.src = file.thumbnail;
        image.alt = "";
        link.append(image);
      } else {
        link.append(make("span", "badge", file.name.split(".").pop().slice(0, 4).toUpperCase()));
      }
      const about = make("span");
      about.append(make("b", "", file.name), make("small", "", sizeText(file.size)));
      link.append(about);
      list.append(link);
    }
    return list;
  }

  time(event, edited) {
    const text = new Date(event.date * 1000).toLocaleTimeString(document.documentElement.lang === "ru" ? "ru" : "en-GB", { hour: "2-digit", minute: "2-digit" });
    return make("span", "time", edited ? `${word("edited")} ${text}` : text);
  }

  keyboard(messageId, rows) {
    const keyboard = make("div", "keyboard");
    for (const row of rows) {
      const line = make("div", "row");
      for (const button of row) line.append(this.button(messageId, button));
      keyboard.append(line);
    }
    return keyboard;
  }

  button(messageId, button) {
    const link = button.url && isSafeLink(button.url);
    const element = make(link ? "a" : "button", button.style ?? "", button.text);
    if (link) {
      element.href = button.url;
      element.target = "_blank";
      element.rel = "noopener noreferrer";
      element.addEventListener("click", (click) => { if (this.act.follow(button.url)) click.preventDefault(); });
    } else {
      element.type = "button";
      element.classList.toggle("opens-app", Boolean(button.app));
      element.addEventListener("click", () => {
        if (button.app) this.act.open(button.app);
        else if (button.copy) this.act.copy(button.copy);
        else if (button.data) this.act.press(messageId, button, element);
      });
    }
    return element;
  }
}

export function make(tag, className = "", text = "") {
  const element = document.createElement(tag);
  if (className) element.className = className;
  if (text) element.textContent = text;
  return element;
}

function sizeText(bytes) {
  const [number, unit] = bytes < 1024 * 1024 ? [Math.max(1, Math.round(bytes / 1024)), "kilobytes"] : [bytes / 1024 / 1024, "megabytes"];
  return `${number.toLocaleString(document.documentElement.lang, { maximumFractionDigits: 1 })} ${word(unit)}`;
}

// How many photos stand alone in the first row, so that the other rows hold three each.
function oddPhotos(count) {
  if (count === 3) return 1;
  return count > 4 ? count % 3 : 0;
}
