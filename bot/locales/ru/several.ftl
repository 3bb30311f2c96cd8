several-button = Несколько человек
several-single = Только одна модель
several-back = Фото и люди
several-begin =
    <b>Несколько человек сразу.</b> Пришлите по альбому на каждого и подпишите альбом именем: <i>Анна</i> или <i>Анна, женщина</i>. У каждого будет своя модель.

    От { $min } до { $max } фото на человека, лучше всего { $best_min }–{ $best_max }, без посторонних. Не больше { $people } человек, и только взрослые, которые на это согласились.
several-other-draft = Вы уже начали одну модель. Закончите её или удалите черновик, а потом отправьте /several.
several-title =
    { $count ->
        [one] <b>{ $count } человек</b>
        [few] <b>{ $count } человека</b>
        [many] <b>{ $count } человек</b>
       *[other] <b>{ $count } человека</b>
    }
several-unknown = <b>Кто это?</b>
several-nameless = Номер { $number }
several-named = { $name }
several-is = { $name } ({ $word })
several-photos =
    { $count ->
        [0] фото пока нет
        [one] { $count } фото
        [few] { $count } фото
        [many] { $count } фото
       *[other] { $count } фото
    }
several-photos-of =
    { $all ->
        [one] { $all } фото, из них годных: { $count }
        [few] { $all } фото, из них годных: { $count }
        [many] { $all } фото, из них годных: { $count }
       *[other] { $all } фото, из них годных: { $count }
    }
several-left-out = № { $numbers }: { $reason }
several-missing =
    { $count ->
        [one] Нужно ещё { $count } фото, иначе этого человека пропущу.
        [few] Нужно ещё { $count } фото, иначе этого человека пропущу.
        [many] Нужно ещё { $count } фото, иначе этого человека пропущу.
       *[other] Нужно ещё { $count } фото, иначе этого человека пропущу.
    }
several-photos-more = Ещё фото кого-то из них: пришлите и подпишите тем же именем. Если это все, нажмите «Готово».
several-nobody-ready = Пока ни у кого нет { $min } годных фото. Пришлите ещё и подпишите именем.
several-name-ask =
    { $count ->
        [one] У номера { $place } есть { $count } фото, но нет имени. Кто это? Напишите имя.
        [few] У номера { $place } есть { $count } фото, но нет имени. Кто это? Напишите имя.
        [many] У номера { $place } есть { $count } фото, но нет имени. Кто это? Напишите имя.
       *[other] У номера { $place } есть { $count } фото, но нет имени. Кто это? Напишите имя.
    }
several-name-or-same = Если этот человек уже в списке, выберите его.
several-class-ask = { $name }: кто это?
several-out = Убрать человека
several-out-this = Убрать этого
several-out-ask = Кого убрать? Фото уйдут вместе с ним.
several-out-said = Готово, убрано.
several-confirm =
    { $count ->
        [one] <b>Обучу { $count } модель:</b>
        [few] <b>Обучу { $count } модели:</b>
        [many] <b>Обучу { $count } моделей:</b>
       *[other] <b>Обучу { $count } модели:</b>
    }
several-not-now = <b>Не в этот раз:</b>
several-renamed = Модель с таким именем у вас есть, поэтому назову { $name }.
several-few =
    { $count ->
        [0] годных фото нет, нужно не меньше { $min }
        [one] годное фото { $count }, нужно не меньше { $min }
        [few] годных фото { $count }, нужно не меньше { $min }
        [many] годных фото { $count }, нужно не меньше { $min }
       *[other] годных фото { $count }, нужно не меньше { $min }
    }
several-no-quota = обучения на этот месяц закончились
several-no-credits = не хватает кредитов
several-trainer = Обучение: { $trainer }, { $quality }, около { $minutes } мин на каждого
several-price =
    { $credits ->
        [one] Цена: { $credits } кредит
        [few] Цена: { $credits } кредита
        [many] Цена: { $credits } кредитов
       *[other] Цена: { $credits } кредита
    } за всех, по { $each } за каждого. У вас { $balance }.
several-free = Для вас бесплатно: в этом месяце осталось { $left } из { $limit } обучений. Сервису это обойдётся примерно в { $total } за всех, { $usd } за каждого.
several-triggers = У каждой модели будет своё слово-триггер.
several-train =
    { $count ->
        [one] Обучить { $count } модель
        [few] Обучить { $count } модели
        [many] Обучить { $count } моделей
       *[other] Обучить { $count } модели
    }
several-ordered =
    { $count ->
        [one] Обучение началось. Ниже буду сообщать, как идут дела.
        [few] Началось { $count } обучения. Ниже буду сообщать о каждом.
        [many] Началось { $count } обучений. Ниже буду сообщать о каждом.
       *[other] Началось { $count } обучения. Ниже буду сообщать о каждом.
    }
several-waiting =
    { $count ->
        [one] Пока без модели: { $names }. Фото храню 7 дней, продолжить: /create
        [few] Пока без модели: { $names }. Фото храню 7 дней, продолжить: /create
        [many] Пока без модели: { $names }. Фото храню 7 дней, продолжить: /create
       *[other] Пока без модели: { $names }. Фото храню 7 дней, продолжить: /create
    }
error-people-too-many = Это уже лишний человек: за один раз { $max }. Остальных пришлите потом.
