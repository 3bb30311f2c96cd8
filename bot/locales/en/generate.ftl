# Writing a prompt, the card before drawing, the status of an order, and delivered pictures.

generate-ask =
    What shall <b>{ $model }</b> look like in the picture? Just write it: a place, light, what is going on.

    Shape { $aspect }, { $count ->
        [one] { $count } picture
       *[other] { $count } pictures
    } at a time.
generate-card =
    <b>{ $model }</b>: “{ $prompt }”

    Shape { $aspect }, { $count ->
        [one] { $count } picture
       *[other] { $count } pictures
    }. To change the words, just write them again.
generate-price =
    { $credits ->
        [one] Price: { $credits } credit
       *[other] Price: { $credits } credits
    }. You have { $balance }.
generate-left =
    { $left ->
        [0] Today’s pictures are used up.
        [one] { $left } picture is left today.
       *[other] { $left } pictures are left today.
    }
generate-no-model = There is no model to draw with yet. Create one from a few photos, then write what you want to see.
generate-still-training = <b>{ $model }</b> is still training ({ $percent } %). I will write as soon as it can draw.
generate-none-worked = None of your models is ready. Try one again under “My models”, or create a fresh one.
error-no-ready-model = None of your models is ready to draw. See /models

generate-choose-models = Which model shall draw?
generate-choose-aspects = Which shape?
generate-choose-ideas = Tap one and it is drawn at once.
generate-shape-square = 1:1 square
generate-shape-portrait = 3:4 portrait
generate-shape-landscape = 4:3 landscape
generate-shape-tall = 9:16 phone
generate-shape-wide = 16:9 wide

generate-button-draw = Draw
generate-button-models = Model: { $model }
generate-button-aspects = Shape { $aspect }
generate-button-ideas = Show me ideas
generate-button-settings = Settings
generate-button-usual = As usual
generate-button-back = Back
generate-button-cancel = Cancel
generate-button-stop = Cancel

generate-begun = Drawing…
generate-stopping = Stopping it.
generate-cancelled = Nothing was drawn. Write any time, and I will.

generation-card = <b>{ $model }</b>: “{ $prompt }”
generation-state-queued =
    { $place ->
        [0] In the queue.
        [1] Next in the queue.
       *[other] Number { $place } in the queue.
    }
generation-state-drawing = Drawing…
generation-state-fetching = Drawn. Fetching the result…
generation-state-checking = Still checking what became of it; your order is safe and nothing counts twice.
generation-state-held = The provider does not take orders right now. We are sorting it out; yours is kept and goes on by itself.
generation-state-stopping = Stopping…
generation-state-completed =
    { $count ->
        [one] Done: { $count } picture.
       *[other] Done: { $count } pictures.
    }
generation-state-failed = Not drawn. { $reason }
generation-state-cancelled = Cancelled. It does not count.
generation-button-retry = Try again
generation-failed =
    <b>{ $model }</b> could not draw this time. { $reason }

prompt-in-english = In English: “{ $english }”
prompt-not-translated = This could not be translated into English and was sent as you wrote it.
pictures-caption = “{ $prompt }” · { $model } · seed { $seed }
pictures-control =
    { $count ->
        [one] Here it is.
       *[other] Here are your { $count } pictures.
    } What next?
pictures-held-back =
    { $blocked ->
        [one] { $blocked } of { $count } was
       *[other] { $blocked } of { $count } were
    } held back by the safety filter and not counted.
pictures-button-again = Again
pictures-button-same-seed = Same seed, other words
pictures-button-like = More like this
pictures-button-file = As file
pictures-button-not-me = Not me
pictures-button-not-it = Not like it
pictures-ask-words =
    Write the new words. The seed stays { $seed }, so the picture changes only where the words do.

    Last time: <i>{ $prompt }</i>
pictures-not-me-noted = Thanks, noted. A closer shot often helps: try “close-up portrait”. If it keeps happening, train again with more varied, sharper photos.
pictures-not-it-noted = Thanks, noted. Simpler words often help. If it keeps happening, train again with more varied pictures.

step-leave = Cancel
step-left = Fine, it stays as it was.
