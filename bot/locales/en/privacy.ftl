privacy-page =
    <b>Your photos and your data</b>

    <b>What I keep:</b> your Telegram name and language, your photos, your models, your prompts and your pictures. Files are encrypted on this bot’s own storage. Location and camera data are removed from photos when they arrive.
    <b>How long:</b> photos as long as you chose. Prompts, their translations and pictures until you delete the model; so that nothing is translated twice, translations are also kept for 30 days after their last use. Proof pictures 30 days unless you save them. A deleted model, its prompts, its pictures and its photos are erased 24 hours later.
    <b>News</b> from those who run this bot: /news switches them off. Whether one reached you is kept for 90 days.
privacy-providers = <b>Who gets it:</b> training and drawing are done by { $providers }. Photos, models, prompts and pictures you start from go there for that work only, and only where you have agreed; the provider that trained a model may go on drawing with it. Prompts in other languages are put into English there by a language model. Apart from Telegram and those named here, nobody gets anything.
privacy-nobody = <b>Who gets it:</b> apart from Telegram, nobody. Training and drawing are not set up here at present.
privacy-at-fal = <b>fal.ai:</b> its links and files expire after a week at the latest. It keeps a record of each order, with the prompt, for 30 days. Its language model is Google’s, reached through OpenRouter.
privacy-at-replicate = <b>Replicate:</b> photos that were sent there are removed when the training is over, prompts and pictures an hour after the order. It keeps the trained model, closed to others; what you delete here is erased there as well, after those 24 hours and within a few hours more. What a failed training leaves there goes a day later. Its language model runs at Replicate itself.
privacy-kept = <b>Still kept:</b> models of yours are at { $providers }, where nothing new is sent. What you delete here is erased there as well, as soon as that provider can be reached.
privacy-delete = <b>How to delete:</b> one model in /models, open it, Delete. Everything, or everything in one file: /mydata.
privacy-no-consent = You have given no consent at present, so no photos can be sent in. I ask before the first one.
privacy-consent = You agreed on { DATETIME($at, dateStyle: "long") }: photos are kept { $choice }.
privacy-retention-until-trained = until the model is trained
privacy-retention-days-30 = for 30 days after the training
privacy-retention-until-deleted = until you delete the model
privacy-button-ask = Withdraw consent
privacy-button-keep = Keep it
privacy-button-withdraw = Yes, withdraw
privacy-sure = Withdraw your consent? All your training photos are then erased and cannot be brought back. Trained models stay until you delete them.
privacy-withdrawn = Your consent is withdrawn. Your training photos are being erased. Models stay in /models until you delete them.

invite-link =
    Here is a link for { $uses ->
        [one] { $uses } person
       *[other] { $uses } people
    }, good for { $days ->
        [one] { $days } day
       *[other] { $days } days
    }:
    { $link }
