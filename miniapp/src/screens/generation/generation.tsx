import { Page } from "../../components/page.tsx";
import { t } from "../../i18n/index.ts";

export function Generation() {
  return <Page title={t().generation.title}>{null}</Page>;
}
