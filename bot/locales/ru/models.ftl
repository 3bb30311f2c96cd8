# Библиотека моделей и история заказов.

models-empty = Моделей пока нет. Для первой нужно несколько фото и минут десять.
models-list =
    У вас { $count ->
        [one] { $count } модель:
        [few] { $count } модели:
       *[many] { $count } моделей:
    }
models-state-pending = в очереди
models-state-training = обучается
models-state-validating = последняя проверка
models-state-completed = готова
models-state-failed = не получилась
models-state-cancelled = отменена
models-type-character = человек
models-type-style = стиль
models-type-product = вещь
models-card =
    <b>{ $name }</b> ({ $type }), { $state }

    Слово-триггер: <code>{ $trigger }</code>
    Способ обучения: { $trainer }
    Создана: { DATETIME($created, dateStyle: "long") }
models-card-progress = Выполнено: { $percent } %
models-card-pictures = Нарисовано картинок: { $count }
models-card-photos-until = Фото: { $count }, будут стёрты { DATETIME($until, dateStyle: "long") }
models-card-photos-until-trained = Фото: { $count }, будут стёрты через сутки после обучения
models-card-photos-days-30 = Фото: { $count }, будут стёрты через 30 дней после обучения
models-card-photos-until-deleted = Фото: { $count }, хранятся, пока вы не удалите модель
models-card-photos-erased = Фото: стёрты
models-card-description = <i>{ $description }</i>

models-button-rename = Переименовать
models-button-retry = Попробовать ещё раз
models-button-delete = Удалить
models-button-stop-delete = Да, остановить и удалить
models-button-undo = Вернуть
models-button-list = Все модели
models-button-progress = Показать ход

models-ask-name = Напишите новое имя для модели <b>{ $name }</b>. Слово-триггер останется прежним.
models-deleted =
    Модель <b>{ $name }</b> удалена. Вернуть её можно до { DATETIME($until, dateStyle: "long", timeStyle: "short") } UTC, потом файлы будут стёрты навсегда.
models-stop-delete-unpaid = Модель <b>{ $name }</b> обучается. Остановить обучение и удалить её? Провайдер его ещё не взял, так что оно ничего не стоит.
models-stop-delete = Модель <b>{ $name }</b> обучается. Остановить обучение и удалить её? Провайдер его уже взял: оно войдёт в счёт этого месяца, а сервису, возможно, придётся за него заплатить.
models-stop-delete-review = Модель <b>{ $name }</b> обучается. Остановить обучение и удалить её? Обучение ничего не стоит, но если результат всё-таки придёт, вы его не получите.
models-delete-begun = Останавливаю обучение модели <b>{ $name }</b>. Когда оно закончится, модель будет удалена, и я напишу вам об этом здесь.

jobs-title = Последние заказы (время UTC):
jobs-none = Здесь пока пусто. Тут появятся ваши обучения и картинки.
jobs-line = { DATETIME($at, dateStyle: "medium", timeStyle: "short") } · <b>{ $model }</b>, { $what }: { $state }
jobs-training = обучение
jobs-generation =
    { $count ->
        [one] { $count } картинка
        [few] { $count } картинки
       *[many] { $count } картинок
    } «{ $prompt }»
jobs-stage-queued = в очереди
jobs-stage-preparing = подготовка
jobs-stage-caching = подготовка
jobs-stage-training = в работе
jobs-stage-validating = последняя проверка
jobs-stage-completed = готово
jobs-stage-checking = выясняю, что с ним
jobs-stage-failed = не получилось
jobs-stage-cancelled = отменено
