"""Words that tell of children or make somebody younger, in English, Russian and Russian in Latin letters;
`services.safety.patterns` says how to read them. Pure data."""

ALWAYS = """
lolicon*, shotacon*, lolicom, toddlercon*, jailbait, jail bait, pedo, pedos, paedo, pedophil*, paedophil*, pedofil*,
pthc, childporn*, child porn*, kiddie porn*, kiddy porn*, child erotica, cunny, =loli, =lolis, barely legal, педофил*,
детское порно, детскую порнографию, детская порнография, цп порно, лоликон*, лоли, detskoe porno
"""
"""Not to be had with anything, for no kind of model."""

CHILDREN = """
child, children, childs, childlike, child like, kid, kids, kiddo, kiddie*, preteen*, pre teen*, tween, tweens, teen,
teens, teenage, teenaged, teenager*, adolescent*, toddler*, infant, infants, newborn*, underage*, under age, minors,
schoolgirl*, schoolboy*, school girl*, school boy*, schoolchild*, schoolkid*, school uniform, high school student*,
high school cheerleader*, high school girl*, high school boy*, high schooler*, middle school*, elementary school*,
kindergarten*, preschool*, little girl*, little boy*, young girl*, young boy*, small girl*, small boy*, tiny girl*,
baby girl*, baby boy*, prepubescent*, pubescent*, puberty, juvenile*, lolita*, shota, =loli, as a child, childhood,
girl scout*, boy scout*, looks like a child, younger than she, baby faced, child body, childs body, under eighteen,
under 18, not yet 18, ребен*, дитя, ребятишк*, дети, детей, детям, детьми, детях, детск*, детств*, деток, детишк*,
подрост*, тинейдж*, школьниц*, школьник*, малолет*, несовершеннолет*, девочк*, девченк*, мальчик*, мальчишк*,
мальчишек, пацанен*, маленькая девушка, младен*, новорожден*, дошкольн*, детсад*, детский сад, школьная форма,
школьной форме, юная девочка, юный мальчик, до 18, до восемнадцати, пионерк*, лолит*, лоля, rebenok*, rebyonok*,
rebenka, deti, detej, detey, devochk*, devochek, malchik*, shkolnic*, shkolnits*, shkolnik*, maloletk*, maloletn*,
nesovershennolet*, podrostok*, podrostk*, malysh
"""

PERHAPS_CHILDREN = """
baby, babies, boy, boys, girl, girls, daughter*, son, sons, niece, nephew, minor, younger, youthful, de aged, deaged,
young looking, petite, cheerleader*, pigtails, student, pupil, teddy bear, playground, nursery, diaper*, pacifier,
малыш*, юная, юный, юную, юной, юные, юнош*, юношеск*, дочь, дочк*, дочер*, сын, сына, сынок, племянни*, моложе,
омолод*, помолод*, младше, студентк*, памперс*, подгузник*, yunaya, dochka, dochki, dochku
"""
"""Said of grown-ups too: together with explicit words alone, and for models of no person only of the first kind."""

CHILD_CLASS = """
child, children, kid, kids, baby, babies, toddler, infant, newborn, teen, teenager, teenage girl, teenage boy,
preteen, schoolgirl, schoolboy, little girl, little boy, young girl, young boy, minor, loli, shota, baby girl,
baby boy, child boy, child girl
"""
"""What a model of a person may not be called: models of people are for grown-ups."""

BESIDE_CLOTHES = r"\W+(?:in|wearing|wears|wear|в)\W+(?:\w+\W+){0,3}?(?:bikini\w*|speedo|leotard|бикини)"
"""What makes a picture of a child, who wears it, suggestive: behind a word of `CHILDREN`. Beside the same word a
grown-up may wear it."""
