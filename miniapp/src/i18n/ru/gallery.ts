import type { gallery as en } from "../en/gallery.ts";

export const gallery: typeof en = {
  title: "Галерея",
  filter: "Модель",
  all: "Все модели",
  proofs: "Пробные",
  drawn: "Нарисованные",
  kind: "Что показать",
  empty: "Здесь будут ваши картинки. Опишите одну, и она появится примерно через минуту.",
  emptyOfModel: "Картинок этой модели пока нет.",
  emptyProofs:
    "Пробных кадров нет. Их приносит каждое обучение; несохранённые через некоторое время стираются.",
  draw: "Нарисовать",
  more: "Показать ещё",
  count: (no, prompt, model) => `Картинка ${no}, ${model}: ${prompt}`,
};
