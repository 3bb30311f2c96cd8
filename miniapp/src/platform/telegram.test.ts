import assert from "node:assert/strict";
import { test } from "node:test";
import { type Client, telegramPlatform } from "./telegram.ts";

Object.defineProperty(globalThis, "window", { configurable: true, value: globalThis });

/** A client as far as its main button. */
class Phone {
  pressed: () => void = () => {};
  readonly client = {
    initData: "",
    initDataUnsafe: {},
    ready: () => {},
    expand: () => {},
    isVersionAtLeast: () => true,
    MainButton: {
      onClick: (press: () => void) => (this.pressed = press),
      setParams: () => {},
      showProgress: () => {},
      hideProgress: () => {},
      enable: () => {},
      disable: () => {},
      hide: () => {},
    },
    BackButton: { onClick: () => {}, show: () => {}, hide: () => {} },
  } as unknown as Client;
}

test("a button that is about to go orders nothing more, though it is still in sight", () => {
  const phone = new Phone();
  const platform = telegramPlatform(phone.client);
  let orders = 0;
  platform.showPrimary({ text: "Train", enabled: true, busy: false, onPress: () => (orders += 1) });
  phone.pressed();
  assert.equal(orders, 1);
  platform.showPrimary(null);
  phone.pressed();
  assert.equal(orders, 1);
});
