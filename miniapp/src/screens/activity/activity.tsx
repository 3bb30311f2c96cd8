import { Page } from "../../components/page.tsx";
import { t } from "../../i18n/index.ts";

export function Activity() {
  return <Page title={t().activity.title}>{null}</Page>;
}
