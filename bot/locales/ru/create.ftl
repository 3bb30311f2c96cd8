provider-fal = fal.ai
provider-replicate = Replicate
provider-or = { $first } или { $second }

create-consent =
    <b>Прежде чем взять первое фото</b>

    Я смотрю, подходит ли фото для обучения (свет, резкость, где лицо), очищаю его и храню в зашифрованном виде. Потом фото уходят в { $providers }: там обучается модель. Туда же для рисования уходят модель, ваши описания и картинки, с которых вы начинаете. Больше ваши фото не получит никто. Подробнее: /privacy, посмотреть и удалить свои данные: /mydata

    <b>Соглашаясь, вы подтверждаете: мне есть 18 лет, на фото только взрослые, я или люди, которые на это согласились.</b> Отозвать согласие можно в любой момент.

    Выберите, сколько хранить фото. Этим вы соглашаетесь. «До конца обучения» включает ещё сутки на бесплатную вторую попытку:
create-consent-changed = Согласие тем временем изменилось. Прочитайте его, пожалуйста, ещё раз.
create-consent-waiting =
    { $count ->
        [one] { $count } фото ждёт: возьму, когда согласитесь.
        [few] { $count } фото ждут: возьму, когда согласитесь.
        [many] { $count } фото ждут: возьму, когда согласитесь.
       *[other] { $count } фото ждут: возьму, когда согласитесь.
    }
create-agree-days-30 = Да, хранить 30 дней
create-agree-until-trained = Да, до конца обучения
create-agree-until-deleted = Да, пока не удалю
create-not-now = Не сейчас
create-not-now-said = Хорошо. Ничего не сохранено. Когда захотите: /create

create-kept-meanwhile =
    { $photos ->
        [0] Загляните, пожалуйста, позже: /create
        [one] { $photos } фото и ваши ответы сохранены. Загляните, пожалуйста, позже: /create
        [few] { $photos } фото и ваши ответы сохранены. Загляните, пожалуйста, позже: /create
       *[many] { $photos } фото и ваши ответы сохранены. Загляните, пожалуйста, позже: /create
    }

create-resumed = Вы уже начинали модель. Продолжим.
create-start-over = Начать заново
create-back = Назад
create-discard = Удалить черновик
create-discard-ask =
    Удалить черновик? { $count ->
        [0] Ответы пропадут.
        [one] Пропадут ответы и { $count } фото.
        [few] Пропадут ответы и { $count } фото.
        [many] Пропадут ответы и { $count } фото.
       *[other] Пропадут ответы и { $count } фото.
    }
create-discard-no = Нет, оставить
create-discard-yes = Да, удалить
create-discarded = Черновик удалён. Новый: /create

create-photos-early =
    { $count ->
        [one] { $count } фото уже здесь.
        [few] { $count } фото уже здесь.
        [many] { $count } фото уже здесь.
       *[other] { $count } фото уже здесь.
    }
create-type-ask = Кого или что покажет модель?
create-type-ask-photos =
    { $count ->
        [one] { $count } фото уже здесь. Кого или что покажет модель по нему?
        [few] Кого или что покажет модель по этим { $count } фото?
        [many] Кого или что покажет модель по этим { $count } фото?
       *[other] Кого или что покажет модель по этим { $count } фото?
    }
create-type-character = Человек
create-type-style = Стиль
create-type-product = Вещь
create-class-ask-character = Кто это?
create-class-ask-style = Какой это стиль?
create-class-ask-product = Что это?
create-class-skip = Пропустить (человек)
create-class-own = Другое
create-class-type = Напишите одним-двумя английскими словами, например: horse, old man, teapot.
class-woman = Женщина
class-man = Мужчина
class-person = Человек
class-dog = Собака
class-cat = Кошка
class-shoes = Обувь
class-bag = Сумка
class-bottle = Бутылка
class-toy = Игрушка
class-furniture = Мебель
class-car = Машина
create-name-ask = Как назовём модель? Выберите или напишите своё.
create-name-write = Как назовём модель? Напишите имя.
create-name-idea-character = Мой портрет
create-name-idea-style = Мой стиль
create-name-idea-product = Моя вещь

