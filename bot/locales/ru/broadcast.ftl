# Рассылки. Читают только админы.

command-broadcast = Написать всем

broadcast-list = <b>Рассылки</b>
broadcast-list-empty =
    <b>Рассылки</b>
    Пока ни одной.
broadcast-new = Новая рассылка
broadcast-row-draft = Черновик · { DATETIME($at, dateStyle: "medium") }
broadcast-row =
    { $state ->
        [scheduled] Ждёт
        [running] Отправляется
        [paused] На паузе
        [stopped] Остановлена
        [done] Отправлена
        [removing] Удаляется
       *[other] Удалена
    } · { DATETIME($at, dateStyle: "medium") } · { $count }
broadcast-show = Показать

broadcast-title = Рассылка
broadcast-state =
    { $state ->
        [scheduled] Ждёт своего времени: { DATETIME($start, dateStyle: "medium", timeStyle: "short") } UTC
        [running] Отправляется
        [paused] На паузе
        [stopped] Остановлена
        [done] Отправлена всем
        [removing] Удаляется из чатов
        [removed] Удалена из чатов
       *[other] Ещё не подтверждена
    }
broadcast-fault = Остановилась сама: { $reason }
broadcast-counts =
    Отправлено: { $sent } из { $expected }
    Заблокировали бота: { $blocked }
    Не удалось: { $failed }
    Возможно, дошло: { $unknown }
broadcast-removed = Удалено из чатов: { $removed }
broadcast-rate = { $rate } в секунду
broadcast-left =
    { $minutes ->
        [0] Осталось меньше минуты
        [one] Осталась примерно { $minutes } минута
        [few] Осталось примерно { $minutes } минуты
       *[many] Осталось примерно { $minutes } минут
    }
broadcast-one-at-a-time = Отправится сама; если в это время идёт другая рассылка, то после неё: они идут по одной.
broadcast-nobody-has-it = Её никто не получил.
broadcast-people-left = Осталось: { $count }

broadcast-do-pause = Пауза
broadcast-do-resume = Продолжить
broadcast-do-ask-stop = Остановить
broadcast-do-ask-remove = Удалить у всех
broadcast-do-ask-discard = Удалить черновик
broadcast-do-refresh = Обновить
broadcast-do-leave = Нет

broadcast-sure-discard = Удалить этот черновик? Ваши сообщения в этом чате останутся.
broadcast-sure-stop = Остановить рассылку? У кого она уже есть, у того останется, больше никто её не получит, и продолжить её потом нельзя. Чтобы продолжить позже, нажмите «Пауза».
broadcast-sure-remove =
    Удалить рассылку у всех? Она остановится и исчезнет { $count ->
        [one] из { $count } чата
        [few] из { $count } чатов
       *[many] из { $count } чатов
    }. Telegram даёт удалять сообщения 48 часов после отправки.
broadcast-yes-discard = Да, удалить
broadcast-yes-stop = Да, остановить
broadcast-yes-remove = Да, удалить у всех
broadcast-did-discard = Черновика больше нет.
broadcast-did-stop = Рассылка остановлена. То, что уже в пути, ещё дойдёт.
broadcast-did-remove = Рассылка удаляется из чатов.
broadcast-let-be = Хорошо, всё осталось как было.

broadcast-ask-en =
    Пришлите сообщение или альбом <b>на английском</b> в том виде, в каком его должны получить люди: текст с оформлением, фото, видео, файл.

    Те, у кого бот на русском, получат его тоже, если не добавить русское.
broadcast-ask-ru =
    Пришлите сообщение или альбом <b>на русском</b> в том виде, в каком его должны получить люди: текст с оформлением, фото, видео, файл.

    Те, у кого бот на английском, получат его тоже, если не добавить английское.
broadcast-ask-other = Пришлите сообщение или альбом, которые заменят это.
broadcast-words-en = Оно на английском
broadcast-words-ru = Оно на русском
broadcast-add-en = + английское
broadcast-add-ru = + русское
broadcast-edit-en = Сменить английское
broadcast-edit-ru = Сменить русское
broadcast-do-drop = Обойтись без него
broadcast-no-en = На английском: нет, получат русское
broadcast-no-ru = На русском: нет, получат английское
broadcast-has-en =
    { $count ->
        [one] На английском: сообщение
        [few] На английском: альбом, { $count } части
       *[many] На английском: альбом, { $count } частей
    }
broadcast-has-ru =
    { $count ->
        [one] На русском: сообщение
        [few] На русском: альбом, { $count } части
       *[many] На русском: альбом, { $count } частей
    }

broadcast-to = Кому: { $segment }
broadcast-receivers =
    { $count ->
        [one] Получит { $count } человек
        [few] Получат { $count } человека
       *[many] Получат { $count } человек
    }
broadcast-everybody = всем
broadcast-segment-en = с английским языком
broadcast-segment-ru = с русским языком
broadcast-segment-days =
    { $days ->
        [one] были здесь за последний { $days } день
        [few] были здесь за последние { $days } дня
       *[many] были здесь за последние { $days } дней
    }
broadcast-segment-ready = есть модель
broadcast-segment-never = никогда не заказывали обучение
broadcast-do-segment = Получатели
broadcast-ask-segment = Кому отправить? Выберите в каждом ряду то, что нужно; получат те, кто подходит под всё сразу. Кто отключил новости, кто заблокировал бота и кому он закрыт, не получит ничего.
broadcast-pick-all = Всем
broadcast-pick-en = Английский
broadcast-pick-ru = Русский
broadcast-pick-7 = 7 дней
broadcast-pick-30 = 30 дней
broadcast-pick-90 = 90 дней
broadcast-pick-ready = Есть модель
broadcast-pick-never = Не обучали

broadcast-is-loud = Со звуком
broadcast-is-silent = Без звука
broadcast-sound-on = 🔔 Со звуком
broadcast-sound-off = 🔕 Без звука
broadcast-do-start = Когда
broadcast-ask-start =
    Когда начать? Выберите или напишите дату и время по UTC, например <code>{ $example }</code>.
    Сейчас { DATETIME($now, dateStyle: "medium", timeStyle: "short") } UTC.
broadcast-begins-at-once = Начнётся: сразу после подтверждения
broadcast-begins-at = Начнётся: { DATETIME($start, dateStyle: "medium", timeStyle: "short") } UTC
broadcast-at-now = Сразу после подтверждения
broadcast-at-hour = Через час
broadcast-at-tomorrow = Завтра в 10:00 UTC

broadcast-do-preview = Посмотреть
broadcast-preview-en = На английском:
broadcast-preview-ru = На русском:
broadcast-do-confirm = Отправить…
broadcast-do-try = Сначала мне
broadcast-ask-number =
    { $count ->
        [one] <b>Получит { $count } человек.</b>
        [few] <b>Получат { $count } человека.</b>
       *[many] <b>Получат { $count } человек.</b>
    } Чтобы подтвердить, напишите это число.
