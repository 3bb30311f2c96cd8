import { Page } from "../../components/page.tsx";
import { t } from "../../i18n/index.ts";

export function Generate() {
  return <Page title={t().generate.title}>{null}</Page>;
}
