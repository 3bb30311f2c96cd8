// The sandbox panel: speed, skipped time, planned faults, switches of Telegram.
import { make } from "./messages.js";
import { call, get, post } from "./person.js";
import { word } from "./words.js";

const PROVIDERS = [["fal", "fal"], ["replicate", "Replicate"]];
// A point without a dot is one of the chosen provider's.
const FAULTS = [
  { point: "submit", fault: "lost_answer" },
  { point: "submit", fault: "status", options: { code: 503 } },
  { point: "webhook", fault: "never" },
  { point: "webhook", fault: "twice" },
  { point: "job", fault: "fail", times: 2 }, // the bot tries a broken training once more by itself
  { point: "job", fault: "blocked" },
  { point: "telegram.sendMessage", fault: "status", options: { code: 429, retry_after: 3 } },
];
const HOUR = 3600;

export class Panel {
  constructor(element, person, say, journal) {
    this.element = element;
    this.person = person; // () => id of the person
    this.say = say; // (text) => void
    this.journal = journal; // what a Mini App said
    this.provider = null;
  }

  async draw() {
    const [clock, settings] = await Promise.all([get("/control/clock"), get("/control/telegram/settings")]);
    this.provider ??= await provider();
    this.planned = make("p", "planned");
    this.element.replaceChildren(
      make("h2", "", word("speed")), this.slider(clock.speed),
      make("h2", "", word("skip")), this.chips([
        [word("hour"), () => this.advance(HOUR, word("hour"))],
        [word("day"), () => this.advance(24 * HOUR, word("day"))],
        [word("month"), () => this.advance(720 * HOUR, word("month"))],
      ]),
      make("h2", "", word("faults")), this.providers(), this.chips(FAULTS.map((fault, place) => [word("faultNames")[place], () => this.plan(fault)])), this.planned,
      make("h2", "", word("switches")), this.switches(settings),
      make("h2", "", word("app")), this.journal.element,
    );
    await this.showPlanned(await get("/control/faults"));
  }

  slider(speed) {
    const label = make("label", "slider");
    const input = make("input");
    const output = make("output", "", `× ${Math.round(speed)}`);
    Object.assign(input, { type: "range", min: 0, max: 3.6, step: 0.1, value: Math.log10(speed) });
    input.setAttribute("aria-label", word("speed"));
    input.addEventListener("input", () => { output.textContent = `× ${Math.round(10 ** input.value)}`; });
    input.addEventListener("change", () => this.run(() => post("/control/clock", { speed: Math.round(10 ** input.value) })));
    label.append(input, output);
    return label;
  }

  chips(entries) {
    const row = make("div", "chips");
    for (const [text, act] of entries) {
      const button = make("button", "", text);
      button.type = "button";
      button.addEventListener("click", () => act(button));
      row.append(button);
    }
    return row;
  }

  providers() {
    const row = this.chips(PROVIDERS.map(([name, title]) => [title, () => { this.provider = name; press(); }]));
    const press = () => PROVIDERS.forEach(([name], place) => row.children[place].setAttribute("aria-pressed", String(name === this.provider)));
    press();
    return row;
  }

  switches(settings) {
    const blocked = settings.blocked_users.includes(this.person());
    const row = this.chips([
      [word("twice"), (button) => this.flip(button, (on) => post("/control/telegram/settings", { duplicate_updates: on }))],
      [word("overtake"), (button) => this.flip(button, (on) => post("/control/telegram/settings", { overtake: on }))],
      [word("block"), (button) => this.flip(button, (on) => post(`/person/api/${this.person()}/${on ? "block" : "unblock"}`))],
    ]);
    [settings.duplicate_updates, settings.overtake, blocked].forEach((on, place) => row.children[place].setAttribute("aria-pressed", String(on)));
    return row;
  }

  flip(button, act) {
    const on = button.getAttribute("aria-pressed") !== "true";
    return this.run(async () => { await act(on); button.setAttribute("aria-pressed", String(on)); });
  }

  advance(seconds, name) {
    return this.run(async () => { await post("/control/clock", { advance: seconds }); this.say(word("skipped")(name)); });
  }

  plan(fault) {
    const point = fault.point.includes(".") ? fault.point : `${this.provider}.${fault.point}`;
    return this.run(async () => this.showPlanned(await post("/control/faults", { ...fault, point })));
  }

  showPlanned(faults) {
    this.planned.replaceChildren();
    if (!faults.length) return;
    const names = faults.map((fault) => `${nameOf(fault)} × ${fault.times}`).join(", ");
    const clear = make("button", "", `✕ ${word("clear")}`);
    clear.type = "button";
    clear.addEventListener("click", () => this.run(async () => this.showPlanned(await call("DELETE", "/control/faults"))));
    this.planned.append(`${word("planned")}: ${names} `, clear);
  }

  async run(act) {
    try {
      await act();
    } catch (error) {
      this.say(error.message);
    }
  }
}

// Where the bot has been: Replicate if it has only been there.
async function provider() {
  const [fal, replicate] = await Promise.all(PROVIDERS.map(([name]) => get(`/control/${name}/jobs`)));
  return replicate.length && !fal.length ? "replicate" : "fal";
}

function nameOf(planned) {
  const [owner, ...rest] = planned.point.split(".");
  const title = PROVIDERS.find(([name]) => name === owner)?.[1];
  const point = title ? rest.join(".") : planned.point;
  const place = FAULTS.findIndex((fault) => fault.point === point && fault.fault === planned.fault);
  if (place < 0) return `${planned.point} ${planned.fault}`;
  return title ? `${title}: ${word("faultNames")[place]}` : word("faultNames")[place];
}
