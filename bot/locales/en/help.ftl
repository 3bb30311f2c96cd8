help-how =
    <b>How it works</b>
    1. /create: say what it is, give it a name, send photos.
    2. I train a model. It takes about ten minutes, and I write when it is ready.
    3. Write what you want to see. I put the trigger word in by myself.
    4. Under every picture: again, the same seed with other words, more like this, as file.
    5. /models is your library, /status shows what is running, /privacy says what happens to your photos, /mydata shows, gives and deletes what I hold, /news switches news on and off.
    6. /several makes models of several people in one go. /report is for what must not be here.
help-photos =
    <b>Photos that work</b>
    • { $best } to { $most } photos, at least { $least }. One person only, nobody else in the frame.
    • Sharp and varied: different days, places, light, clothes and expressions.
    • Close-ups first, then half-length, then a few full-length ones.
    • Nothing in front of the face: no sunglasses, hats, masks or hands. No filters.
    • One period of life: no mix of very different years or haircuts.
    • Send full-length shots as files, so that the face stays sharp: JPEG, PNG, WEBP or HEIC up to { $megabytes } MB.

    A style: pictures of one hand, many subjects. A thing: all its sides, different backgrounds.
