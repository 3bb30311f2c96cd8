import type { activity as en } from "../en/activity.ts";
import { ruCount } from "../plural.ts";

export const activity: typeof en = {
  title: "История",
  today: "Сегодня",
  yesterday: "Вчера",
  training: (name) => `Обучение: ${name}`,
  pictures: (n, name) => `${ruCount(n, "картинка", "картинки", "картинок")}: ${name}`,
  erasedTraining: "Обучение стёртой модели",
  erasedPictures: (n) => `${ruCount(n, "картинка", "картинки", "картинок")} стёртой модели`,
  progress: (what) => `Ход: ${what}`,
  empty: "Пока ничего не заказано. Здесь будут все обучения и картинки и то, чем они закончились.",
  create: "Создать модель",
  more: "Показать ещё",
};
