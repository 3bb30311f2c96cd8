import { render } from "preact";
import { noSession } from "./api/session.ts";
import { NoSession, Shell } from "./components/shell.tsx";
import { languageOf, speak } from "./i18n/index.ts";
import { platform } from "./platform/index.ts";
import { startRouting } from "./routing/router.ts";
import { CurrentScreen } from "./screens/index.tsx";
import { followJobs } from "./state/jobs.ts";
import { refreshMe } from "./state/me.ts";
import { sayProblem } from "./state/toasts.ts";
import "./styles/tokens.css";
import "./styles/base.css";
import "./styles/parts.css";
import "./styles/shell.css";

function App() {
  return (
    <>
      {noSession.value ? <NoSession /> : <CurrentScreen />}
      <Shell />
    </>
  );
}

async function start(): Promise<void> {
  await speak(languageOf(platform.languageTag));
  startRouting();
  const place = document.getElementById("app");
  if (place) render(<App />, place);
  platform.ready();
  await refreshMe().catch(sayProblem);
  if (noSession.value === null) followJobs();
}

void start();
