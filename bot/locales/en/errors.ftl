# Texts error-<code>. A code that a finished job can carry has no placeholders: only the code is stored.

error-unexpected = Something went wrong on our side. Nothing is lost. Please try again in a minute; if it stays, tell the admin this code: { $code }
error-button-old = This button belongs to an earlier step. Please use the newest message.
error-no-provider = Training and generating are not set up in this bot yet. The admin knows. Please come back later; your photos and models stay.
error-consent-missing = To do this, your data would have to go to a service that you have not agreed to. /create shows the agreement; after that, please try again.

error-no-access = This bot is for invited people. Ask its owner for an invite link and open it.
error-banned = You cannot use this bot any more. If you think this is a mistake, write to its owner.
error-admins-only = Only admins of this bot can do this.
error-invite = This invite is used up or too old. Ask for a fresh link.
error-invite-bounds = An invite can be for 1 to { $max_uses } people and 1 to { $max_days } days.
error-link-expired = This link is too old. Ask for the file again, then you get a fresh one.

error-photo-workshop = I cannot look at photos right now. Nothing is lost: please send it again in a few minutes.
error-photo-not-a-picture = This is not a picture I can read. Please send a JPEG, PNG, WEBP or HEIC photo.
error-photo-animated = Moving pictures do not help here. Please send a still photo.
error-photo-broken = This picture is damaged and cannot be opened. Please send it again or choose another one.
error-photo-too-small = This photo is too small: { $width } × { $height }. At least { $min } pixels on each side are needed.
error-photo-too-big = This file is too big. Up to { $megabytes } MB and { $megapixels } megapixels are fine: send it as a photo, not as a file.
error-photo-too-many = The set is full: { $max } photos at most. Remove one if you want to add a better one.
error-photo-duplicate = This photo is in the set already, as number { $number }. A different one helps more.
error-photo = This photo is not in the set any more.
error-photos-too-large = Together these photos are too large to send for training. Please remove a few.
error-file-too-large = This file is too large to send for training ({ $limit_mb } MB at most). Please use smaller photos.
error-dataset = These photos are not here any more. Please send them again.
error-photos-gone = The photos of this model were erased. Please send new ones.
error-photos-few = Not enough photos yet: at least { $min } are needed.
error-dataset-in-use = A training is using these photos right now. They can be changed as soon as it has ended.
error-caption-empty = A caption needs words. Please write what the photo shows besides the person or thing itself.
error-caption-too-long = This caption is too long. Up to { $limit } characters are fine.

error-name-empty = A model needs a name. Please write one, for example: My portrait
error-name-too-long = This name is too long. Up to { $limit } characters are fine.
error-name-taken = You have a model called { $name } already. How about { $suggestion }?
error-class-bad = One or two plain words are enough here, up to { $max } characters: man, dog, vase.
error-description-too-long = This note is too long. Up to { $limit } characters are fine.
error-trigger-empty = The trigger word needs letters. Please write one word.
error-trigger-bad = A trigger word is one made-up word: { $min } to { $max } Latin letters, digits or underscores, no spaces, and not an everyday word like dog. How about { $suggestion }?
error-trigger-phrase-bad = With this trainer the trigger is a few plain words: { $min } to { $max } Latin letters, digits, spaces or hyphens, and more than one everyday word. How about { $suggestion }?
error-trigger-taken = You use the trigger word { $trigger } in another model. How about { $suggestion }?
error-trainings-paused = No new trainings are taken for a while. What has begun goes on.
error-trainings-paused-why = No new trainings are taken for a while. What has begun goes on. { $reason }
error-trainer-off = This trainer takes nothing new at present. Please choose another one.
error-trainer-unknown = This trainer is not available here. Please choose another one.
error-setting-bad =
    { $setting ->
        [learning_rate] The learning rate is a number
        [rank] The rank is a whole number
        [batch_size] The batch size is a whole number
        [seed] The seed is a whole number
        [steps] Steps are a whole number
        [scale] The weight is a number
        [guidance] Guidance is a number
       *[other] This is a number
    } from { $min } to { $max }.
error-setting-multiple = This has to be a multiple of { $step }, from { $min } to { $max }.
error-setting-choice = That is not one of the choices: { $choices }
error-draft-gone = These answers are not here any more. Please start again with /create
error-draft-incomplete = Something is still missing. Please look at the last message.

error-model-gone = This model is not here any more. See /models
error-model-busy = This model is still training. Cancel the training first, then delete the model.
error-model-not-ready = This model is not ready yet. I will write as soon as it is.
error-undo-too-late = It is too late to undo: the files are erased.
error-model-ready = This model is trained already. To train another one: /create
error-free-retry-used = The free second training of this model is used up. You can train a new model: /create

error-prompt-empty = Please write what the picture should show.
error-prompt-too-long = This description is too long. Up to { $limit } characters are fine.
error-words-minors = Children and anything sexual do not go together here, not even in hints. Models of people are for grown-ups. Please write something else.
error-words-sexual = With a model of a person I make no nude or sexual pictures. Please write it another way.
error-words-names = A name in these words is not allowed in this bot. Please leave it out.
error-report-empty = Please say in a few words what is wrong.
error-report-too-long = That is more than I can pass on. Up to { $limit } characters are fine.
error-report-too-many = That is { $limit } reports in a day, the most I pass on. Please come back tomorrow.
error-report-gone = This report is not here any more.
error-report-decided = Somebody has decided this report already.
error-lora-scale = The weight can be from { $min } to { $max }.
error-picture-count = From { $min } to { $max } pictures at once are possible.
error-seed-bad = A seed is a whole number from { $min } to { $max }.
error-settings-bad = These settings do not fit together. Please choose again.
error-endpoint-unknown = Pictures with this kind of model cannot be made here at present. Please tell the admin.
error-image = This picture is not here any more.
error-like-not-offered = This model cannot start from a picture. Try “Same seed, other words” instead.
error-image-gone = This picture was erased. Please generate a new one.
error-generation-gone = These pictures are not here any more. Please generate new ones.

