# One's own data: looking, taking along, deciding, deleting.

mydata-title = <b>What I hold about you</b>
mydata-profile = Your name and language from Telegram, and what you chose here.
mydata-photos = Photos: { $photos } ({ $megabytes } MB), with { $captions } captions of your own
mydata-models = Models: { $models }; weights of { $versions } trainings ({ $megabytes } MB)
mydata-pictures = Pictures: { $pictures }; prompts: { $prompts }
mydata-credits = Credits: { $credits }; reports from you: { $reports }
mydata-agreed = You agreed to version { $version } of the agreement on { DATETIME($at, dateStyle: "long") }. Photos may go to: { $providers }. They are kept { $choice }.
mydata-faces-yes = Faces may be compared, to find photos of somebody else and to check the results. Nothing of that is stored but the result.
mydata-faces-no = Faces are not compared.
mydata-no-consent = You have given no consent at present, so no photos can be sent in.
mydata-button-open = My data
mydata-button-show = ‹ Back, keep everything
mydata-button-export = Everything in one file
mydata-button-periods = How long photos stay
mydata-button-faces-on = Allow comparing faces
mydata-button-faces-off = Stop comparing faces
mydata-button-erase = Delete everything…
mydata-button-sure = Go on deleting…
mydata-button-now = Yes, delete everything now
mydata-periods = How long shall I keep training photos? This holds for models you order from now on; photos of earlier models keep their day.
mydata-period-until-trained = Until the model is trained
mydata-period-days-30 = 30 days after the training
mydata-period-until-deleted = Until I delete the model
mydata-export-begun = I am putting everything into one file. With many models that takes some minutes. I will write to you when it is there.
mydata-export-coming = The file is on its way. I will write to you in a moment.
mydata-erase =
    <b>Delete everything?</b>

    What goes, here and at the providers: your photos and captions, all models with their weights, all pictures and prompts, your consents, your history. Running orders are stopped. Credits you still have are lost, and so is your access if you came with an invite.

    What stays: the pictures and messages in this chat (you can delete them yourself), and for this month only a number without your name, so that a quota cannot be begun anew.

    What goes by itself and later: files at fal.ai within a week and records of orders there within 30 days, and copies in backups when their time is over. The last message says when.

    You may take everything along first.
mydata-sure = <b>Really everything?</b> Nobody can bring it back afterwards, and it cannot be stopped halfway.
mydata-erasing = Everything about you is being deleted, here and at the providers. That takes some minutes, longer if an order has to be stopped first. I will tell you when it is done.

export-link =
    Here is everything I hold about you: <a href="{ $link }">my-data.zip</a> ({ $megabytes } MB)

    The link works until { DATETIME($until, dateStyle: "long", timeStyle: "short") } UTC; then the file is deleted. Whoever has the link can open it: please keep it to yourself.
export-file = Here is everything I hold about you. My own copy of this file is deleted within a day.
export-no-address = Your file is ready, but with { $megabytes } MB it is too large for a chat, and this bot has no public address for a link. Please ask those who run this bot: with PUBLIC_URL set, /mydata gives you a link.
export-too-large = Your data is more than { $gigabytes } GB and does not fit into one file. Please delete models you no longer need in /models, or download their pictures first; then try again in /mydata.

erased-done = <b>Everything about you is deleted.</b>
erased-counts = Photos: { $photos }; models: { $models }; pictures: { $pictures }.
erased-orders = Orders stopped: { $count }.
erased-credits = Credits lost: { $count }.
erased-stays = What stays:
erased-stays-chat = • Pictures and messages in this chat. You can delete the chat yourself.
erased-stays-quota = • Until the end of the month, what you have used of your quota, without your name.
erased-stays-fal = • At fal.ai, files for up to a week and records of orders for up to 30 days. They go by themselves.
erased-stays-kept = • Models at { $providers }, which could not be reached. I keep asking until they are gone.
erased-stays-backups =
    • Backups of the database, for { $days ->
        [one] { $days } day
       *[other] up to { $days } days
    }. Photos and pictures leave the backups within a day.
