import { Page } from "../../components/page.tsx";
import { t } from "../../i18n/index.ts";

export function Create() {
  return <Page title={t().create.title}>{null}</Page>;
}
