import { Page } from "../../components/page.tsx";
import { t } from "../../i18n/index.ts";

export function Home() {
  return <Page title={t().home.title}>{null}</Page>;
}
