import { signal } from "@preact/signals";
import type { Platform, PrimaryButton, Question } from "./port.ts";

/** What a Telegram client would draw itself; the shell draws it where there is none. */
export interface DrawnByUs {
  primary: PrimaryButton | null;
  back: (() => void) | null;
  question: (Question & { answer: (yes: boolean) => void }) | null;
}

export const drawnByUs = signal<DrawnByUs>({ primary: null, back: null, question: null });

/** The app in a plain browser, launched by `python -m bot dev-link`. */
export function browserPlatform(initData: string): Platform {
  const draw = (part: Partial<DrawnByUs>) => {
    drawnByUs.value = { ...drawnByUs.peek(), ...part };
  };
  const launch = new URLSearchParams(initData);
  return {
    name: "browser",
    initData,
    startParam: launch.get("start_param") ?? "",
    languageTag: languageOf(launch.get("user")),
    ready: () => {},
    showPrimary: (primary) => draw({ primary }),
    showBack: (back) => draw({ back }),
    ask: (question) =>
      new Promise((resolve) => {
        drawnByUs.peek().question?.answer(false);
        const answer = (yes: boolean) => {
          draw({ question: null });
          resolve(yes);
        };
        draw({ question: { ...question, answer } });
      }),
    requestWriteAccess: () => Promise.resolve(true),
    copy: async (text) => {
      try {
        await navigator.clipboard.writeText(text);
        return true;
      } catch {
        return false;
      }
    },
    openLink: (address) => {
      window.open(address, "_blank", "noopener");
    },
    close: () => window.close(),
    feel: () => {},
    guardClosing: (on) => {
      window.onbeforeunload = on ? (event) => event.preventDefault() : null;
    },
    onActive: (listener) => {
      const changed = () => listener(document.visibilityState === "visible");
      document.addEventListener("visibilitychange", changed);
      return () => document.removeEventListener("visibilitychange", changed);
    },
  };
}

function languageOf(user: string | null): string {
  try {
    return JSON.parse(user ?? "{}").language_code ?? navigator.language;
  } catch {
    return navigator.language;
  }
}
