# Описание картинки, карточка перед рисованием, ход заказа и готовые картинки.

generate-ask =
    Какой будет картинка с моделью <b>{ $model }</b>? Просто напишите: место, свет, что происходит.

    Формат { $aspect }, за раз { $count ->
        [one] { $count } картинка
        [few] { $count } картинки
       *[many] { $count } картинок
    }.
generate-card =
    <b>{ $model }</b>: «{ $prompt }»

    Формат { $aspect }, { $count ->
        [one] { $count } картинка
        [few] { $count } картинки
       *[many] { $count } картинок
    }. Хотите другие слова — просто напишите их.
generate-price =
    { $credits ->
        [one] Цена: { $credits } кредит
        [few] Цена: { $credits } кредита
       *[many] Цена: { $credits } кредитов
    }. У вас { $balance }.
generate-left =
    { $left ->
        [0] На сегодня картинки закончились.
        [one] На сегодня осталась { $left } картинка.
        [few] На сегодня осталось { $left } картинки.
       *[many] На сегодня осталось { $left } картинок.
    }
generate-no-model = Рисовать пока нечем. Создайте модель по нескольким фото, а потом напишите, что хотите увидеть.
generate-still-training = <b>{ $model }</b> ещё обучается ({ $percent } %). Напишу, как только сможет рисовать.
generate-none-worked = Готовых моделей нет. Попробуйте обучить заново в разделе «Мои модели» или создайте новую.
error-no-ready-model = Готовых моделей нет, рисовать нечем. Список: /models

generate-choose-models = Какой моделью рисуем?
generate-choose-aspects = Какой формат?
generate-choose-ideas = Нажмите, и сразу нарисую.
generate-shape-square = 1:1 квадрат
generate-shape-portrait = 3:4 портрет
generate-shape-landscape = 4:3 альбом
generate-shape-tall = 9:16 телефон
generate-shape-wide = 16:9 широкий

generate-button-draw = Нарисовать
generate-button-models = Модель: { $model }
generate-button-aspects = Формат { $aspect }
generate-button-ideas = Показать идеи
generate-button-settings = Параметры
generate-button-usual = Как обычно
generate-button-back = Назад
generate-button-cancel = Отмена
generate-button-stop = Отменить

generate-begun = Рисую…
generate-stopping = Останавливаю.
generate-cancelled = Ничего не нарисовано. Напишите в любой момент, и нарисую.

generation-card = <b>{ $model }</b>: «{ $prompt }»
generation-state-queued =
    { $place ->
        [0] Стоит в очереди.
        [1] Следующее в очереди.
       *[other] В очереди под номером { $place }.
    }
generation-state-drawing = Рисую…
generation-state-fetching = Нарисовано, забираю результат…
generation-state-checking = Выясняю, чем кончилось; заказ цел, и дважды ничего не засчитается.
generation-state-held = Провайдер сейчас не принимает заказы. Мы разбираемся; ваш сохранён и продолжится сам.
generation-state-stopping = Останавливаю…
generation-state-completed =
    { $count ->
        [one] Готово: { $count } картинка.
        [few] Готово: { $count } картинки.
       *[many] Готово: { $count } картинок.
    }
generation-state-failed = Не нарисовано. { $reason }
generation-state-cancelled = Отменено. Это не считается.
generation-button-retry = Попробовать ещё раз
generation-failed =
    В этот раз нарисовать с моделью <b>{ $model }</b> не вышло. { $reason }

prompt-in-english = По-английски: «{ $english }»
prompt-not-translated = Перевести описание на английский не удалось, оно отправлено так, как вы написали.
pictures-caption = «{ $prompt }» · { $model } · seed { $seed }
pictures-control =
    { $count ->
        [one] Готово, вот она.
        [few] Вот они, { $count } картинки.
       *[many] Вот они, { $count } картинок.
    } Что дальше?
pictures-held-back =
    { $blocked ->
        [one] { $blocked } из { $count } задержана
        [few] { $blocked } из { $count } задержаны
       *[many] { $blocked } из { $count } задержано
    } фильтром безопасности и не считается.
pictures-button-again = Ещё раз
pictures-button-same-seed = Тот же seed, другие слова
pictures-button-like = Похожие
pictures-button-file = Файлом
pictures-button-not-me = Непохоже
pictures-button-not-it = Не то
pictures-ask-words =
    Напишите новые слова. Seed останется { $seed }, поэтому картинка изменится только там, где изменились слова.

    Было так: <i>{ $prompt }</i>
pictures-not-me-noted = Спасибо, запомнил. Часто помогает крупный план: «close-up portrait». Если не поможет, обучите заново на более разных и резких фото.
pictures-not-it-noted = Спасибо, запомнил. Часто помогает описание попроще. Если нет, обучите заново на более разных картинках.

step-leave = Отмена
step-left = Хорошо, всё осталось как было.
