# Чат админа. Его видят только админы, кроме credits-granted.

command-admin = Цифры, люди, ограничения
command-ban = Закрыть бота для человека
command-unban = Открыть снова
command-grant = Выдать кредиты

admin-home = <b>Админ</b>
admin-home-paused = ⏸ Новые обучения на паузе: { $reason }
admin-home-cases =
    { $count ->
        [one] ⚠️ Ждёт решения { $count } задание.
        [few] ⚠️ Ждут решения { $count } задания.
       *[many] ⚠️ Ждут решения { $count } заданий.
    }
admin-go-numbers = Цифры
admin-go-people = Люди
admin-go-cases = Спорные задания
admin-go-alerts = Предупреждения
admin-go-limits = Ограничения
admin-go-prices = Цены
admin-go-trainers = Способы обучения
admin-go-pause = Пауза обучений
admin-go-broadcast = Рассылки
admin-go-invite = Пригласить
admin-back = ‹ Назад
admin-refresh = Обновить
admin-confirm-yes = Да
admin-confirm-no = Нет
admin-unlimited = без ограничения

admin-usage-ban =
    <code>/ban</code> id или @имя, дальше при желании причина, например:
    <code>/ban 123456789 продаёт картинки с чужими людьми</code>
admin-usage-unban =
    <code>/unban</code> id или @имя, например:
    <code>/unban 123456789</code>
admin-usage-grant =
    <code>/grant</code> id или @имя и число кредитов, например:
    <code>/grant @anna 50</code>

admin-numbers = <b>Цифры</b>, { $at } UTC
admin-numbers-people = <b>Люди:</b> { $all }. Заходили за день { $day }, за 7 дней { $week }, за 30 дней { $month }
admin-numbers-silent = Недоступны { $unreachable }, без рассылок { $opted_out }, закрыт доступ { $banned }
admin-numbers-models = <b>Модели:</b> { $list }
admin-numbers-jobs = <b>Задания:</b> { $list }
admin-numbers-oldest = Первое в очереди ждёт { $minutes } мин
admin-numbers-trainings = <b>Обучения за месяц:</b> удачных { $good }, неудачных { $failed }, отменённых { $cancelled }, ещё идут { $going }
admin-numbers-pictures = <b>Картинки за сегодня:</b> { $count }
admin-numbers-money = <b>За месяц:</b> { $spent } из { $budget }
admin-numbers-messages = <b>Сообщения:</b> ждут { $waiting }, ушло за минуту { $sent }, с неясной судьбой { $unsure }
admin-numbers-provider = ✅ { $provider } принимает задания
admin-numbers-provider-paused = ⏸ { $provider } не принимает задания ({ $reason })
admin-numbers-process = Версия { $version }, этот процесс работает { $days } д { $hours } ч { $minutes } мин
admin-numbers-success = <b>Удачные обучения</b> (30 дней):
admin-numbers-success-line = { $trainer }: { $percent } % из { $count }
admin-job-queued = в очереди
admin-job-submitting = отправляется
admin-job-uncertain = неясно
admin-job-review = на разборе
admin-job-running = в работе
admin-job-finalising = загружается
admin-job-validating = последняя проверка

