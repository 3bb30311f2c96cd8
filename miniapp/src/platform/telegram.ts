import type WebApp from "@twa-dev/sdk";
import type { Platform, PrimaryButton, Question, Touch } from "./port.ts";

export type Client = typeof WebApp;

const FLICKER_MS = 80;
/** Characters; the client refuses more. */
const MOST_BUTTON_TEXT = 64;
const MOST_QUESTION = 256;

/** The app inside a Telegram client. Every call is guarded by the version that knows it. */
export function telegramPlatform(client: Client): Platform {
  client.ready();
  client.expand();
  return {
    name: "telegram",
    initData: client.initData,
    startParam: client.initDataUnsafe.start_param ?? "",
    languageTag: client.initDataUnsafe.user?.language_code ?? "",
    ready: () => client.ready(),
    showPrimary: primaryButton(client),
    showBack: backButton(client),
    ask: (question) => asked(client, question),
    requestWriteAccess: writeAccess(client),
    copy,
    openLink: (address) =>
      address.startsWith("https://t.me/") ? client.openTelegramLink(address) : client.openLink(address),
    close: () => client.close(),
    feel: (touch) => feel(client, touch),
    guardClosing: (on) => guardClosing(client, on),
    onActive: (listener) => onActive(client, listener),
  };
}

function primaryButton(client: Client): Platform["showPrimary"] {
  const button = client.MainButton;
  let press = () => {};
  let hiding = 0;
  button.onClick(() => press());
  return (wanted: PrimaryButton | null) => {
    window.clearTimeout(hiding);
    if (wanted === null) {
      press = () => {};
      // From screen to screen the next one often wants it again at once; hidden between them it would flicker.
      hiding = window.setTimeout(() => button.hide(), FLICKER_MS);
      return;
    }
    press = wanted.onPress;
    // Each call draws the button anew, and those for the progress also change whether it can be pressed: called only
    // when the progress itself begins or ends, or a button that waits would blink.
    if (wanted.busy && !button.isProgressVisible) button.showProgress(false);
    if (!wanted.busy && button.isProgressVisible) button.hideProgress();
    const text = wanted.text.slice(0, MOST_BUTTON_TEXT);
    button.setParams({ text, is_active: wanted.enabled && !wanted.busy, is_visible: true });
  };
}

function backButton(client: Client): Platform["showBack"] {
  if (!client.isVersionAtLeast("6.1")) return () => {};
  let press = () => {};
  client.BackButton.onClick(() => press());
  return (onPress) => {
    press = onPress ?? (() => {});
    if (onPress) client.BackButton.show();
    else client.BackButton.hide();
  };
}

function asked(client: Client, question: Question): Promise<boolean> {
  if (!client.isVersionAtLeast("6.2")) return Promise.resolve(window.confirm(question.text));
  return new Promise((resolve) => {
    const yes = {
      id: "yes",
      type: question.destructive ? "destructive" : "default",
      text: question.yes,
    } as const;
    const no = { id: "no", type: "default", text: question.no } as const;
    client.showPopup({ message: question.text.slice(0, MOST_QUESTION), buttons: [yes, no] }, (id) =>
      resolve(id === "yes"),
    );
  });
}

/** Who has said yes once is not asked again: the launch data stay as they were when the app was opened. */
function writeAccess(client: Client): Platform["requestWriteAccess"] {
  let allowed = Boolean(client.initDataUnsafe.user?.allows_write_to_pm);
  return async () => {
    if (allowed || !client.isVersionAtLeast("6.9")) return true;
    allowed = await new Promise<boolean>((resolve) => client.requestWriteAccess(resolve));
    return allowed;
  };
}

async function copy(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copiedByHand(text);
  }
}

/** Older web views refuse the clipboard of the page but obey the command. */
function copiedByHand(text: string): boolean {
  const field = document.createElement("textarea");
  field.value = text;
  field.className = "unseen";
  document.body.append(field);
  field.select();
  const done = document.execCommand("copy");
  field.remove();
  return done;
}

function feel(client: Client, touch: Touch): void {
  if (!client.isVersionAtLeast("6.1")) return;
  if (touch === "pick") client.HapticFeedback.selectionChanged();
  else client.HapticFeedback.notificationOccurred(touch === "done" ? "success" : "error");
}

function guardClosing(client: Client, on: boolean): void {
  if (client.isVersionAtLeast("6.2")) {
    if (on) client.enableClosingConfirmation();
    else client.disableClosingConfirmation();
  }
  if (client.isVersionAtLeast("7.7")) {
    if (on) client.disableVerticalSwipes();
    else client.enableVerticalSwipes();
  }
}

/** Both the client's own events and the page's: some clients send only one of them. */
function onActive(client: Client, listener: (active: boolean) => void): () => void {
  const shown = () => listener(true);
  const hidden = () => listener(false);
  const page = () => listener(document.visibilityState === "visible");
  client.onEvent("activated", shown);
  client.onEvent("deactivated", hidden);
  document.addEventListener("visibilitychange", page);
  return () => {
    client.offEvent("activated", shown);
    client.offEvent("deactivated", hidden);
    document.removeEventListener("visibilitychange", page);
  };
}
