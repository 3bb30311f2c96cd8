// What Telegram's client answers to each event of a Mini App (core.telegram.org/api/web-events). `app` is a MiniApp.
import { word } from "./words.js";

const UNSUPPORTED = { error: "UNSUPPORTED" };

// Taken without an answer: nothing of it can be felt or seen on this page.
const TAKEN = [
  "iframe_ready", "iframe_will_reload", "web_app_ready", "web_app_expand", "web_app_trigger_haptic_feedback",
  "web_app_setup_swipe_behavior", "web_app_toggle_orientation_lock", "web_app_exit_fullscreen", "web_app_data_send",
  "web_app_stop_accelerometer", "web_app_stop_device_orientation", "web_app_stop_gyroscope", "web_app_hide_keyboard",
];

// Abilities that this client does not have.
const REFUSED = {
  web_app_request_fullscreen: ["fullscreen_failed", UNSUPPORTED],
  web_app_add_to_home_screen: ["home_screen_failed", UNSUPPORTED],
  web_app_check_home_screen: ["home_screen_checked", { status: "unsupported" }],
  web_app_request_phone: ["phone_requested", { status: "cancelled" }],
  web_app_request_emoji_status_access: ["emoji_status_access_requested", { status: "cancelled" }],
  web_app_set_emoji_status: ["emoji_status_failed", UNSUPPORTED],
  web_app_send_prepared_message: ["prepared_message_failed", UNSUPPORTED],
  web_app_start_accelerometer: ["accelerometer_failed", UNSUPPORTED],
  web_app_start_device_orientation: ["device_orientation_failed", UNSUPPORTED],
  web_app_start_gyroscope: ["gyroscope_failed", UNSUPPORTED],
  web_app_check_location: ["location_checked", { available: false }],
  web_app_request_location: ["location_requested", { available: false }],
  web_app_biometry_get_info: ["biometry_info_received", { available: false }],
  web_app_open_scan_qr_popup: ["scan_qr_popup_closed", {}],
};

export const PROTOCOL = {
  ...Object.fromEntries(TAKEN.map((name) => [name, () => {}])),
  ...Object.fromEntries(Object.entries(REFUSED).map(([name, answer]) => [name, (app) => app.tell(...answer)])),
  web_app_close: (app) => app.close(),
  web_app_request_theme: (app) => app.tellTheme(),
  web_app_request_viewport: (app) => app.tellViewport(),
  web_app_request_safe_area: (app) => app.tell("safe_area_changed", { top: 0, right: 0, bottom: 0, left: 0 }),
  web_app_request_content_safe_area: (app) => app.tell("content_safe_area_changed", { top: 0, right: 0, bottom: 0, left: 0 }),
  web_app_setup_main_button: (app, data) => app.drawButton("main", data),
  web_app_setup_secondary_button: (app, data) => app.drawButton("secondary", data),
  web_app_setup_back_button: (app, data) => app.show("back", data.is_visible),
  web_app_setup_settings_button: (app, data) => app.show("settings", data.is_visible),
  web_app_setup_closing_behavior(app, data) { app.asksBeforeClosing = data.need_confirmation === true; },
  web_app_set_header_color: (app, data) => app.paint("header", data),
  web_app_set_background_color: (app, data) => app.paint("background", data),
  web_app_set_bottom_bar_color: (app, data) => app.paint("bottom", data),
  async web_app_open_popup(app, { title, message, buttons }) {
    const id = await app.popups.ask({ title, message, buttons });
    app.tell("popup_closed", id === null ? {} : { button_id: id });
  },
  web_app_open_link: (app, { url }) => app.follow(url),
  web_app_open_tg_link: (app, data) => app.follow(`tme:${data.path_full}`),
  async web_app_request_write_access(app) {
    const allowed = await app.letWrite();
    app.tell("write_access_requested", { status: allowed ? "allowed" : "cancelled" });
  },
  // A browser's page may not read what was copied elsewhere, so Telegram Web says nothing either.
  web_app_read_text_from_clipboard: (app, { req_id }) => app.tell("clipboard_text_received", { req_id }),
  web_app_open_invoice: (app, { slug }) => app.tell("invoice_closed", { slug, status: "failed" }),
  async web_app_request_file_download(app, { url, file_name }) {
    const wanted = await app.popups.sure(word("download")(file_name), word("downloadYes"));
    if (wanted) app.download(url, file_name);
    app.tell("file_download_requested", { status: wanted ? "downloading" : "cancelled" });
  },
  web_app_invoke_custom_method(app, { req_id, method, params }) {
    const kept = CLOUD[method];
    app.tell("custom_method_invoked", kept ? { req_id, result: kept(app.cloud, params) } : { req_id, error: "METHOD_UNKNOWN" });
  },
};

// CloudStorage: kept for each person while this page is open.
const CLOUD = {
  saveStorageValue(cloud, { key, value }) { cloud.set(key, value); return true; },
  getStorageValues: (cloud, { keys }) => Object.fromEntries(keys.map((key) => [key, cloud.get(key) ?? ""])),
  deleteStorageValues(cloud, { keys }) { keys.forEach((key) => cloud.delete(key)); return true; },
  getStorageKeys: (cloud) => [...cloud.keys()],
};