admin-people-ask = Кто нужен? Пришлите id, @имя или часть имени.
admin-people-none = Таких нет. Пришлите другой id, @имя или часть имени.
admin-people-found = Нашлось: { $count }. Кто именно?
admin-person = <b>{ $name }</b> { $username } <code>{ $id }</code>
admin-person-seen = С { DATETIME($joined, dateStyle: "medium") }, последний раз { DATETIME($seen, dateStyle: "medium", timeStyle: "short") } UTC, язык { $code }
admin-person-access-open = Может пользоваться ботом
admin-person-access-none = Нет доступа
admin-person-access-banned = ⛔ Доступ закрыт
admin-person-access-admin = Админ
admin-person-unreachable = Не принимает сообщений с { DATETIME($since, dateStyle: "medium") }
admin-person-opted-out = Без рассылок
admin-person-has = Моделей: { $models }, заказов в работе: { $jobs }
admin-person-trainings = Обучения за месяц: { $used } из { $limit }
admin-person-pictures = Картинки за сегодня: { $used } из { $limit }
admin-person-own = (личное ограничение)
admin-person-credits = Кредиты: { $count }
admin-person-do-jobs = Заказы
admin-person-do-grant = Выдать кредиты
admin-person-do-trainings = Обучений в месяц
admin-person-do-pictures = Картинок в день
admin-person-do-trainings-usual = Как у всех
admin-person-do-pictures-usual = Как у всех
admin-person-do-ban = Закрыть доступ
admin-person-do-ban-silently = Без причины
admin-person-do-unban = Открыть доступ
admin-person-ask-ban = { $name }: почему закрыть доступ? Причина останется в журнале, сам человек её не увидит.
admin-person-ask-grant = { $name }: сколько кредитов выдать?
admin-person-ask-trainings = { $name }: сколько обучений в месяц? 0 — ни одного.
admin-person-ask-pictures = { $name }: сколько картинок в день? 0 — ни одной.
admin-person-jobs = <b>Последние заказы</b> (UTC)
admin-person-no-jobs = Заказов ещё не было.
admin-person-job = { DATETIME($at, dateStyle: "short", timeStyle: "short") } { $what }, { $provider }: { $state }{ $code } <code>{ $id }</code>
admin-kind-training = обучение
admin-kind-generation =
    { $count ->
        [one] { $count } картинка
        [few] { $count } картинки
       *[many] { $count } картинок
    }

admin-cases =
    { $count ->
        [one] <b>{ $count } задание</b>, о котором неизвестно, принял ли его провайдер. Бот продолжает искать.
        [few] <b>{ $count } задания</b>, о которых неизвестно, принял ли их провайдер. Бот продолжает искать.
       *[many] <b>{ $count } заданий</b>, о которых неизвестно, принял ли их провайдер. Бот продолжает искать.
    }
admin-cases-none = Спорных заданий нет.
admin-case =
    <b>{ $kind }</b>, заказ: { $name } (<code>{ $person }</code>)
    { $provider }, { $endpoint }
    { $state } с { DATETIME($since, dateStyle: "medium", timeStyle: "short") } UTC; если ничего не решать, так будет до { DATETIME($until, dateStyle: "medium", timeStyle: "short") } UTC
    Задание <code>{ $job }</code>

    Посмотрите у провайдера, есть ли оно там. Если есть, пришлите мне его id, если нет, отметьте как неудачное.
admin-case-link = Открыть страницу провайдера
admin-case-do-adopt = Вот его вызов …
admin-case-do-fail = Не удалось
admin-case-do-fail-yes = Да, не удалось
admin-case-do-cancel = Отменить
admin-case-do-cancel-yes = Да, отменить
admin-case-ask-ref = Какой это вызов? Пришлите его id у провайдера. Прежде чем что-то менять, я спрошу провайдера.
admin-case-adopted = Нашлось, задание продолжается.
admin-case-sure-fail = Отметить задание как неудачное ({ $name })? Кредиты вернутся. Если вызов потом найдётся, он будет остановлен, и вы об этом узнаете.
admin-case-sure-cancel = Отменить задание ({ $name })? Кредиты вернутся.
admin-case-failed = Отмечено как неудачное.
admin-case-cancelled = Отменено.

admin-limits = <b>Ограничения.</b> Действуют сразу и во всех процессах.
admin-limit-monthly_usd = Бюджет на месяц
admin-limit-alert_usd = Предупредить при
admin-limit-max_training_usd = Одно обучение не дороже
admin-limit-trainings_per_month = Обучений в месяц на человека
admin-limit-pictures_per_day = Картинок в день на человека
admin-limit-line = { $name }: <b>{ $value }</b>
admin-limit-line-chosen = { $name }: <b>{ $value }</b> (в настройках: { $setting })
admin-limit-ask-usd = Пришлите новую сумму в USD, например 150 или 99.50.
admin-limit-ask-count = Пришлите новое число. 0 — ни одного.
admin-usual-setting = Вернуть настройку
admin-usual-price = Вернуть обычную цену
admin-after-usual = обычное значение

