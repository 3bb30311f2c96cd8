// What the Mini App and this page said to each other, newest first. It stands in the sandbox panel.
import { make } from "./messages.js";

const KEPT = 80;
const LONGEST = 160;

export class Journal {
  constructor() {
    this.element = make("ol", "journal");
  }

  // `way`: "in" from the app, "out" to it, "unknown" from the app without a meaning here.
  note(way, eventType, data) {
    const said = data === undefined || data === null ? "" : JSON.stringify(data);
    const line = make("li", way, `${way === "out" ? "→" : "←"} ${eventType} `);
    line.append(make("small", "", said.length > LONGEST ? `${said.slice(0, LONGEST)}…` : said));
    this.element.prepend(line);
    while (this.element.children.length > KEPT) this.element.lastChild.remove();
  }

  clear() {
    this.element.replaceChildren();
  }
}
