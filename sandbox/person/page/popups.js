// Questions over the Mini App: its own popups and those that Telegram asks for it.
import { make } from "./messages.js";
import { word } from "./words.js";

export class Popups {
  constructor(cover, frame) {
    this.cover = cover;
    this.frame = frame; // () => the element that waits behind the question
    this.waiting = null;
    cover.addEventListener("keydown", (key) => { if (key.key === "Escape") this.answer(null); });
    cover.addEventListener("click", (click) => { if (click.target === cover) this.answer(null); });
  }

  // The id of the pressed button, null when the question was put away. One question at a time.
  async ask({ title, message, buttons }) {
    if (this.waiting) return null;
    const box = make("div", "popup");
    if (title) box.append(make("h3", "", title));
    box.append(make("p", "", message));
    const row = make("div", "popup-buttons");
    row.append(...buttons.map((button) => this.button(button)));
    box.append(row);
    this.cover.replaceChildren(box);
    this.cover.hidden = false;
    this.frame().inert = true;
    row.lastChild.focus();
    return new Promise((resolve) => { this.waiting = resolve; });
  }

  async sure(message, yes) {
    return (await this.ask({ message, buttons: [{ id: "no", type: "cancel" }, { id: "yes", type: "default", text: yes }] })) === "yes";
  }

  answer(id) {
    this.cover.hidden = true;
    this.frame().inert = false;
    const resolve = this.waiting;
    this.waiting = null;
    resolve?.(id);
  }

  button({ id = "", type = "default", text }) {
    const element = make("button", type, type === "default" || type === "destructive" ? text : word("popup")[type]);
    element.type = "button";
    element.addEventListener("click", () => this.answer(id));
    return element;
  }
}
