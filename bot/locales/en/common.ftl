language-name = English
language-ask = Which language shall we speak?
language-chosen = Fine, English it is.

start-welcome =
    Hi, { $name }! I train a model of a person, a style or a thing from your photos, and then draw it anywhere you like.

    Send 10 to 15 photos to begin, or write /help for a short photo guide.

not-understood =
    I did not get that one. Send photos to make a model, or write /help to see what I can do.

bot-description =
    Send a few photos, get a trigger word, train your own model and generate pictures with it.
bot-short-description = Your own picture models, from a few photos.

command-start = Begin
command-create = Make a model
command-generate = Generate pictures
command-models = Your models
command-status = What is running
command-jobs = Your history
command-cancel = Stop what we are doing
command-help = Help and photo guide
command-privacy = Your photos and your data
command-mydata = See, take along or delete what I hold
command-invite = Invite people
command-language = Change the language

alert-other =
    <b>{ $code }</b>
    { $details }
alert-provider-missing =
    <b>No training provider yet.</b>
    Neither FAL_KEY nor REPLICATE_API_TOKEN is set, so nobody can train or generate. Get a key from fal.ai or replicate.com, put it into .env under that name and start the bot again. Everything else works meanwhile.
alert-provider-paused =
    <b>{ $provider } does not take our jobs</b> ({ $reason }).
    No credit: top the account up. Wrong key: mend the setting and restart. Waiting jobs go on by themselves afterwards.
alert-budget-alert =
    <b>Budget warning.</b> { $spent } USD of this month are spent or reserved; the warning line is { $alert } USD. The month ends at { $until }.
alert-price-doubted =
    <b>{ $provider } tells prices that cannot be right.</b>
    They are not used; the price in parentheses stays (USD for one unit):
    { $prices }
    Compare with the provider’s price page; a unit is a training step, a megapixel, a picture or a second. If our price is out of date, put the right one into .env as PRICES and start the bot again.
alert-models-kept =
    <b>{ $provider } still keeps models that should be gone.</b>
    { $reason ->
        [no-key] Its key is not set, so I cannot ask. Set the key again, or delete the models there by hand.
        [provider-key] It does not take our key. Mend the key, or delete the models there by hand.
        [provider-account] They are in another account than our key’s. Put that account’s key back, or delete the models there by hand.
        [provider-unreachable] It does not answer. Look whether the account still works, or delete the models there by hand.
        [slow] It was asked and has not finished. Look there, and delete the models by hand if need be.
       *[other] It refuses ({ $reason }). Look there why, and delete the models by hand if need be.
    }
    Number of models: { $count }, the first since { $since }. I ask again every hour.
    { $names }
alert-webhook-mismatch =
    <b>A webhook named another call than ours.</b>
    Job { $job_id } at { $provider }. Nothing was changed. If this comes again, make a new provider key.
alert-duplicate-call =
    <b>A call we had given up was running after all.</b>
    Job { $job_id } at { $provider }, call { $ref }. We asked the provider to stop it; look whether it was billed.
alert-cancel-unconfirmed =
    <b>The provider did not confirm a cancellation.</b>
    Job { $job_id } at { $provider }, call { $ref }. Look there whether it still runs.
alert-job-review =
    <b>Nobody knows whether a training was taken.</b>
    Job { $job_id } at { $provider }: { $link }
    The person has the credits back. I look on for { $hours } hours. If you find the call there, by its time and its input, adopt it in /admin under its id; if you are sure that there is none, mark the job as failed.
alert-orphan-calls =
    <b>{ $provider } lists calls that I did not make: { $count }.</b>
    { $calls }
    Somebody else uses the key, or a call was lost with its row. Nothing was stopped. If nobody of yours made them, change the key.
alert-job-overdue =
    <b>A job is overdue.</b>
    Job { $job_id } is in state { $state } and nobody looks at it.
