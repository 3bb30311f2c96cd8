/** What the app asks of whatever it runs in. `telegram.ts` and `browser.ts` answer; nothing else knows `window.Telegram`. */
export interface Platform {
  readonly name: "telegram" | "browser";
  /** Signed launch data, for the server alone; empty when nobody has signed anything. */
  readonly initData: string;
  /** From `?startapp=`; anybody can write it. */
  readonly startParam: string;
  /** IETF tag of the client's language, empty when unknown. */
  readonly languageTag: string;

  /** The first picture is on screen. */
  ready(): void;
  /** Shows the main action of a screen, null takes it away. One at a time: the last call holds. */
  showPrimary(button: PrimaryButton | null): void;
  /** Shows the client's own way back, null takes it away. */
  showBack(onPress: (() => void) | null): void;
  /** A question with two answers. */
  ask(question: Question): Promise<boolean>;
  /** Asks whether the bot may write first; true when it may. True, too, where the client cannot ask. */
  requestWriteAccess(): Promise<boolean>;
  copy(text: string): Promise<boolean>;
  openLink(address: string): void;
  close(): void;
  feel(touch: Touch): void;
  /** Closing asks first, as long as something would be lost. */
  guardClosing(on: boolean): void;
  /** Calls back when the app comes to the front (true) or goes behind something (false). */
  onActive(listener: (active: boolean) => void): () => void;
}

export interface PrimaryButton {
  text: string;
  enabled: boolean;
  /** Shows that it works on it; it cannot be pressed meanwhile. */
  busy: boolean;
  onPress: () => void;
}

export interface Question {
  text: string;
  yes: string;
  no: string;
  /** The yes takes something away. */
  destructive?: boolean;
}

export type Touch = "pick" | "done" | "refused";
