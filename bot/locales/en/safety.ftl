# Reports: who makes one, and what admins do about it.

command-report = Report a picture or a model

report-what = What is wrong? You can report anything that this bot made or should not have.
report-picture = What is wrong with this picture?
report-reason-me = It shows me without my consent
report-reason-minor = It shows a minor
report-reason-sexual = It is sexual
report-reason-other = Something else
report-words = Please describe it in one message: what it shows, where you saw it, who you are in it. An admin reads it.
report-picture-words = If you like, say in one message what is wrong. An admin reads it and can see the picture.
report-send = Send without words
report-leave = Cancel
report-left = Nothing was reported.
report-sent = Thank you. An admin looks at it within { $hours } hours, and I write to you what came of it.

report-outcome-kept = An admin has looked at what you reported: it breaks no rule here and stays. If you see it otherwise, /report and say more.
report-outcome-removed = Thank you: what you reported was removed.
report-outcome-picture-removed = One of your pictures was reported, and an admin has removed it for good. Please delete it from this chat, too. If you think this is a mistake: /report
report-outcome-model-removed = One of your models was reported, and an admin has removed it with everything of it. If you think this is a mistake: /report

pictures-button-report = Report
pictures-button-report-one = Report { $number }

admin-go-reports = Reports
admin-home-reports =
    { $count ->
        [one] 🚩 { $count } report waits.
       *[other] 🚩 { $count } reports wait.
    }
admin-reports = <b>Reports</b>
admin-reports-none = <b>Reports</b>: nothing waits.
admin-report = <b>Report:</b> { $reason }
admin-report-left =
    { $hours ->
        [0] less than an hour left
        [one] { $hours } hour left
       *[other] { $hours } hours left
    }
admin-report-late =
    { $hours ->
        [one] ⚠️ overdue for { $hours } hour
       *[other] ⚠️ overdue for { $hours } hours
    }
admin-report-from = From <code>{ $id }</code>
admin-report-model = Model { $name } of <code>{ $owner }</code>
admin-report-picture-gone = The picture is not here any more.
admin-report-words = “{ $words }”
admin-report-do-look = See the picture
admin-report-do-keep = It may stay
admin-report-do-done = Dealt with
admin-report-do-picture = Remove the picture
admin-report-do-picture-yes = Yes, remove the picture
admin-report-do-model = Remove the model
admin-report-do-model-yes = Yes, remove the model
admin-report-sure-picture = The picture is erased for good, and its owner is told. Remove it?
admin-report-sure-model = The model, its photos and all its pictures are erased for good, here and at the providers, and its owner is told. Remove it?
admin-report-decided = Decided; those concerned are told.

alert-report-new =
    🚩 Somebody has reported something: { $reason ->
        [me] shown without consent
        [minor] a minor
        [sexual] sexual
       *[other] something else
    }. It waits up to { $hours } hours: /admin, Reports.
alert-report-late = 🚩 A report is overdue: /admin, Reports.
