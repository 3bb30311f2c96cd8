import type { stages as en } from "../en/stages.ts";

export const stages: typeof en = {
  pending: "В очереди",
  queued: "В очереди",
  preparing: "Подготовка",
  caching: "Чтение фото",
  training: "Обучение",
  validating: "Проверка качества…",
  completed: "Готово",
  checking: "Ещё выясняем",
  failed: "Не получилось",
  cancelled: "Отменено",
};
