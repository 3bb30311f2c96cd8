import { Api } from "../api/client.ts";
import { keepOnlyOf } from "../api/kept.ts";
import { SessionKeeper } from "../api/session.ts";
import { platform } from "../platform/index.ts";

// Before anything reads what was kept.
keepOnlyOf(platform.initData);

/** The server, as the person who launched the app. */
export const api = new Api(new SessionKeeper(platform.initData));
