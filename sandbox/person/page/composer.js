// Everything a person types, attaches or picks from menus.
import { make } from "./messages.js";
import { reach } from "./person.js";
import { word } from "./words.js";

// Types that every browser shows and that can be sent as photo.
const SHOWN = /^image\/(jpeg|png|webp|gif)$/;
const byId = (id) => document.getElementById(id);

export class Composer {
  constructor(send) {
    this.send = send; // { text(text, replyTo), files(files, kind, caption), sampled(), failed(error) }; files throws
    this.commands = [];
    this.replyTo = null;
    this.text = byId("text");
    this.bind();
  }

  bind() {
    byId("composer").addEventListener("submit", (event) => { event.preventDefault(); this.submit(); });
    this.text.addEventListener("input", () => { this.resize(); this.suggest(); });
    this.text.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && !event.shiftKey && !event.isComposing) { event.preventDefault(); this.submit(); }
      if (event.key === "Escape") this.showCommands(false);
    });
    this.text.addEventListener("paste", (event) => {
      const files = [...event.clipboardData.files];
      if (files.length) { event.preventDefault(); this.choose(files); }
    });
    byId("menu").addEventListener("click", () => this.showCommands(byId("commands").hidden, this.commands));
    byId("attach").addEventListener("click", () => byId("files").click());
    byId("files").addEventListener("change", (event) => { this.choose([...event.target.files]); event.target.value = ""; });
    for (const id of ["samples", "app-samples"]) byId(id).addEventListener("click", (event) => this.sendSamples(event.currentTarget));
    const phone = document.querySelector(".phone");
    phone.addEventListener("dragover", (event) => event.preventDefault());
    phone.addEventListener("drop", (event) => { event.preventDefault(); this.choose([...event.dataTransfer.files]); });
  }

  submit() {
    const text = this.text.value.trim();
    if (!text) return;
    this.text.value = "";
    this.resize();
    this.showCommands(false);
    this.send.text(text, this.replyTo);
    this.setReply(null);
  }

  resize() {
    this.text.style.height = "auto";
    this.text.style.height = `${Math.min(this.text.scrollHeight, 140)}px`;
  }

  suggest() {
    const typed = this.text.value;
    const fitting = this.commands.filter((command) => `/${command.command}`.startsWith(typed));
    this.showCommands(/^\/\w*$/.test(typed) && fitting.length > 0, fitting);
  }

  showCommands(shown, commands = []) {
    const menu = byId("commands");
    byId("menu").setAttribute("aria-expanded", String(shown));
    menu.hidden = !shown;
    if (!shown) return;
    menu.replaceChildren(...commands.map((command) => {
      const item = make("button");
      item.type = "button";
      item.setAttribute("role", "menuitem");
      item.append(make("span", "", command.description), make("small", "", `/${command.command}`));
      item.addEventListener("click", () => { this.text.value = `/${command.command}`; this.submit(); });
      return item;
    }));
    if (!commands.length) menu.append(make("p", "", word("noCommands")));
  }

  setReply(event) {
    this.replyTo = event?.message_id ?? null;
    byId("reply-to").hidden = !event;
    byId("reply-to").textContent = event?.text ?? "";
    this.text.placeholder = event?.reply_keyboard?.input_field_placeholder ?? word("message");
  }

  setKeyboard(markup) {
    const area = byId("reply-keyboard");
    const rows = markup?.keyboard;
    area.hidden = !rows;
    this.text.placeholder = markup?.input_field_placeholder ?? word("message");
    area.replaceChildren(...(rows ?? []).map((row) => {
      const line = make("div");
      line.append(...row.map((button) => {
        const element = make("button", "", button.text);
        element.type = "button";
        element.addEventListener("click", () => {
          this.send.text(button.text, null);
          if (markup.one_time_keyboard) this.setKeyboard(null);
        });
        return element;
      }));
      return line;
    }));
  }

  async choose(files) {
    if (!files.length) return;
    const sheet = byId("sheet");
    byId("sheet-title").textContent = word("files")(files.length);
    const urls = [];
    byId("previews").replaceChildren(...files.map((file) => {
      if (!SHOWN.test(file.type)) return make("span", "", file.name);
      const image = make("img");
      image.src = URL.createObjectURL(file);
      image.alt = file.name;
      urls.push(image.src);
      return image;
    }));
    const pictures = files.every((file) => SHOWN.test(file.type));
    sheet.querySelector(`input[value="${pictures ? "photo" : "document"}"]`).checked = true;
    byId("caption").value = "";
    const opened = new AbortController();
    sheet.querySelector("form").addEventListener("submit", (event) => {
      event.preventDefault();
      this.sendSheet(files);
    }, { signal: opened.signal });
    byId("sheet-cancel").addEventListener("click", () => sheet.close(), { signal: opened.signal });
    byId("sheet-error").hidden = true;
    sheet.showModal();
    await new Promise((resolve) => sheet.addEventListener("close", resolve, { once: true }));
    opened.abort();
    urls.forEach((url) => URL.revokeObjectURL(url));
  }

  // A refused file must not cost the choice of the others, so the sheet closes only when all are sent.
  async sendSheet(files) {
    const sheet = byId("sheet");
    const button = sheet.querySelector(".primary");
    button.disabled = true;
    try {
      await this.send.files(files, sheet.querySelector("input[name=kind]:checked").value, byId("caption").value);
      sheet.close();
    } catch (error) {
      byId("sheet-error").textContent = error.message;
      byId("sheet-error").hidden = false;
    } finally {
      button.disabled = false;
    }
  }

  async sendSamples(button) {
    button.disabled = true;
    try {
      const numbers = Array.from({ length: 10 }, (_, index) => index + 1);
      const files = await Promise.all(numbers.map(async (number) => {
        const response = await reach(`/samples/${number}.jpg`);
        return new File([await response.blob()], `sample-${number}.jpg`, { type: "image/jpeg" });
      }));
      await this.send.files(files, "photo", "");
      this.send.sampled();
    } catch (error) {
      this.send.failed(error);
    } finally {
      button.disabled = false;
    }
  }
}
