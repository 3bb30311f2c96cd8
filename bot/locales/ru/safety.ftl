# Жалобы: кто жалуется и что с этим делают администраторы.

command-report = Пожаловаться на картинку или модель

report-what = Что не так? Можно пожаловаться на всё, что сделал этот бот или чего он делать не должен.
report-picture = Что не так с этой картинкой?
report-reason-me = На ней я, и я на это не соглашался
report-reason-minor = На ней несовершеннолетний
report-reason-sexual = Она сексуальная
report-reason-other = Другое
report-words = Опишите это одним сообщением: что показано, где вы это видели, кто вы там. Это прочтёт администратор.
report-picture-words = Если хотите, скажите одним сообщением, что не так. Администратор прочтёт это и увидит картинку.
report-send = Отправить без слов
report-leave = Отмена
report-left = Жалоба не отправлена.
report-sent = Спасибо. Администратор посмотрит в течение { $hours } ч, и я напишу вам, что решено.

report-outcome-kept = Администратор посмотрел то, на что вы пожаловались: правила не нарушены, это остаётся. Если вы не согласны, напишите подробнее: /report
report-outcome-removed = Спасибо: то, на что вы пожаловались, удалено.
report-outcome-picture-removed = На одну из ваших картинок пожаловались, и администратор удалил её насовсем. Пожалуйста, удалите её и из этого чата. Если это ошибка: /report
report-outcome-model-removed = На одну из ваших моделей пожаловались, и администратор удалил её со всем, что к ней относится. Если это ошибка: /report

pictures-button-report = Пожаловаться
pictures-button-report-one = Жалоба { $number }

admin-go-reports = Жалобы
admin-home-reports =
    { $count ->
        [one] 🚩 { $count } жалоба ждёт.
        [few] 🚩 { $count } жалобы ждут.
        [many] 🚩 { $count } жалоб ждут.
       *[other] 🚩 { $count } жалобы ждут.
    }
admin-reports = <b>Жалобы</b>
admin-reports-none = <b>Жалобы</b>: ничего не ждёт.
admin-report = <b>Жалоба:</b> { $reason }
admin-report-left =
    { $hours ->
        [0] осталось меньше часа
        [one] остался { $hours } час
        [few] осталось { $hours } часа
        [many] осталось { $hours } часов
       *[other] осталось { $hours } часа
    }
admin-report-late =
    { $hours ->
        [one] ⚠️ просрочена на { $hours } час
        [few] ⚠️ просрочена на { $hours } часа
        [many] ⚠️ просрочена на { $hours } часов
       *[other] ⚠️ просрочена на { $hours } часа
    }
admin-report-from = От <code>{ $id }</code>
admin-report-model = Модель { $name }, владелец <code>{ $owner }</code>
admin-report-picture-gone = Картинки здесь больше нет.
admin-report-words = «{ $words }»
admin-report-do-look = Показать картинку
admin-report-do-keep = Может остаться
admin-report-do-done = Улажено
admin-report-do-picture = Удалить картинку
admin-report-do-picture-yes = Да, удалить картинку
admin-report-do-model = Удалить модель
admin-report-do-model-yes = Да, удалить модель
admin-report-sure-picture = Картинка будет стёрта насовсем, владельцу сообщат. Удалить?
admin-report-sure-model = Модель, её фото и все её картинки будут стёрты насовсем, здесь и у провайдеров, владельцу сообщат. Удалить?
admin-report-decided = Решено; кого это касается, тем сообщат.

alert-report-new =
    🚩 Пришла жалоба: { $reason ->
        [me] показан человек без согласия
        [minor] несовершеннолетний
        [sexual] сексуальное
       *[other] другое
    }. На ответ есть { $hours } ч: /admin, «Жалобы».
alert-report-late = 🚩 Жалоба просрочена: /admin, «Жалобы».
