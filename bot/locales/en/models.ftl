# The library of models and the history of orders.

models-empty = No models yet. The first one takes a few photos and about ten minutes.
models-list =
    { $count ->
        [one] Your model:
       *[other] Your { $count } models:
    }
models-state-pending = in the queue
models-state-training = training
models-state-validating = last checks
models-state-completed = ready
models-state-failed = did not work
models-state-cancelled = cancelled
models-type-character = person
models-type-style = style
models-type-product = thing
models-card =
    <b>{ $name }</b> ({ $type }), { $state }

    Trigger word: <code>{ $trigger }</code>
    Trainer: { $trainer }
    Created: { DATETIME($created, dateStyle: "long") }
models-card-progress = Progress: { $percent } %
models-card-pictures = Pictures made: { $count }
models-card-photos-until =
    { $count ->
        [one] { $count } photo, erased on
       *[other] { $count } photos, erased on
    } { DATETIME($until, dateStyle: "long") }
models-card-photos-until-trained =
    { $count ->
        [one] { $count } photo, erased a day after the training
       *[other] { $count } photos, erased a day after the training
    }
models-card-photos-days-30 =
    { $count ->
        [one] { $count } photo, erased 30 days after the training
       *[other] { $count } photos, erased 30 days after the training
    }
models-card-photos-until-deleted =
    { $count ->
        [one] { $count } photo, kept until you delete the model
       *[other] { $count } photos, kept until you delete the model
    }
models-card-photos-erased = Photos: erased
models-card-description = <i>{ $description }</i>

models-button-rename = Rename
models-button-retry = Try again
models-button-delete = Delete
models-button-stop-delete = Yes, stop and delete
models-button-undo = Undo
models-button-list = All models
models-button-progress = Show progress

models-ask-name = Write the new name for <b>{ $name }</b>. The trigger word stays the same.
models-deleted =
    <b>{ $name }</b> is deleted. You can undo it until { DATETIME($until, dateStyle: "long", timeStyle: "short") } UTC; then its files are erased for good.
models-stop-delete-unpaid = <b>{ $name }</b> is being trained. Stop the training and delete it? The provider has not taken it yet, so the training costs nothing.
models-stop-delete = <b>{ $name }</b> is being trained. Stop the training and delete it? The provider has taken it: it counts as one of this month, and the service may have to pay for it.
models-stop-delete-review = <b>{ $name }</b> is being trained. Stop the training and delete it? The training costs nothing, but if it does come later, you do not get it.
models-delete-begun = I am stopping the training of <b>{ $name }</b>. When it has ended, the model is deleted, and I will tell you here.

jobs-title = Your last orders (times in UTC):
jobs-none = Nothing here yet. Your trainings and pictures will be listed in this place.
jobs-line = { DATETIME($at, dateStyle: "medium", timeStyle: "short") } · <b>{ $model }</b>, { $what }: { $state }
jobs-training = training
jobs-generation =
    { $count ->
        [one] { $count } picture
       *[other] { $count } pictures
    } “{ $prompt }”
jobs-stage-queued = in the queue
jobs-stage-preparing = preparing
jobs-stage-caching = preparing
jobs-stage-training = at work
jobs-stage-validating = last checks
jobs-stage-completed = done
jobs-stage-checking = still checking
jobs-stage-failed = did not work
jobs-stage-cancelled = cancelled