create-photos-ask-character =
    <b>Теперь фото.</b> Лучше всего { $best_min }–{ $best_max }, не меньше { $min } и не больше { $max }. Пришлите их одним альбомом.

    Резкие, разные, при хорошем свете: крупно лицо, по пояс, в полный рост, в разные дни и в разных местах, без других людей.
create-photos-ask-style =
    <b>Теперь фото.</b> Лучше всего { $best_min }–{ $best_max }, не меньше { $min } и не больше { $max }. Пришлите их одним альбомом.

    Всё в одном стиле, но на разные темы: люди, места, вещи, вблизи и издали. Без рамок и надписей.
create-photos-ask-product =
    <b>Теперь фото.</b> Лучше всего { $best_min }–{ $best_max }, не меньше { $min } и не больше { $max }. Пришлите их одним альбомом.

    На каждом фото одна и та же вещь, резко и при хорошем свете: со всех сторон, вблизи и издали, на разном фоне.
create-photos-count =
    { $count ->
        [one] <b>{ $count } фото</b>
        [few] <b>{ $count } фото</b>
        [many] <b>{ $count } фото</b>
       *[other] <b>{ $count } фото</b>
    }
create-photos-missing =
    { $missing ->
        [one] Нужно ещё { $missing }.
        [few] Нужно ещё { $missing }.
        [many] Нужно ещё { $missing }.
       *[other] Нужно ещё { $missing }.
    }
create-photos-short =
    { $count ->
        [0] Фото пока нет.
        [one] Пока есть только { $count } фото.
        [few] Пока есть только { $count } фото.
        [many] Пока есть только { $count } фото.
       *[other] Пока есть только { $count } фото.
    } Нужно не меньше { $min }: пришлите ещё { $missing }.
create-photos-more =
    { $more ->
        [one] Этого хватит. Ещё { $more } фото, и будет лучше: в самый раз { $best_min }–{ $best_max }.
        [few] Этого хватит. Ещё { $more } фото, и будет лучше: в самый раз { $best_min }–{ $best_max }.
        [many] Этого хватит. Ещё { $more } фото, и будет лучше: в самый раз { $best_min }–{ $best_max }.
       *[other] Этого хватит. Ещё { $more } фото, и будет лучше: в самый раз { $best_min }–{ $best_max }.
    }
create-photos-short-usable =
    { $count ->
        [0] Ни одно из { $all } фото не годится.
        [one] Из { $all } фото годится только { $count }.
        [few] Из { $all } фото годятся только { $count }.
        [many] Из { $all } фото годятся только { $count }.
       *[other] Из { $all } фото годятся только { $count }.
    } Нужно не меньше { $min }: пришлите ещё { $missing } или возьмите какие-то всё равно.
create-photos-good = Хороший набор. Если это все, нажмите «Готово».
create-photos-enough = Фото достаточно. Если это все, нажмите «Готово».
create-problems = Не взято:
create-problem =
    { $count ->
        [one] <b>Фото { $numbers }:</b>
        [few] <b>Фото { $numbers }:</b>
        [many] <b>Фото { $numbers }:</b>
       *[other] <b>Фото { $numbers }:</b>
    }
create-done = Готово
create-done-said = Секунду, проверю, не идут ли ещё фото.
create-coach-all-good =
    { $count ->
        [1] { $photos }: хорошее
       *[other] { $photos }, все хорошие
    }
create-coach-counts = { $photos }: { $parts }
create-coach-good =
    { $count ->
        [one] { $count } хорошее
        [few] { $count } хороших
        [many] { $count } хороших
       *[other] { $count } хороших
    }
create-coach-usable =
    { $count ->
        [one] { $count } среднее
        [few] { $count } средних
        [many] { $count } средних
       *[other] { $count } средних
    }
