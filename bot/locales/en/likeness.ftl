# Faces that are compared, where the person has agreed to it.

likeness-figures = Alike by the face: { $figures }.
likeness-no-face = no face seen
likeness-few =
    { $passed ->
        [0] To me none of them looks like the person on your photos.
       *[other] To me only { $passed } of { $seen } looks like the person on your photos.
    }
likeness-offer = I can train it once more for free, { $change }.
likeness-retry-ask =
    Thank you for telling me. I can train it once more for free, { $change }.

    With new photos: /create
likeness-again-begun = Training has begun again, { $change }. It is free and does not count.
likeness-change-photos =
    { $count ->
        [one] without photo { $numbers }
       *[other] without photos { $numbers }
    }
likeness-change-steps = with { $after } steps instead of { $before }
likeness-odd =
    { $count ->
        [one] Photo { $numbers } may show somebody else: look at it, and remove it if so.
       *[other] Photos { $numbers } may show somebody else: look at them, and remove them if so.
    }
