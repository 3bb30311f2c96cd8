# Broadcasts. Only admins read it.

command-broadcast = Write to everybody

broadcast-list = <b>Broadcasts</b>
broadcast-list-empty =
    <b>Broadcasts</b>
    There are none yet.
broadcast-new = New broadcast
broadcast-row-draft = Draft · { DATETIME($at, dateStyle: "medium") }
broadcast-row =
    { $state ->
        [scheduled] Waits
        [running] Is being sent
        [paused] Paused
        [stopped] Stopped
        [done] Sent
        [removing] Is being taken back
       *[other] Taken back
    } · { DATETIME($at, dateStyle: "medium") } · { $count }
broadcast-show = Show it

broadcast-title = Broadcast
broadcast-state =
    { $state ->
        [scheduled] Waits for its time: { DATETIME($start, dateStyle: "medium", timeStyle: "short") } UTC
        [running] Is being sent
        [paused] Paused
        [stopped] Stopped
        [done] Sent to everybody
        [removing] Is being taken back
        [removed] Taken back
       *[other] Not confirmed yet
    }
broadcast-fault = It paused by itself: { $reason }
broadcast-counts =
    Sent: { $sent } of { $expected }
    Blocked the bot: { $blocked }
    Failed: { $failed }
    May have arrived: { $unknown }
broadcast-removed = Taken back: { $removed }
broadcast-rate = { $rate } a second
broadcast-left =
    { $minutes ->
        [0] Less than a minute left
        [one] About one minute left
       *[other] About { $minutes } minutes left
    }
broadcast-one-at-a-time = It is sent by itself, after any other broadcast that is being sent then: they go one at a time.
broadcast-nobody-has-it = Nobody has got it.
broadcast-people-left = Left: { $count }

broadcast-do-pause = Pause
broadcast-do-resume = Go on
broadcast-do-ask-stop = Stop
broadcast-do-ask-remove = Delete everywhere
broadcast-do-ask-discard = Discard
broadcast-do-refresh = Refresh
broadcast-do-leave = No

broadcast-sure-discard = Discard this draft? Your messages stay in this chat.
broadcast-sure-stop = Stop this broadcast? Whoever has it keeps it, nobody else gets it, and it cannot go on later. To go on later, use Pause.
broadcast-sure-remove =
    Delete this broadcast everywhere? It stops and goes from { $count ->
        [one] the chat of { $count } person
       *[other] the chats of { $count } people
    }. Telegram lets me delete messages for 48 hours after they were sent.
broadcast-yes-discard = Yes, discard it
broadcast-yes-stop = Yes, stop it
broadcast-yes-remove = Yes, delete it
broadcast-did-discard = The draft is gone.
broadcast-did-stop = It is stopped. What is on its way still arrives.
broadcast-did-remove = It is being deleted from the chats.
broadcast-let-be = Fine, nothing has changed.

broadcast-ask-en =
    Send me the message or album in <b>English</b>, just as people should get it: text with its formatting, photos, a video, a file.

    People who use the bot in Russian get it too, unless you add a Russian one.
broadcast-ask-ru =
    Send me the message or album in <b>Russian</b>, just as people should get it: text with its formatting, photos, a video, a file.

    People who use the bot in English get it too, unless you add an English one.
broadcast-ask-other = Send me the message or album that takes the place of this one.
broadcast-words-en = It is in English
broadcast-words-ru = It is in Russian
broadcast-add-en = + English
broadcast-add-ru = + Russian
broadcast-edit-en = Change English
broadcast-edit-ru = Change Russian
broadcast-do-drop = Without this one
broadcast-no-en = English: none, they get the Russian one
broadcast-no-ru = Russian: none, they get the English one
broadcast-has-en =
    { $count ->
        [one] English: a message
       *[other] English: an album of { $count }
    }
broadcast-has-ru =
    { $count ->
        [one] Russian: a message
       *[other] Russian: an album of { $count }
    }

broadcast-to = To: { $segment }
broadcast-receivers =
    { $count ->
        [one] { $count } person gets it
       *[other] { $count } people get it
    }
broadcast-everybody = everybody
broadcast-segment-en = with English
broadcast-segment-ru = with Russian
broadcast-segment-days =
    { $days ->
        [one] here in the last day
       *[other] here in the last { $days } days
    }
broadcast-segment-ready = with a model
broadcast-segment-never = never ordered a training
broadcast-do-segment = Receivers
broadcast-ask-segment = Who should get it? Choose from every row what you need; whoever fits all of it gets it. Whoever has switched news off, is banned or has blocked the bot gets nothing.
broadcast-pick-all = Everybody
broadcast-pick-en = English
broadcast-pick-ru = Russian
broadcast-pick-7 = 7 days
broadcast-pick-30 = 30 days
broadcast-pick-90 = 90 days
broadcast-pick-ready = Have a model
broadcast-pick-never = Never trained

broadcast-is-loud = With sound
broadcast-is-silent = Without sound
broadcast-sound-on = 🔔 With sound
broadcast-sound-off = 🔕 Without sound
broadcast-do-start = When
broadcast-ask-start =
    When should it begin? Choose, or write date and time in UTC, for example <code>{ $example }</code>.
    It is { DATETIME($now, dateStyle: "medium", timeStyle: "short") } UTC.
broadcast-begins-at-once = Begins: as soon as you confirm
broadcast-begins-at = Begins: { DATETIME($start, dateStyle: "medium", timeStyle: "short") } UTC
broadcast-at-now = As soon as I confirm
broadcast-at-hour = In an hour
broadcast-at-tomorrow = Tomorrow, 10:00 UTC

broadcast-do-preview = Preview
broadcast-preview-en = English:
broadcast-preview-ru = Russian:
broadcast-do-confirm = Send…
broadcast-do-try = Send to me first
broadcast-ask-number =
    { $count ->
        [one] <b>{ $count } person gets it.</b>
       *[other] <b>{ $count } people get it.</b>
    } To confirm, write this number.
