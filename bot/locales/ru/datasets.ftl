# Фото и подписи модели.

dataset-open = Фото и подписи
dataset-back = Назад к фото
dataset-model = Назад к модели
dataset-add = Добавить фото
dataset-train = Обучить ещё раз
dataset-new = Новая модель из этих фото
dataset-title =
    { $count ->
        [0] <b>Фото модели { $name }</b>
        [one] <b>Фото модели { $name }</b>: { $count }
        [few] <b>Фото модели { $name }</b>: { $count }
       *[many] <b>Фото модели { $name }</b>: { $count }
    }
dataset-erased = Они стёрты, как вы выбрали в соглашении. Модель остаётся и рисует как прежде. Обучить новую на других фото: /create
dataset-busy = На этих фото сейчас идёт обучение. Изменить их можно, как только оно закончится.
dataset-until = Будут стёрты { DATETIME($until, dateStyle: "long") }
dataset-captions-none = Способ обучения этой модели подписей не читает: слово-триггер он учит по одним фото. Ваши пригодятся, если его сменить.
dataset-captions-own = Способу обучения этой модели хватает слова-триггера. Как только вы напишете хоть одну подпись, все фото пойдут со своими.
dataset-line =
    <b>{ $number }</b> · { $verdict }
    { $caption }
dataset-line-own =
    <b>{ $number }</b> · { $verdict }
    { $caption } <i>(ваша)</i>
dataset-grade-good = хорошее
dataset-grade-usable = годится
dataset-grade-unusable = взято, как вы хотели
dataset-grade-left-out = в обучение не идёт
dataset-photo-title = <b>Фото { $number }</b> из { $count }
dataset-caption-own = <b>Ваша подпись:</b>
dataset-caption-made = <b>Подпись:</b>
dataset-caption = <code>{ $caption }</code>
dataset-photo-show = Показать
dataset-photo-edit = Изменить подпись
dataset-photo-made = Взять готовую подпись
dataset-photo-keep = Оставить так
dataset-photo-remove = Убрать фото
dataset-photo-yes = Да, убрать
dataset-remove-no = Нет, оставить
dataset-remove-ask = Убрать фото { $number }? Вернуть его будет нельзя. Уже обученные модели останутся как есть.
dataset-removed = Фото { $number } убрано.
dataset-caption-ask =
    Напишите подпись к фото { $number }, лучше по-английски. Сейчас она такая:
    <code>{ $caption }</code>

    Опишите, что на этом фото особенного: одежда, место, свет, поза. Слово-триггер <code>{ $trigger }</code> добавится само, если его нет.
dataset-caption-now =
    Теперь фото { $number } обучает с такой подписью:
    <code>{ $caption }</code>
dataset-looks =
    <blockquote>{ $caption }</blockquote>
    Эти слова говорят, как кто-то выглядит:
    { $found }

    Что названо в подписи, того слово-триггер не выучит: это пришлось бы писать в каждом запросе. Лучше оставьте это и опишите, что на этом фото особенного. Напишите подпись заново или оставьте эту:
dataset-looks-line = • { $words } ({ $look })
dataset-look-hair = волосы
dataset-look-eyes = глаза
dataset-look-skin = кожа
dataset-look-age = возраст
dataset-look-body = телосложение
dataset-look-origin = происхождение
dataset-add-ask =
    { $count ->
        [one] Пришлите фото: есть место ещё для { $count }.
        [few] Пришлите фото, можно одним альбомом: есть место ещё для { $count }.
       *[many] Пришлите фото, можно одним альбомом: есть место ещё для { $count }.
    }
dataset-add-done = Готово
dataset-added =
    { $count ->
        [one] Теперь в наборе { $count } фото. Пришлите ещё или обучите снова.
        [few] Теперь в наборе { $count } фото. Пришлите ещё или обучите снова.
       *[many] Теперь в наборе { $count } фото. Пришлите ещё или обучите снова.
    }
dataset-train-ask =
    { $count ->
        [one] Обучить модель <b>{ $name }</b> ещё раз, на { $count } фото с подписью, как они есть сейчас? Пока новая версия не готова, рисует прежняя.
        [few] Обучить модель <b>{ $name }</b> ещё раз, на { $count } фото с подписями, как они есть сейчас? Пока новая версия не готова, рисует прежняя.
       *[many] Обучить модель <b>{ $name }</b> ещё раз, на { $count } фото с подписями, как они есть сейчас? Пока новая версия не готова, рисует прежняя.
    }
dataset-train-yes = Обучить ещё раз
dataset-earlier = Фото прежней модели
dataset-earlier-ask = Чьи фото скопировать в новую модель? Ваши подписи пойдут с ними.
dataset-earlier-none = Моделей, чьи фото ещё целы, нет.
dataset-earlier-model = { $name } · { $count }
dataset-copied =
    { $count ->
        [0] Все эти фото в новой модели уже есть.
        [one] Скопировано { $count } фото.
        [few] Скопировано { $count } фото.
       *[many] Скопировано { $count } фото.
    }