create-coach-unusable =
    { $count ->
        [one] { $count } не годится
        [few] { $count } не годятся
        [many] { $count } не годятся
       *[other] { $count } не годятся
    }
create-coach-head-unusable = В обучение не пойдут:
create-coach-head-usable = Пойдут, но могли бы быть лучше:
create-coach-head-anyway = Пойдут, потому что вы так решили:
create-coach-line = <b>№ { $numbers }</b> { $faults }
create-coach-and-more = … и ещё { $count }.
create-coach-arriving = Смотрю остальные.
create-coach-score = <b>Набор: { $score } из 100</b>
create-coach-shots = Крупно { $close }, по пояс { $half }, в полный рост { $full }. Анфас { $front }, вполоборота { $turned }, в профиль { $profile }.
create-coach-light =
    { $lights ->
        [1] Свет везде похожий
       *[other] Разного света: { $lights }
    }{ $days ->
        [0] .
       *[other] , дней съёмки: { $days }.
    }
create-coach-next = Сейчас больше всего поможет: { $shots }.
create-replace = Заменить фото
create-replace-which = Какое заменить другим? Номера идут в том порядке, в каком приходили фото.
create-replace-number = Заменить № { $number }
create-replace-ask = Пришлите фото, которое встанет на место № { $number }. Файлом оно дойдёт без потерь.
create-replace-keep = Оставить № { $number }
create-anyway-number = Взять № { $number } всё равно
create-anyway-said = Фото { $number } пойдёт в обучение.
create-remove = Убрать фото
create-remove-ask = Какое? Номера идут в том порядке, в каком приходили фото.
create-removed = Фото { $number } убрано.
create-tips-button = Какие фото подойдут
create-tips-character =
    <b>Хорошие фото — хорошая модель</b>

    Лучше всего 10–15 фото одного человека, и все немного разные:
    • примерно 8 крупно, 4 по пояс, 3 в полный рост
    • анфас, вполоборота и в профиль
    • резкие, при мягком свете: у окна, на улице в тени
    • разные дни, места, одежда и выражения лица
    • все из одного периода жизни

    <b>Хорошо:</b> у окна, взгляд мимо камеры; смеётся за столом, фон простой; идёт по парку, видно целиком.
    <b>Плохо:</b> десять селфи за один вечер; тёмные очки, шляпа, рука у лица; друзья с краю; фильтры, снимки экрана, полутёмный бар.

    Фото в полный рост лучше файлом: обычные фото уменьшаются, и лицо становится слишком мелким. Как файл: скрепка, затем «Файл».
create-tips-style =
    <b>Хорошие фото дают хорошую модель</b>

    • 10–15 картинок в одном стиле, одной руки
    • разные темы: люди, места, вещи, вблизи и издали, чтобы общим был только стиль
    • крупно и резко, без рамок, подписей и надписей
    • без картинок в другом стиле, без набросков рядом с готовыми работами
    • лучше файлом: так ничего не теряется
create-tips-product =
    <b>Хорошие фото дают хорошую модель</b>

    • 10–15 фото одной и той же вещи, все немного разные
    • со всех сторон: спереди, сзади, сверху, в деле и пара деталей
    • резко, хороший свет, верные цвета, без фильтров
    • разный фон и разные места, вещь ничем не закрыта
    • без других вещей, которые на неё похожи
    • лучше файлом: так ничего не теряется

create-card-title = { $name }
create-card-kind = { $kind } ({ $word })
create-card-style = { $kind }
create-card-more = (лучше всего 10–15)
create-card-trained = <b>{ $trained } из { $count } фото</b>, без № { $numbers }
create-card-trigger =
    Слово-триггер: <code>{ $trigger }</code>
    По нему модель узнаётся в описании. Я подставлю его сам.
create-card-description = Заметка: { $description }
create-card-trainer = Обучение: { $trainer }, { $quality }, около { $minutes } мин
create-card-settings = Параметры: { $settings }
create-card-free = Для вас бесплатно: в этом месяце осталось обучений { $left } из { $limit }. Сервису это стоит около { $usd }.
create-card-price =
    { $credits ->
        [one] Цена: { $credits } кредит
        [few] Цена: { $credits } кредита
        [many] Цена: { $credits } кредитов
       *[other] Цена: { $credits } кредита
    }. У вас { $balance }.
