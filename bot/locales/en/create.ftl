provider-fal = fal.ai
provider-replicate = Replicate
provider-or = { $first } or { $second }

create-consent =
    <b>Before your first photo</b>

    I look whether each photo is good for training (light, sharpness, where a face is), clean it and store it encrypted. Then your photos go to { $providers }, where the model is trained. The model, your prompts and the pictures you start from go there as well, to draw. Nobody else gets your photos. /privacy says more, /mydata shows and deletes what I hold.

    <b>By agreeing you say: I am 18 or older, and the photos show only adults, myself or people who agreed to this.</b> You can withdraw at any time.

    By choosing how long I keep the photos you agree. “Until trained” adds one day for the free second try:
create-consent-changed = The agreement has changed meanwhile. Please read it once more.
create-consent-waiting =
    { $count ->
        [one] Your photo waits: I fetch it once you agree.
       *[other] Your { $count } photos wait: I fetch them once you agree.
    }
create-agree-days-30 = Agree: 30 days
create-agree-until-trained = Agree: until trained
create-agree-until-deleted = Agree: until I delete
create-not-now = Not now
create-not-now-said = Fine. I kept nothing. Whenever you like: /create

create-kept-meanwhile =
    { $photos ->
        [0] Please look in again later: /create
        [one] Your photo and your answers are kept. Please look in again later: /create
       *[other] Your { $photos } photos and your answers are kept. Please look in again later: /create
    }

create-resumed = You began a model earlier. Let us go on.
create-start-over = Start over
create-back = Back
create-discard = Discard
create-discard-ask =
    Throw this draft away? { $count ->
        [0] The answers are lost.
        [one] The answers and the photo are lost.
       *[other] The answers and { $count } photos are lost.
    }
create-discard-no = No, keep it
create-discard-yes = Yes, discard
create-discarded = The draft is gone. A new one: /create

create-photos-early =
    { $count ->
        [one] 1 photo is here.
       *[other] { $count } photos are here.
    }
create-type-ask = What shall the model show?
create-type-ask-photos =
    { $count ->
        [one] 1 photo is here. What shall the model made of it show?
       *[other] What shall the model of these { $count } photos show?
    }
create-type-character = A person
create-type-style = A style
create-type-product = A thing
create-class-ask-character = Who is it?
create-class-ask-style = Which style is it?
create-class-ask-product = What is it?
create-class-skip = Skip (a person)
create-class-own = Something else
create-class-type = Write it in one or two English words, for example: horse, old man, teapot.
class-woman = Woman
class-man = Man
class-person = Person
class-dog = Dog
class-cat = Cat
class-shoes = Shoes
class-bag = Bag
class-bottle = Bottle
class-toy = Toy
class-furniture = Furniture
class-car = Car
create-name-ask = What shall the model be called? Take one or write a name.
create-name-write = What shall the model be called? Write a name.
create-name-idea-character = My portrait
create-name-idea-style = My style
create-name-idea-product = My product

create-photos-ask-character =
    <b>Now the photos.</b> Best are { $best_min } to { $best_max }, at least { $min }, at most { $max }. Send them as one album.

    Sharp, varied, good light: close-ups, half and full body, different days and places, nobody else in the picture.
create-photos-ask-style =
    <b>Now the photos.</b> Best are { $best_min } to { $best_max }, at least { $min }, at most { $max }. Send them as one album.

    All in this one style, of many different subjects: people, places, things, near and far. No frames, no writing on them.
create-photos-ask-product =
    <b>Now the photos.</b> Best are { $best_min } to { $best_max }, at least { $min }, at most { $max }. Send them as one album.

    The same thing in every photo, sharp and in good light: all its sides, near and far, on different backgrounds.
create-photos-count =
    { $count ->
        [one] <b>1 photo</b>
       *[other] <b>{ $count } photos</b>
    }
create-photos-missing =
    { $missing ->
        [one] 1 more is needed.
       *[other] { $missing } more are needed.
    }
