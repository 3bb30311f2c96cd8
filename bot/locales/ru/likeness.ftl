# Сравнение лиц: там, где человек на него согласился.

likeness-figures = Сходство по лицу: { $figures }.
likeness-no-face = лица не видно
likeness-few =
    { $passed ->
        [0] По-моему, ни один кадр не похож на человека с ваших фото.
        [one] По-моему, на человека с ваших фото похож только { $passed } кадр из { $seen }.
        [few] По-моему, на человека с ваших фото похожи только { $passed } кадра из { $seen }.
       *[many] По-моему, на человека с ваших фото похожи только { $passed } кадров из { $seen }.
    }
likeness-offer = Могу обучить ещё раз бесплатно: { $change }.
likeness-retry-ask =
    Спасибо, что сказали. Могу обучить ещё раз бесплатно: { $change }.

    По новым фото: /create
likeness-again-begun = Обучение снова началось: { $change }. Оно бесплатное и не считается.
likeness-change-photos =
    { $count ->
        [one] без фото № { $numbers }
        [few] без фото №№ { $numbers }
       *[many] без фото №№ { $numbers }
    }
likeness-change-steps =
    { $after ->
        [one] { $after } шаг вместо { $before }
        [few] { $after } шага вместо { $before }
       *[many] { $after } шагов вместо { $before }
    }
likeness-odd =
    { $count ->
        [one] На фото № { $numbers }, похоже, другой человек: посмотрите и, если так, удалите его.
        [few] На фото №№ { $numbers }, похоже, другой человек: посмотрите и, если так, удалите их.
       *[many] На фото №№ { $numbers }, похоже, другой человек: посмотрите и, если так, удалите их.
    }
