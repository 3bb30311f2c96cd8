training-title = { $name }
training-stage-queued = Waiting for its turn.
training-stage-preparing = Preparing your photos
training-stage-caching = Reading your photos
training-stage-training = Training
training-stage-validating = Trained. I am drawing three proof pictures.
training-stage-completed = Ready.
training-stage-checking = Still checking how it went; your order is safe and nothing counts twice.
training-review =
    I could not find out whether the provider took this training. { $price ->
        [0] It does not count against your trainings.
       *[other] Your credits are back, and it does not count against your trainings.
    }
    Somebody is looking into it. If it comes after all, you get it for free. You can also train again right away.
training-stage-failed = It did not work.
training-stage-cancelled = Cancelled.
training-stopping = Cancelling: I asked the provider and wait for the answer.
training-held = We are sorting something out with the provider. Your order is kept and goes on by itself.
training-place =
    { $place ->
        [1] You are next.
       *[other] Place in the queue: { $place }
    }
training-step = Step { $step } of { $total }
training-left = About { $minutes } min left
training-cancel = Cancel
training-cancel-ask-unpaid = Cancel the training of { $name }? It has not begun, so nothing is lost.
training-cancel-ask = Cancel the training of “{ $name }”? The provider has taken it: it counts as one of this month, and the service may have to pay for it. If the result comes first, you get it.
training-cancel-ask-review = Wait no longer for the training of “{ $name }”? Nothing is lost by that, but if it does come later, you do not get it.
training-cancel-no = No, go on
training-cancel-yes = Yes, cancel
training-cancel-asked = I asked the provider to stop. The card says when it has.
training-cancel-done = Cancelled.
training-goes-on = Good, it goes on.
training-try-again = Try again
training-start-again = Start again
training-done =
    <b>{ $name } is ready.</b>
    Trigger word: <code>{ $trigger }</code>. I put it into every prompt for you.
training-done-proofs = Here come the proof pictures.
training-done-no-proofs = The proof pictures did not work out, but the model is fine. Try it:
training-failed = <b>{ $name } could not be trained.</b>
training-not-counted = It does not count against your trainings, and your photos are kept for now.
training-cancelled = The training of { $name } is cancelled.
job-review =
    <b>{ $name }: I do not know yet whether it is being trained.</b>
    The provider did not tell me whether it took the training. { $price ->
        [0] It does not count against your trainings.
       *[other] Your credits are back, and it does not count against your trainings.
    } Somebody is looking into it for up to a day; if it comes after all, you get it for free.
job-held = Your order waits: we have to sort something out with the provider first. It is kept and goes on by itself; you need not do anything.

job-moved = Training { $name } did not work out at { $before }, so it goes on at { $after }. Nothing was charged twice, and you need not do anything.
job-moved-terms = Trainer: { $trainer }. It takes about { $minutes } min and costs this service about { $usd }.
job-moved-card = It did not work out at { $before }, so it goes to { $after }.
job-second-attempt = It broke at the provider. This is the second and last attempt.
card-moved = This card has moved below.

status-nothing = Nothing is running right now.

proofs-ask-character = Three pictures with { $name }. Is this the person?
proofs-ask-style = Three pictures in the style { $name }. Did it come out well?
proofs-ask-product = Three pictures with { $name }. Did it come out well?
proofs-missing =
    { $missing ->
        [one] One of the three did not work out.
       *[other] { $missing } of the three did not work out.
    }
proofs-kept = Or pick what to draw. I keep these pictures for { $days } days, unless you save them.
proofs-good = Good
proofs-not-me = Not me
proofs-not-it = Not like it
proofs-save = Save these
proofs-saved = Saved: they stay until you delete the model.
proofs-thanks = Good to hear! Pick one, or write what you want to see with <b>{ $name }</b>.
proofs-retry-ask-character =
    Thank you for telling me. I can train it once more for free, with the same photos: every training turns out a little different.

    Better photos help more: 10 to 15 sharp ones, close-ups first, one person, no filters. With new photos: /create
proofs-retry-ask-style =
    Thank you for telling me. I can train it once more for free, with the same photos: every training turns out a little different.

    Better pictures help more: 10 to 15 large ones in one style, of many different subjects. With new photos: /create
proofs-retry-ask-product =
    Thank you for telling me. I can train it once more for free, with the same photos: every training turns out a little different.

    Better photos help more: 10 to 15 sharp ones of the very same thing, from all sides, on different backgrounds. With new photos: /create
proofs-again = Train once more, free
proofs-leave = No, thanks
proofs-again-begun = Training has begun again. It is free and does not count.
proofs-advice-character = What helps most are better photos: 10 to 15 sharp ones, close-ups first, one person, different light, no filters. A new model: /create
proofs-advice-style = What helps most are better pictures: 10 to 15 large ones in one style, of many different subjects, nothing else among them. A new model: /create
proofs-advice-product = What helps most are better photos: 10 to 15 sharp ones of the very same thing, from all sides, on different backgrounds. A new model: /create
