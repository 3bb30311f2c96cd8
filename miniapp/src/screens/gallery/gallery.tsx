import { Page } from "../../components/page.tsx";
import { t } from "../../i18n/index.ts";

export function Gallery() {
  return <Page title={t().gallery.title}>{null}</Page>;
}
