# The admin chat. Only admins read it, but for credits-granted.

command-admin = Numbers, people, limits
command-ban = Close the bot for a person
command-unban = Open it again
command-grant = Give a person credits

admin-home = <b>Admin</b>
admin-home-paused = ⏸ New trainings are paused: { $reason }
admin-home-cases =
    { $count ->
        [one] ⚠️ { $count } job is undecided.
       *[other] ⚠️ { $count } jobs are undecided.
    }
admin-go-numbers = Numbers
admin-go-people = People
admin-go-cases = Undecided jobs
admin-go-alerts = Alerts
admin-go-limits = Limits
admin-go-prices = Prices
admin-go-trainers = Trainers
admin-go-pause = Pause trainings
admin-go-broadcast = Broadcasts
admin-go-invite = Invite
admin-back = ‹ Back
admin-refresh = Refresh
admin-confirm-yes = Yes, do it
admin-confirm-no = No
admin-unlimited = no limit

admin-usage-ban =
    <code>/ban</code> id or @name, then a reason if you like, for example:
    <code>/ban 123456789 sells pictures of strangers</code>
admin-usage-unban =
    <code>/unban</code> id or @name, for example:
    <code>/unban 123456789</code>
admin-usage-grant =
    <code>/grant</code> id or @name, and a number of credits, for example:
    <code>/grant @anna 50</code>

admin-numbers = <b>Numbers</b>, { $at } UTC
admin-numbers-people = <b>People:</b> { $all }. Here in the last day { $day }, in 7 days { $week }, in 30 days { $month }
admin-numbers-silent = Unreachable { $unreachable }, want no broadcasts { $opted_out }, banned { $banned }
admin-numbers-models = <b>Models:</b> { $list }
admin-numbers-jobs = <b>Jobs:</b> { $list }
admin-numbers-oldest = The first in the queue waits for { $minutes } min
admin-numbers-trainings = <b>Trainings this month:</b> good { $good }, failed { $failed }, cancelled { $cancelled }, not over yet { $going }
admin-numbers-pictures = <b>Pictures today:</b> { $count }
admin-numbers-money = <b>This month:</b> { $spent } of { $budget }
admin-numbers-messages = <b>Messages:</b> waiting { $waiting }, sent in the last minute { $sent }, pings of unknown fate { $unsure }
admin-numbers-provider = ✅ { $provider } takes jobs
admin-numbers-provider-paused = ⏸ { $provider } takes no jobs ({ $reason })
admin-numbers-process = Version { $version }, this process runs for { $days } d { $hours } h { $minutes } min
admin-numbers-success = <b>Trainings that work out</b> (30 days):
admin-numbers-success-line = { $trainer }: { $percent } % of { $count }
admin-job-queued = in the queue
admin-job-submitting = being sent
admin-job-uncertain = uncertain
admin-job-review = in review
admin-job-running = at work
admin-job-finalising = being fetched
admin-job-validating = in the last checks

admin-people-ask = Whom? Write an id, an @name or a part of the name.
admin-people-none = Nobody is called that. Write another id, @name or part of a name.
admin-people-found = { $count } people. Which one?
admin-person = <b>{ $name }</b> { $username } <code>{ $id }</code>
admin-person-seen = Since { DATETIME($joined, dateStyle: "medium") }, last here { DATETIME($seen, dateStyle: "medium", timeStyle: "short") } UTC, language { $code }
admin-person-access-open = May use the bot
admin-person-access-none = Has no access
admin-person-access-banned = ⛔ Banned
admin-person-access-admin = Admin
admin-person-unreachable = Takes no messages since { DATETIME($since, dateStyle: "medium") }
admin-person-opted-out = Wants no broadcasts
admin-person-has = Models: { $models }, orders at work: { $jobs }
admin-person-trainings = Trainings this month: { $used } of { $limit }
admin-person-pictures = Pictures today: { $used } of { $limit }
admin-person-own = (own limit)
admin-person-credits = Credits: { $count }
admin-person-do-jobs = Orders
admin-person-do-grant = Give credits
admin-person-do-trainings = Trainings a month
admin-person-do-pictures = Pictures a day
admin-person-do-trainings-usual = As everybody
admin-person-do-pictures-usual = As everybody
admin-person-do-ban = Ban
admin-person-do-ban-silently = Without a reason
admin-person-do-unban = Unban
admin-person-ask-ban = Ban { $name }: why? The reason is kept in the audit; the person does not read it.
admin-person-ask-grant = How many credits for { $name }?
admin-person-ask-trainings = How many trainings a month for { $name }? 0 is none.
admin-person-ask-pictures = How many pictures a day for { $name }? 0 is none.
admin-person-jobs = <b>Last orders</b> (UTC)
admin-person-no-jobs = No orders yet.
admin-person-job = { DATETIME($at, dateStyle: "short", timeStyle: "short") } { $what }, { $provider }: { $state }{ $code } <code>{ $id }</code>
admin-kind-training = training
admin-kind-generation =
    { $count ->
        [one] { $count } picture
       *[other] { $count } pictures
    }

admin-cases =
    { $count ->
        [one] <b>{ $count } job</b> of which nobody knows whether the provider took it. The bot goes on looking.
       *[other] <b>{ $count } jobs</b> of which nobody knows whether the provider took them. The bot goes on looking.
    }