create-photos-short =
    { $count ->
        [0] No photo is here yet.
        [one] Only 1 photo is here.
       *[other] Only { $count } photos are here.
    } I need at least { $min }: please send { $missing } more.
create-photos-more =
    { $more ->
        [one] This is enough. 1 more makes it better: best { $best_min } to { $best_max }.
       *[other] This is enough. { $more } more make it better: best { $best_min } to { $best_max }.
    }
create-photos-short-usable =
    { $count ->
        [0] None of the { $all } photos can be used.
        [one] Only 1 of the { $all } photos can be used.
       *[other] Only { $count } of the { $all } photos can be used.
    } I need at least { $min }: please send { $missing } more, or use some anyway.
create-photos-good = A good set. Tap Done when these are all.
create-photos-enough = Enough photos. Tap Done when these are all.
create-problems = Not taken:
create-problem =
    { $count ->
        [one] <b>Photo { $numbers }:</b>
       *[other] <b>Photos { $numbers }:</b>
    }
create-done = Done
create-done-said = One moment, I look whether photos are still on their way.
create-coach-all-good =
    { $count ->
        [one] { $photos }: good
       *[other] { $photos }, all good
    }
create-coach-counts = { $photos }: { $parts }
create-coach-good = { $count } good
create-coach-usable = { $count } usable
create-coach-unusable = { $count } not usable
create-coach-head-unusable = Not trained with:
create-coach-head-usable = Trained with, but could be better:
create-coach-head-anyway = Trained with because you want it:
create-coach-line = <b>No. { $numbers }</b> { $faults }
create-coach-and-more =
    { $count ->
        [one] … and 1 more.
       *[other] … and { $count } more.
    }
create-coach-arriving = I am still looking at the others.
create-coach-score = <b>The set: { $score } of 100</b>
create-coach-shots = Close-ups { $close }, half body { $half }, full body { $full }. From the front { $front }, half-turned { $turned }, from the side { $profile }.
create-coach-light =
    { $lights ->
        [one] The same light everywhere
       *[other] { $lights } kinds of light
    }{ $days ->
        [0] .
        [one] , one day.
       *[other] , { $days } days.
    }
create-coach-next = What helps most now: { $shots }.
create-replace = Replace a photo
create-replace-which = Which one shall another photo replace? They are numbered in the order in which they came.
create-replace-number = Replace no. { $number }
create-replace-ask = Send the photo that takes the place of no. { $number }. As a file nothing of it is lost.
create-replace-keep = Keep no. { $number }
create-anyway-number = Use no. { $number } anyway
create-anyway-said = Photo { $number } is trained with.
create-remove = Remove a photo
create-remove-ask = Which one? They are numbered in the order in which they came.
create-removed = Photo { $number } is removed.
create-tips-button = What makes a good photo
create-tips-character =
    <b>Good photos make a good model</b>

    Best are 10–15 photos of one person, each a little different:
    • about 8 close-ups, 4 to the waist, 3 of the full body
    • from the front, half-turned and from the side
    • sharp, in soft light: by a window, outdoors in the shade
    • different days, places, clothes and expressions
    • all from one period of life

    <b>Good:</b> by the window, looking past the camera; laughing at a table, the background plain; walking in a park, seen whole.
    <b>Bad:</b> ten selfies of one evening; sunglasses, a hat, a hand over the face; friends at the edge; filters, screenshots, a dark bar.

    Full-body photos better as files: sent as photos they shrink, and the face gets too small. To send as a file: the paper clip, then File.
create-tips-style =
    <b>Good photos make a good model</b>

    • 10–15 pictures in one style, by one hand
    • many subjects: people, places, things, near and far, so that only the style stays the same
    • large and sharp, without frames, signatures and writing
    • no other style among them, no sketches next to finished work
    • better as files: nothing is lost
create-tips-product =
    <b>Good photos make a good model</b>

    • 10–15 photos of the very same thing, each a little different
    • all its sides: front, back, above, in use, and a few details
    • sharp, good light, true colours, no filters
    • different backgrounds and places, nothing in front of it
    • no second thing that looks like it
    • better as files: nothing is lost

