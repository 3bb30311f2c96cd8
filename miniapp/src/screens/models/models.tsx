import { Page } from "../../components/page.tsx";
import { t } from "../../i18n/index.ts";

export function Models() {
  return <Page title={t().models.title}>{null}</Page>;
}