create-train = Обучить
create-trigger-button = Слово-триггер
create-description-button = Заметка
create-trainer-button = Способ обучения
create-settings-button = Параметры
create-to-quick = Сделать быстрее
create-to-standard = Сделать обычным
create-name-button = Имя
create-photos-button = Фото
create-trigger-ask = Слово-триггер: <code>{ $trigger }</code>. Напишите другое латиницей: лучше всего выдуманное слово.
create-description-ask = Заметка о модели для себя? До 500 символов.
create-skip = Пропустить
create-trainers = <b>Какой способ обучения?</b> Цена и время указаны примерно.
create-trainers-at = <b>На { $provider }:</b>
create-offer = { $quality } { $usd }, { $minutes } мин
create-ordered = Обучение началось. О ходе напишу ниже.
quality-quick = быстро
quality-standard = обычно
trainer-flux-lora-fast-training = FLUX
trainer-flux-lora-fast-training-best-use = Лица и стили. Узнаёт человека по немногим фото.
trainer-flux-lora-portrait-trainer = FLUX для портретов
trainer-flux-lora-portrait-trainer-best-use = Портреты одного человека, тонкие черты. Лучше от десяти фото.
trainer-turbo-flux-trainer = FLUX turbo
trainer-turbo-flux-trainer-best-use = Когда некогда ждать: люди, вещи, стили.
trainer-flux-2-trainer-v2 = FLUX.2
trainer-flux-2-trainer-v2-best-use = Самые мелкие детали: руки, ткани, волосы. Лучше от десяти фото.
trainer-flux-2-klein-9b-base-trainer = FLUX.2 klein
trainer-flux-2-klein-9b-base-trainer-best-use = Картинки FLUX.2 подешевле. Лучше от десяти фото.
trainer-z-image-turbo-trainer-v2 = Z-Image Turbo
trainer-z-image-turbo-trainer-v2-best-use = Естественные фото, картинки за секунды.
trainer-qwen-image-2512-trainer = Qwen-Image
trainer-qwen-image-2512-trainer-best-use = Вещи и картинки с надписями. Вместо слова-триггера несколько обычных слов.
trainer-replicate-flux-dev-lora-trainer = FLUX на Replicate
trainer-replicate-flux-dev-lora-trainer-best-use = Люди и стили, настроек больше, чем у других. Лучше от десяти фото.
setting-steps = Шаги
setting-learning_rate = Скорость обучения
setting-rank = Ранг
setting-resolution = Разрешение
setting-batch_size = Размер батча

create-paused =
    { $photos ->
        [0] Ответы сохранены.
       *[other] Ответы и фото сохранены.
    } Продолжить: /create
create-or-draw = А чтобы нарисовать с моделью <b>{ $model }</b>: /cancel, потом напишите ещё раз.
create-paused-empty = Хорошо. Когда захотите: /create
cancel-nothing = Прерывать нечего.
cancel-running =
    { $count ->
        [one] Сейчас идёт { $count } задание. Отменить его можно кнопкой на карточке.
        [few] Сейчас идут { $count } задания. Отменить их можно кнопками на карточках.
        [many] Сейчас идёт { $count } заданий. Отменить их можно кнопками на карточках.
       *[other] Сейчас идёт { $count } задания. Отменить их можно кнопками на карточках.
    }
cancel-step = Хорошо, остановимся на этом.

error-photo-not-fetched = Telegram не отдал это фото. Пришлите его ещё раз.
error-photo-file-too-big = Файл больше { $megabytes } МБ, столько Telegram мне не отдаёт. Отправьте как фото, а не как файл.

start-again = Напишите, что нарисовать с моделью <b>{ $name }</b>.
start-draft = Вы начали новую модель. Продолжим?
start-go-on = Продолжить
start-language = English / Русский