admin-cases-none = No job is undecided.
admin-case =
    <b>{ $kind }</b> for { $name } (<code>{ $person }</code>)
    { $provider }, { $endpoint }
    { $state } since { DATETIME($since, dateStyle: "medium", timeStyle: "short") } UTC; undecided, it stays so until { DATETIME($until, dateStyle: "medium", timeStyle: "short") } UTC
    Job <code>{ $job }</code>

    Look at the provider whether it is there. If it is, give me its id; if it is not, mark it as failed.
admin-case-link = Open the provider’s page
admin-case-do-adopt = This is its call …
admin-case-do-fail = It failed
admin-case-do-fail-yes = Yes, it failed
admin-case-do-cancel = Cancel it
admin-case-do-cancel-yes = Yes, cancel it
admin-case-ask-ref = Which call is it? Send me the provider’s id of it. I ask the provider before anything changes.
admin-case-adopted = It is found and goes on.
admin-case-sure-fail = Mark { $name }’s job as failed? The credits go back. Should the call turn up later, it is stopped and you are told.
admin-case-sure-cancel = Cancel { $name }’s job? The credits go back.
admin-case-failed = Marked as failed.
admin-case-cancelled = It is cancelled.

admin-limits = <b>Limits.</b> They count at once, for all replicas.
admin-limit-monthly_usd = Budget a month
admin-limit-alert_usd = Budget warning at
admin-limit-max_training_usd = One training at most
admin-limit-trainings_per_month = Trainings a month per person
admin-limit-pictures_per_day = Pictures a day per person
admin-limit-line = { $name }: <b>{ $value }</b>
admin-limit-line-chosen = { $name }: <b>{ $value }</b> (setting: { $setting })
admin-limit-ask-usd = Write the new value in USD, for example 150 or 99.50.
admin-limit-ask-count = Write the new number. 0 is none.
admin-usual-setting = Back to the setting
admin-usual-price = Back to the usual price
admin-after-usual = what stands without your choice

admin-prices-whose = Whose prices?
admin-prices = <b>Prices of one unit</b>: a training step, a megapixel, a picture or a second. ✏️ was set here.
admin-price-line = { $endpoint }: { $value }
admin-price-line-chosen = ✏️ { $endpoint }: { $value }
admin-price-ask =
    <b>{ $endpoint }</b>
    One unit costs { $value }. Without your choice: { $otherwise }; in the table: { $listed }.

    Write the new price in USD, for example 0.0024.
admin-no-price = unknown

admin-trainers = <b>Trainers.</b> One that is off takes no new orders; what is ordered goes on.
admin-trainer-line-on = ✅ { $name } ({ $provider })
admin-trainer-line-off = ⏸ { $name } ({ $provider })
admin-trainer-off = Switch off: { $name }
admin-trainer-on = Switch on: { $name }

admin-pause-ask = Pause new trainings? What is ordered goes on. Write why: people who want to train will read it.
admin-pause-silently = Pause without a reason
admin-paused = New trainings are paused since { DATETIME($since, dateStyle: "medium", timeStyle: "short") } UTC: { $reason }
admin-resume = Let trainings go on

admin-alerts = <b>Last alerts</b> (UTC)
admin-alerts-none = No alerts.
admin-alert = { DATETIME($at, dateStyle: "short", timeStyle: "short") } { $what }
admin-paused-provider = ⏸ { $provider } takes no jobs ({ $reason }) since { $since }, next try at { $next } UTC
admin-try = Try { $provider } now
admin-tried =
    { $count ->
        [0] Nothing waits there. The next order tries it.
        [one] { $count } order waits there; one call is tried now.
       *[other] { $count } orders wait there; one call is tried now.
    }

admin-sure-limit = <b>{ $name }</b>: from { $before } to <b>{ $after }</b>?
admin-sure-price = <b>{ $name }</b>: one unit from { $before } to <b>{ $after }</b> USD?
admin-sure-grant =
    { $amount ->
        [one] Give <b>{ $amount } credit</b> to { $person }?
       *[other] Give <b>{ $amount } credits</b> to { $person }?
    }
admin-sure-ban =
    Ban <b>{ $person }</b>?
    What no provider has yet is cancelled; what one may have is asked to stop. Credits of what does not come go back.
admin-done-limit = Done. <b>{ $name }</b>: from { $before } to <b>{ $after }</b>.
admin-done-price = Done. <b>{ $name }</b>: from { $before } to <b>{ $after }</b> USD.
admin-done-grant =
    { $amount ->
        [one] { $person } has { $amount } credit more and is told so.
       *[other] { $person } has { $amount } credits more and is told so.
    }
admin-done-ban = { $person } is banned. Orders stopped: { $stopped }.
admin-ban-reason = Reason: { $reason }

credits-granted =
    { $count ->
        [one] You have been given { $count } credit.
       *[other] You have been given { $count } credits.
    }

error-person-unknown = I do not know this person: nobody with this id or @name has written to the bot.
error-ban-admin = An admin cannot be banned. Take the id out of ADMIN_IDS first.
error-reason-too-long = This reason is too long. Up to { $limit } characters are fine.
error-usd-bad = This is an amount in USD from 0 to { $max }, for example 150 or 99.50.
error-price-bad = This is a price in USD above 0, for example 0.0024.
error-price-unbelievable = That is 20 times above or below the table’s price of { $listed } USD, so it looks like another unit. Please check it.
error-choice-changed = Somebody has changed this meanwhile. Please look at it again.
