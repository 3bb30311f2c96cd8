# The photos and captions of a model.

dataset-open = Photos and captions
dataset-back = Back to the photos
dataset-model = Back to the model
dataset-add = Add photos
dataset-train = Train again
dataset-new = New model from these photos
dataset-title =
    { $count ->
        [0] <b>Photos of { $name }</b>
        [one] <b>Photos of { $name }</b>: { $count } photo
       *[other] <b>Photos of { $name }</b>: { $count } photos
    }
dataset-erased = They were erased, as you chose on the agreement. The model stays and draws as before. To train one from new photos: /create
dataset-busy = A training is using these photos right now. They can be changed as soon as it has ended.
dataset-until = Erased on { DATETIME($until, dateStyle: "long") }.
dataset-captions-none = The trainer of this model reads no captions: it learns the trigger word from the photos alone. Yours are used when another trainer takes them.
dataset-captions-own = The trainer of this model makes do with the trigger word. As soon as you write a caption, all photos go with theirs.
dataset-line =
    <b>{ $number }</b> · { $verdict }
    { $caption }
dataset-line-own =
    <b>{ $number }</b> · { $verdict }
    { $caption } <i>(yours)</i>
dataset-grade-good = good
dataset-grade-usable = usable
dataset-grade-unusable = used all the same
dataset-grade-left-out = left out of the training
dataset-photo-title = <b>Photo { $number }</b> of { $count }
dataset-caption-own = <b>Your caption:</b>
dataset-caption-made = <b>Caption:</b>
dataset-caption = <code>{ $caption }</code>
dataset-photo-show = Show
dataset-photo-edit = Edit the caption
dataset-photo-made = Use the made caption
dataset-photo-keep = Keep it like this
dataset-photo-remove = Remove the photo
dataset-photo-yes = Yes, remove it
dataset-remove-no = No, keep it
dataset-remove-ask = Remove photo { $number }? It cannot be brought back. Models that are trained already stay as they are.
dataset-removed = Photo { $number } is removed.
dataset-caption-ask =
    Write the caption of photo { $number }, best in English. The present one:
    <code>{ $caption }</code>

    Say what is different in this photo: clothes, place, light, pose. The trigger word <code>{ $trigger }</code> is put in where it is missing.
dataset-caption-now =
    Photo { $number } is trained with this from now on:
    <code>{ $caption }</code>
dataset-looks =
    <blockquote>{ $caption }</blockquote>
    These words say how somebody looks:
    { $found }

    What a caption names, the trigger word does not learn: you would have to write it in every prompt. Better leave it out and say what is different in this photo. Write the caption anew, or keep it:
dataset-looks-line = • { $words } ({ $look })
dataset-look-hair = hair
dataset-look-eyes = eyes
dataset-look-skin = skin
dataset-look-age = age
dataset-look-body = body
dataset-look-origin = origin
dataset-add-ask =
    { $count ->
        [one] Send the photo now: there is room for { $count } more.
       *[other] Send the photos now, as one album if you like: there is room for { $count } more.
    }
dataset-add-done = Done
dataset-added =
    { $count ->
        [one] { $count } photo is in the set now. Send more, or train again.
       *[other] { $count } photos are in the set now. Send more, or train again.
    }
dataset-train-ask =
    { $count ->
        [one] Train <b>{ $name }</b> once more, with { $count } photo and its caption as they are now? The present version goes on drawing until the new one is ready.
       *[other] Train <b>{ $name }</b> once more, with { $count } photos and their captions as they are now? The present version goes on drawing until the new one is ready.
    }
dataset-train-yes = Train again
dataset-earlier = Photos of an earlier model
dataset-earlier-ask = Whose photos shall be copied into the new model? Captions of your own go along.
dataset-earlier-none = There is no model whose photos are still here.
dataset-earlier-model = { $name } · { $count }
dataset-copied =
    { $count ->
        [0] All these photos are in the new model already.
        [one] { $count } photo is copied.
       *[other] { $count } photos are copied.
    }
