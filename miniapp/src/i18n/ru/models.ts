import type { models as en } from "../en/models.ts";
import { ruCount } from "../plural.ts";

export const models: typeof en = {
  title: "Мои модели",
  search: "Поиск по имени или заметке",
  state: "Состояние",
  states: { all: "Все", completed: "Готовые", training: "Обучаются", failed: "Не получились" },
  sort: "Порядок",
  sorts: { recent: "Сначала новые", name: "По имени", popularity: "Чаще всего" },
  by: (name) => `автор ${name}`,
  used: (count) => (count === 0 ? "ещё не рисовали" : `рисовали ${ruCount(count, "раз", "раза", "раз")}`),
  cover: (name) => `Картинка модели ${name}`,
  use: "Нарисовать",
  useOf: (name) => `Нарисовать моделью ${name}`,
  retry: "Попробовать ещё раз",
  retryOf: (name) => `Обучить модель ${name} ещё раз`,
  progressOf: (name) => `Обучение модели ${name}`,
  none: "Моделей пока нет. Для первой хватит нескольких фото.",
  nothingFound: "Ничего не нашлось. Попробуйте другое слово или покажите все модели.",
  showAll: "Показать все",
  create: "Создать модель",
  shown: (count, total) =>
    count < total ? `${count} из ${total}` : ruCount(total, "модель", "модели", "моделей"),
  deleted: (name) => `Модель «${name}» удалена`,
  deletedUntil: (moment) => `Вернуть её можно до ${moment}.`,
  restored: (name) => `Модель «${name}» снова здесь`,
  hide: "Скрыть",
};
