// Questions over the Mini App: its own popups and those that Telegram asks for it.
import { make } from "./messages.js";
import { word } from "./words.js";

export class Popups {
  constructor(cover, behind, after) {
    this.cover = cover;
    this.behind = behind; // the elements that wait behind the question
    this.after = after; // () => void, once it is answered
    this.waiting = null;
    cover.addEventListener("keydown", (key) => {
      if (key.key === "Escape") this.answer(null);
      if (key.key === "Tab") this.turn(key);
    });
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
    this.hold(true);
    row.lastChild.focus();
    return new Promise((resolve) => { this.waiting = resolve; });
  }

  async sure(message, yes) {
    return (await this.ask({ message, buttons: [{ id: "no", type: "cancel" }, { id: "yes", type: "default", text: yes }] })) === "yes";
  }

  answer(id) {
    const resolve = this.waiting;
    if (!resolve) return;
    this.waiting = null;
    this.cover.hidden = true;
    this.hold(false);
    this.after();
    resolve(id);
  }

  // Tab goes round in the question.
  turn(key) {
    const buttons = [...this.cover.querySelectorAll("button")];
    const next = buttons.indexOf(document.activeElement) + (key.shiftKey ? -1 : 1);
    buttons.at(next % buttons.length).focus();
    key.preventDefault();
  }

  hold(on) {
    for (const element of this.behind) element.inert = on;
  }

  button({ id = "", type = "default", text }) {
    const element = make("button", type, type === "default" || type === "destructive" ? text : word("popup")[type]);
    element.type = "button";
    element.addEventListener("click", () => this.answer(id));
    return element;
  }
}
