export interface ServerEvent {
  id: string;
  name: string;
  data: string;
}

/** Takes the text of an event stream in any pieces and gives whole events; comments give nothing. */
export class EventLines {
  #rest = "";
  #id = "";

  take(piece: string): ServerEvent[] {
    this.#rest += piece;
    const blocks = this.#rest.split(/\r?\n\r?\n/);
    this.#rest = blocks.pop() ?? "";
    return blocks.flatMap((block) => this.#event(block));
  }

  #event(block: string): ServerEvent[] {
    let name = "message";
    const data: string[] = [];
    for (const line of block.split(/\r?\n/)) {
      const [, field = "", value = ""] = /^([^:]*): ?(.*)$/.exec(line) ?? [];
      if (field === "event") name = value;
      else if (field === "data") data.push(value);
      else if (field === "id") this.#id = value;
    }
    return data.length ? [{ id: this.#id, name, data: data.join("\n") }] : [];
  }
}
