import { Page } from "../../components/page.tsx";
import { t } from "../../i18n/index.ts";

export function Training() {
  return <Page title={t().training.title}>{null}</Page>;
}
