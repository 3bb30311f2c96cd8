import { Page } from "../../components/page.tsx";
import { t } from "../../i18n/index.ts";

export function Settings() {
  return <Page title={t().settings.title}>{null}</Page>;
}