error-job = This job does not exist any more. See /jobs
error-job-finished = This is finished already, so there is nothing to cancel.
error-verdict-too-late = This job is decided already: nothing about it is unknown any more.
error-verdict-ref-unknown = The provider knows no call with this id. Please copy the id from the provider’s page of the call.
error-verdict-ref-taken = This call already belongs to a job, so it cannot be another one’s.
error-verdict-ref-other = This call was made with other photos, so it is not this job’s.
error-job-too-late = Too late to cancel: the result is being fetched right now.
error-user = I do not know you yet. Please press /start

error-training-quota =
    All { $limit } { $limit ->
        [one] training
       *[other] trainings
    } of this month are used. The next ones come on { DATETIME($until, dateStyle: "long") }.
error-training-tries = That was { $limit } tries today, which is the limit for one day. It goes on tomorrow (00:00 UTC); your photos and settings are kept.
error-picture-quota =
    { $left ->
        [0] Today’s pictures are used up ({ $limit } a day).
        [one] Only { $left } picture is left today ({ $limit } a day).
       *[other] Only { $left } pictures are left today ({ $limit } a day).
    } More come on { DATETIME($until, dateStyle: "long") }, 00:00 UTC.
error-budget-reached = This bot’s budget for the month is used up. It goes on from { DATETIME($until, dateStyle: "long") }. Your models stay.
error-training-too-expensive = This training costs more than this bot allows ({ $limit } USD). Please set fewer steps under “Advanced”, or choose the quick one or another trainer.
error-credits-short =
    This costs { $need } { $need ->
        [one] credit
       *[other] credits
    }, and you have { $have }.

error-cancelled = Cancelled.
error-queue-deadline = The provider’s queue did not move for too long. Nothing was charged; please try again later.
error-run-deadline = It took far too long, so I stopped it. Please try again.
error-gave-up = This job was stuck on my side, so I ended it. It does not count; please try again.
error-restored = The bot was brought back from a backup that is older than this order, so I ended it. It does not count; please order again.
error-outcome-unknown = I could not find out what became of this job, so it does not count. Please try again.
error-nothing-delivered = The provider delivered nothing usable. It does not count; please try again.
error-artefact-gone = The provider no longer has the result. It does not count; please try again.
error-artefact-address = The provider sent the result from a place I do not trust. Please tell the admin.
error-artefact-broken = The provider’s result cannot be used. It does not count; please try again.
error-too-large = The result is larger than allowed. Please tell the admin.
error-storage-damaged = A stored file is damaged. Please tell the admin.
error-storage-unavailable = Your files cannot be reached right now. Please try again in a few minutes.
error-file = This file is not here any more.
error-weights-broken = The trained model came back damaged. It does not count; please train again.
error-weights-too-large = The trained model is larger than allowed (500 MB). Please choose another trainer.
error-weights-unusable = The trained model cannot be used. It does not count; please train again.
error-weights-missing = The files of this model are gone. Please train it again.
error-blocked = The provider’s safety filter held the pictures back. Please change the description.
error-content-policy = The provider’s safety filter refused this. Please change the description or the photos.
error-input-unreachable = The provider could not read our files. Please try again.
error-input-refused = The provider did not accept these settings. Please try others.
error-provider-unreachable = The provider does not answer right now. I will try again by myself.
error-provider-unavailable = The provider is overloaded right now. Please try again a little later.
error-provider-timeout = The provider took too long. Please try again.
error-provider-failed = The provider failed at this job. It does not count; please try again.
error-provider-refused = The provider did not take this job. It does not count; please try again or choose other settings.
error-provider-cancelled = The provider stopped this job. It does not count; please try again.
error-provider-lost = The provider lost this job. It does not count; please try again.
error-provider-account = What has to go is in another account at the provider. The admin should look.
error-provider-answer = The provider answered in a way I do not understand. The admin should look.
error-provider-output = The provider’s result cannot be read. It does not count; please try again.
error-provider-key = The provider refused our key. The admin has to look; your job waits.

error-broadcast = This broadcast is not here any more.
error-broadcast-state = Meanwhile this broadcast has gone on, so that is not possible any more. Please look at its newest message.
error-broadcast-empty = There is no message in this broadcast yet. Please send one first.
error-broadcast-nobody = Nobody would get this broadcast. Please choose other receivers, or count again.
error-broadcast-count = You wrote { $typed }, and it is for { $expected }. To send it, please write { $expected }.
error-broadcast-number = Please write the number of receivers in digits, or go back with the button.
error-broadcast-one-message = One message or one album, please: this one came on top of it. To change what people get, use the button of its language. To do something else, write /cancel: the draft waits.
error-broadcast-uncopyable = Telegram does not let me copy this kind of message. Please send text, photos, a video, a file, audio or a sticker.
error-broadcast-words-gone = I cannot copy the message of this broadcast: it seems to be deleted from this chat. Please send it again.
error-broadcast-time = Please write date and time in UTC, within a year, for example { $example }
error-broadcast-past = That time is over: it is { $now } UTC. Please write a later one.
error-segment-days = This can be 1 to { $max } days.
