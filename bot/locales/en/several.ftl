several-button = Several people
several-single = Just one model
several-back = Photos and people
several-begin =
    <b>Several people in one go.</b> Send one album per person, and write the name as its caption: <i>Anna</i>, or <i>Anna, woman</i>. Each becomes a model of their own.

    { $min } to { $max } photos each, best { $best_min } to { $best_max }, nobody else in them. Up to { $people } people, all of them adults who agreed to it.
several-other-draft = You have begun a single model. Finish it or discard it first, then send /several.
several-title =
    { $count ->
        [one] <b>1 person</b>
       *[other] <b>{ $count } people</b>
    }
several-unknown = <b>Who is this?</b>
several-nameless = Number { $number }
several-named = { $name }
several-is = { $name } ({ $word })
several-photos =
    { $count ->
        [0] no photo yet
        [one] 1 photo
       *[other] { $count } photos
    }
several-photos-of =
    { $all ->
        [one] 1 photo, { $count } of them usable
       *[other] { $all } photos, { $count } of them usable
    }
several-left-out = No. { $numbers }: { $reason }
several-missing =
    { $count ->
        [one] 1 more photo is needed, or I leave this person out.
       *[other] { $count } more photos are needed, or I leave this person out.
    }
several-photos-more = More photos of somebody: send them with the same name as caption. Tap Done when these are all.
several-nobody-ready = Nobody has { $min } usable photos yet. Please send more, with the name as caption.
several-name-ask =
    { $count ->
        [one] Number { $place } has 1 photo and no name. Who is it? Write the name.
       *[other] Number { $place } has { $count } photos and no name. Who is it? Write the name.
    }
several-name-or-same = If you have sent this person already, tap them.
several-class-ask = Who is { $name }?
several-out = Leave a person out
several-out-this = Leave this one out
several-out-ask = Whom shall I leave out? The photos go with them.
several-out-said = Left out.
several-confirm =
    { $count ->
        [one] <b>I will train 1 model:</b>
       *[other] <b>I will train { $count } models:</b>
    }
several-not-now = <b>Not this time:</b>
several-renamed = You have a model of that name, so it is called { $name }.
several-few =
    { $count ->
        [0] no usable photo, at least { $min } are needed
        [one] 1 usable photo, at least { $min } are needed
       *[other] { $count } usable photos, at least { $min } are needed
    }
several-no-quota = your trainings of this month are used up
several-no-credits = your credits do not suffice
several-trainer = Training: { $trainer }, { $quality }, about { $minutes } min each
several-price =
    { $credits ->
        [one] Price: 1 credit
       *[other] Price: { $credits } credits
    } in all, { $each } each. You have { $balance }.
several-free = Free for you: { $left } of { $limit } trainings left this month. It costs this service about { $total } in all, { $usd } each.
several-triggers = Each model gets a trigger word of its own.
several-train =
    { $count ->
        [one] Train 1 model
       *[other] Train { $count } models
    }
several-ordered =
    { $count ->
        [one] The training has begun. I keep you posted below.
       *[other] { $count } trainings have begun. I keep you posted about each below.
    }
several-waiting =
    { $count ->
        [one] Left out so far: { $names }. I keep the photos for 7 days: /create goes on.
       *[other] Left out so far: { $names }. I keep their photos for 7 days: /create goes on.
    }
error-people-too-many = This is one person too many: { $max } go in one go. Please send the others afterwards.
