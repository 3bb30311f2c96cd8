import { Page } from "../../components/page.tsx";
import { t } from "../../i18n/index.ts";

export function Rules() {
  return <Page title={t().rules.title}>{null}</Page>;
}
