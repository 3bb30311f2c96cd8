import { Page } from "../../components/page.tsx";
import { t } from "../../i18n/index.ts";

export function Order() {
  return <Page title={t().order.title}>{null}</Page>;
}
