import "../../node_modules/@twa-dev/sdk/dist/telegram-web-apps.js";
import { browserPlatform } from "./browser.ts";
import { readableColours, type Theme } from "./colours.ts";
import type { Platform } from "./port.ts";
import { type Client, telegramPlatform } from "./telegram.ts";

/** Put there by Telegram's script, which the package brings in the version that the lock file names. */
const client = (window as unknown as { Telegram: { WebApp: Client } }).Telegram.WebApp;

interface NativeBridges {
  TelegramWebviewProxy?: unknown;
  external?: { notify?: unknown };
}

/** Telegram's script gives launch data to any page; a client that draws buttons is there only behind one of these. */
function clientIsThere(): boolean {
  const bridges = window as unknown as NativeBridges;
  return window.parent !== window || Boolean(bridges.TelegramWebviewProxy || bridges.external?.notify);
}

/** Where a client gives colours it also says whether they are dark; elsewhere the system decides. */
function followTheme(): void {
  const follow = () => {
    const root = document.documentElement;
    const { bg_color } = client.themeParams;
    if (!bg_color) return;
    root.dataset.scheme = client.colorScheme;
    for (const [name, colour] of Object.entries(readableColours(client.themeParams as Theme)))
      root.style.setProperty(name, colour);
  };
  follow();
  client.onEvent("themeChanged", follow);
}

function found(): Platform {
  followTheme();
  return clientIsThere() ? telegramPlatform(client) : browserPlatform(client.initData);
}

export const platform: Platform = found();