create-card-title = { $name }
create-card-kind = { $kind } ({ $word })
create-card-style = { $kind }
create-card-more = (10 to 15 are best)
create-card-trained = <b>{ $trained } of { $count } photos</b>, without no. { $numbers }
create-card-trigger =
    Trigger word: <code>{ $trigger }</code>
    It calls your model in a prompt. I put it in for you.
create-card-description = Note: { $description }
create-card-trainer = Training: { $trainer }, { $quality }, about { $minutes } min
create-card-settings = Settings: { $settings }
create-card-free = Free for you: { $left } of { $limit } trainings left this month. It costs this service about { $usd }.
create-card-price =
    { $credits ->
        [one] Price: 1 credit
       *[other] Price: { $credits } credits
    }. You have { $balance }.
create-train = Train
create-trigger-button = Trigger word
create-description-button = Note
create-trainer-button = Trainer
create-settings-button = Advanced
create-to-quick = Make it quick
create-to-standard = Make it standard
create-name-button = Name
create-photos-button = Photos
create-trigger-ask = The trigger word is <code>{ $trigger }</code>. Write another one: a made-up word works best.
create-description-ask = A note for yourself about this model? Up to 500 characters.
create-skip = Skip
create-trainers = <b>Which trainer?</b> Prices and times are what a training usually comes to.
create-trainers-at = <b>At { $provider }:</b>
create-offer = { $quality } { $usd }, { $minutes } min
create-ordered = Training has begun. I keep you posted below.
quality-quick = quick
quality-standard = standard
trainer-flux-lora-fast-training = FLUX
trainer-flux-lora-fast-training-best-use = Faces and styles. Knows the person after few photos.
trainer-flux-lora-portrait-trainer = FLUX portrait
trainer-flux-lora-portrait-trainer-best-use = Portraits of one person, fine skin and features. Best with ten or more.
trainer-turbo-flux-trainer = FLUX turbo
trainer-turbo-flux-trainer-best-use = When you cannot wait: people, things, styles.
trainer-flux-2-trainer-v2 = FLUX.2
trainer-flux-2-trainer-v2-best-use = The finest details: hands, fabric, hair. Best with ten or more.
trainer-flux-2-klein-9b-base-trainer = FLUX.2 klein
trainer-flux-2-klein-9b-base-trainer-best-use = FLUX.2 pictures at a lower price. Best with ten or more.
trainer-z-image-turbo-trainer-v2 = Z-Image Turbo
trainer-z-image-turbo-trainer-v2-best-use = Natural looking photos, drawn in seconds.
trainer-qwen-image-2512-trainer = Qwen-Image
trainer-qwen-image-2512-trainer-best-use = Things, and pictures with lettering. Its trigger is a few plain words.
trainer-replicate-flux-dev-lora-trainer = FLUX at Replicate
trainer-replicate-flux-dev-lora-trainer-best-use = People and styles, with more to set than the others. Best with ten or more.
setting-steps = Steps
setting-learning_rate = Learning rate
setting-rank = Rank
setting-resolution = Resolution
setting-batch_size = Batch size

create-paused =
    { $photos ->
        [0] I keep your answers.
       *[other] I keep your answers and photos.
    } To go on: /create
create-or-draw = To draw with <b>{ $model }</b> instead: /cancel, then write it once more.
create-paused-empty = All right. Whenever you like: /create
cancel-nothing = Nothing to cancel here.
cancel-running =
    { $count ->
        [one] 1 order is running: its card has the Cancel button.
       *[other] { $count } orders are running: their cards have the Cancel button.
    }
cancel-step = All right, we leave it at that.

error-photo-not-fetched = Telegram did not give me this photo. Please send it again.
error-photo-file-too-big = This file is over { $megabytes } MB, which is more than Telegram gives me. Send it as a photo, not as a file.

start-again = Write what you want to see with <b>{ $name }</b>.
start-draft = You began a new model. Shall we go on?
start-go-on = Go on
start-language = Русский / English