admin-prices-whose = Чьи цены?
admin-prices = <b>Цены за единицу</b>: шаг обучения, мегапиксель, картинка или секунда. ✏️ — задано здесь.
admin-price-line = { $endpoint }: { $value }
admin-price-line-chosen = ✏️ { $endpoint }: { $value }
admin-price-ask =
    <b>{ $endpoint }</b>
    Единица стоит { $value }. Без вашего выбора: { $otherwise }; в таблице: { $listed }.

    Пришлите новую цену в USD, например 0.0024.
admin-no-price = неизвестно

admin-trainers = <b>Способы обучения.</b> Выключенный не принимает новых заказов, уже начатые продолжаются.
admin-trainer-line-on = ✅ { $name } ({ $provider })
admin-trainer-line-off = ⏸ { $name } ({ $provider })
admin-trainer-off = Выключить: { $name }
admin-trainer-on = Включить: { $name }

admin-pause-ask = Приостановить новые обучения? Уже начатые продолжатся. Напишите почему: это прочтут те, кто захочет обучать.
admin-pause-silently = Пауза без причины
admin-paused = Новые обучения на паузе с { DATETIME($since, dateStyle: "medium", timeStyle: "short") } UTC: { $reason }
admin-resume = Снять паузу

admin-alerts = <b>Последние предупреждения</b> (UTC)
admin-alerts-none = Предупреждений нет.
admin-alert = { DATETIME($at, dateStyle: "short", timeStyle: "short") } { $what }
admin-paused-provider = ⏸ { $provider } не принимает задания ({ $reason }) с { $since }, следующая проба в { $next } UTC
admin-try = Проверить { $provider } сейчас
admin-tried =
    { $count ->
        [0] Там ничего не ждёт. Попробует следующий заказ.
        [one] Там ждёт { $count } заказ, один вызов пробуется сейчас.
        [few] Там ждут { $count } заказа, один вызов пробуется сейчас.
       *[many] Там ждут { $count } заказов, один вызов пробуется сейчас.
    }

admin-sure-limit = <b>{ $name }</b>: вместо { $before } будет <b>{ $after }</b>?
admin-sure-price = <b>{ $name }</b>: единица вместо { $before } будет стоить <b>{ $after }</b> USD?
admin-sure-grant =
    { $amount ->
        [one] { $person }: выдать <b>{ $amount } кредит</b>?
        [few] { $person }: выдать <b>{ $amount } кредита</b>?
       *[many] { $person }: выдать <b>{ $amount } кредитов</b>?
    }
admin-sure-ban =
    <b>{ $person }</b>: закрыть доступ?
    Заказы, которых ещё нет у провайдера, отменятся. Те, что могут быть у него, я попрошу остановить. Кредиты за несостоявшееся вернутся.
admin-done-limit = Готово. <b>{ $name }</b>: было { $before }, стало <b>{ $after }</b>.
admin-done-price = Готово. <b>{ $name }</b>: было { $before }, стало <b>{ $after }</b> USD.
admin-done-grant =
    { $amount ->
        [one] { $person }: добавлен { $amount } кредит, сообщение отправлено.
        [few] { $person }: добавлено { $amount } кредита, сообщение отправлено.
       *[many] { $person }: добавлено { $amount } кредитов, сообщение отправлено.
    }
admin-done-ban = { $person }: доступ закрыт. Остановлено заказов: { $stopped }.
admin-ban-reason = Причина: { $reason }

credits-granted =
    { $count ->
        [one] Вам добавлен { $count } кредит.
        [few] Вам добавлено { $count } кредита.
       *[many] Вам добавлено { $count } кредитов.
    }

error-person-unknown = Такого человека я не знаю: с этим id или @именем боту никто не писал.
error-ban-admin = Админу закрыть доступ нельзя. Сначала уберите его id из ADMIN_IDS.
error-reason-too-long = Причина слишком длинная. Подойдёт до { $limit } символов.
error-usd-bad = Нужна сумма в USD от 0 до { $max }, например 150 или 99.50.
error-price-bad = Нужна цена в USD больше нуля, например 0.0024.
error-price-unbelievable = Это в 20 раз больше или меньше цены из таблицы ({ $listed } USD), похоже на другую единицу. Проверьте, пожалуйста.
error-choice-changed = Это уже кто-то изменил. Посмотрите, пожалуйста, ещё раз.
