# What may be set about a training and about pictures. Names of a training's settings stand beside the trainers.

setting-value = { NUMBER($value, maximumFractionDigits: 10) }
setting-none = left to chance

settings-title = <b>Advanced: { $trainer }, { $quality }</b>
settings-line = { $setting }: <b>{ $value }</b>
settings-line-own = { $setting }: <b>{ $value }</b> (usual: { $usual })
settings-price = One training like this: { $usd }, about { $minutes } min.
settings-note = Tap what you want to change. What you train with is kept for your next model with this trainer.
settings-reset = As recommended
settings-left-quality = Taken back: { $settings }. To set it again: Advanced.
settings-left-trainer = Each trainer has settings of its own. Left behind with { $trainer }: { $settings }.

setting-steps-about = How long the trainer studies your photos. More steps catch a better likeness, take longer and cost more. Far too many, and every picture looks like one of the photos.
setting-learning_rate-about = How much each step changes the model. Higher learns faster, but pictures turn out rough. Lower is gentler and needs more steps.
setting-rank-about = How much the model can remember. Higher keeps finer details, lower leaves more freedom for new scenes.
setting-resolution-about = Which sizes in pixels your photos are scaled to; several take turns. Larger ones show more detail, take longer and cost more.
setting-batch_size-about = How many photos each step looks at together. More learns more evenly, but each step takes that much longer and costs more.
setting-bounds =
    From { $min } to { $max }{ $step ->
        [1] .
       *[other] , a multiple of { $step }.
    }
setting-usual = Usual: { $usual }.
setting-limited =
    { $setting ->
        [steps] Up to { $most } are within this bot’s price limit.
       *[other] What is not on a button is above this bot’s price limit; with fewer steps there is more to choose from.
    }
setting-too-dear =
    { $setting ->
        [steps] This many steps cost more than this bot allows for a training ({ $limit } USD). Up to { $most } are within.
       *[other] With this the training costs more than this bot allows ({ $limit } USD). Choose another value, or set fewer steps first.
    }
setting-tap = Tap one.
setting-write = Tap one or write a number.

setting-steps-short =
    { $count ->
        [one] { $value } step
       *[other] { $value } steps
    }
setting-learning_rate-short = learning rate { $value }
setting-rank-short = rank { $value }
setting-resolution-short = resolution { $value }
setting-batch_size-short = batch size { $value }

generate-settings-title = <b>Settings for pictures of { $model }</b>
generate-settings-note = Tap what you want to change. When you draw, I keep it for your next pictures, steps and guidance for models of the same family. The seed is for this card alone.
generate-card-settings = Settings: { $settings }
picture-setting-scale = Model weight
picture-setting-steps = Steps
picture-setting-guidance = Guidance
picture-setting-seed = Seed
picture-setting-format = File format
picture-setting-scale-about = How strongly your model shows in the picture. Lower leaves more room for your words; higher keeps closer to the photos and soon looks overdone.
picture-setting-steps-about = How long the picture is worked on. More steps bring finer details and take longer.
picture-setting-guidance-about = How closely the picture follows your words. Lower looks more natural, higher takes them more literally.
picture-setting-seed-about = The number that chance starts from. The same number with the same words and settings gives the same picture.
picture-setting-format-about = What you get with “As file”. PNG keeps every detail, JPEG is several times smaller.
picture-setting-scale-short = model weight { $value }
picture-setting-steps-short =
    { $count ->
        [one] { $value } step
       *[other] { $value } steps
    }
picture-setting-guidance-short = guidance { $value }
picture-setting-seed-short = seed { $value }
picture-setting-format-short = { $value }
