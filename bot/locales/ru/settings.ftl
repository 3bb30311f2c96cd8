# Что можно задать для обучения и для картинок. Названия параметров обучения стоят рядом со способами обучения.

setting-value = { NUMBER($value, maximumFractionDigits: 10) }
setting-none = случайный

settings-title = <b>Параметры: { $trainer }, { $quality }</b>
settings-line = { $setting }: <b>{ $value }</b>
settings-line-own = { $setting }: <b>{ $value }</b> (обычно { $usual })
settings-price = Такое обучение: { $usd }, около { $minutes } мин.
settings-note = Нажмите на то, что хотите изменить. Когда обучите, я запомню это для следующей модели с тем же способом.
settings-reset = Как советует бот
settings-left-quality = Сброшено: { $settings }. Задать снова можно в «Параметрах».
settings-left-trainer = Сброшены параметры для { $trainer }: { $settings }.

setting-steps-about = Как долго модель изучает ваши фото. Чем больше шагов, тем больше сходства, но тем дольше и дороже. Если шагов слишком много, каждая картинка становится копией фото.
setting-learning_rate-about = Как сильно каждый шаг меняет модель. Чем выше, тем быстрее она учится, но картинки выходят грубее. Чем ниже, тем мягче, зато шагов нужно больше.
setting-rank-about = Сколько модель способна запомнить. Чем выше, тем тоньше детали; чем ниже, тем свободнее новые сцены.
setting-resolution-about = До каких размеров в пикселях уменьшаются фото; несколько размеров чередуются. Чем крупнее, тем больше деталей, но тем дольше и дороже.
setting-batch_size-about = Сколько фото модель смотрит за один шаг. Чем больше, тем ровнее она учится, но шаг во столько же раз дольше и дороже.
setting-bounds =
    От { $min } до { $max }{ $step ->
        [1] .
       *[other] , делится на { $step }.
    }
setting-usual = Обычно { $usual }.
setting-limited =
    { $setting ->
        [steps] Ценовой предел этого бота допускает не больше { $most }.
       *[other] Чего нет на кнопках, то выше ценового предела этого бота; если шагов меньше, выбор шире.
    }
setting-too-dear =
    { $setting ->
        [steps] С таким числом шагов обучение дороже, чем разрешено в этом боте ({ $limit } USD). Можно не больше { $most }.
       *[other] С этим обучение дороже, чем разрешено в этом боте ({ $limit } USD). Выберите другое или сначала уменьшите число шагов.
    }
setting-tap = Выберите.
setting-write = Выберите или напишите число.

setting-steps-short =
    { $count ->
        [one] { $value } шаг
        [few] { $value } шага
       *[many] { $value } шагов
    }
setting-learning_rate-short = скорость обучения { $value }
setting-rank-short = ранг { $value }
setting-resolution-short = разрешение { $value }
setting-batch_size-short = размер батча { $value }

generate-settings-title = <b>Параметры картинок с моделью { $model }</b>
generate-settings-note = Нажмите на то, что хотите изменить. Когда нарисуете, я запомню это для следующих картинок, шаги и guidance для моделей того же семейства. Seed только для этой карточки.
generate-card-settings = Параметры: { $settings }
picture-setting-scale = Вес модели
picture-setting-steps = Шаги
picture-setting-guidance = Guidance
picture-setting-seed = Seed
picture-setting-format = Тип файла
picture-setting-scale-about = Как сильно модель видна на картинке. Чем меньше, тем больше свободы у ваших слов. Чем больше, тем ближе к фото, но легко переборщить.
picture-setting-steps-about = Как долго прорабатывается картинка. Чем больше шагов, тем тоньше детали и тем дольше ждать.
picture-setting-guidance-about = Насколько точно картинка следует вашим словам. Чем меньше, тем естественнее; чем больше, тем буквальнее.
picture-setting-seed-about = Число, с которого начинается случайность. То же число, те же слова и параметры дают ту же картинку.
picture-setting-format-about = Что придёт по кнопке «Файлом». PNG сохраняет все детали, JPEG в несколько раз меньше.
picture-setting-scale-short = вес модели { $value }
picture-setting-steps-short =
    { $count ->
        [one] { $value } шаг
        [few] { $value } шага
       *[many] { $value } шагов
    }
picture-setting-guidance-short = guidance { $value }
picture-setting-seed-short = seed { $value }
picture-setting-format-short = { $value }
