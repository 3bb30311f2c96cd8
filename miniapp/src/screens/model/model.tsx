import { Page } from "../../components/page.tsx";
import { t } from "../../i18n/index.ts";

export function Model() {
  return <Page title={t().model.title}>{null}</Page>;
}
