import { Api } from "../api/client.ts";
import { SessionKeeper } from "../api/session.ts";
import { platform } from "../platform/index.ts";

/** The server, as the person who launched the app. */
export const api = new Api(new SessionKeeper(platform.initData));
