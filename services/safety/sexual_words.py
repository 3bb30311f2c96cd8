"""Words of nudity and sex in English, Russian and Russian in Latin letters; `services.safety.patterns` says how to read
them. A word of everyday language stands here only in the phrase that makes it sexual. Pure data."""

EXPLICIT = """
nude, nudes, nudity, nudist*, nudism, nudie*, naked, nakedness, nekkid, nakey, unclothed, undress, undressed,
undressing, undresses, disrobed, disrobing, topless, braless, no bra, no panties, without panties, no underwear,
without underwear, no clothes, without clothes, without any clothes, no clothing, without clothing, wearing nothing,
with nothing on, nothing on but, in the buff, birthday suit, bare breast*, bare boobs, bare ass, bare butt,
bare bottom, exposed breast*, exposed genital*, exposing herself, exposing himself, expose* her breast*,
take* off her clothes, take* off his clothes, taking off her clothes, take* off all clothes, clothes off, porn, porno,
porns, pornstar*, pornograph*, hentai, rule34, nsfw, =xxx, xxxrated, x rated, onlyfans, only fans, erotic*, erotism,
eroticism, sex, seggs, sexting, sextape*, sex tape, sexual, sexually, sexualized, sexualised, intercourse, coitus,
having sex, orgy, orgies, orgasm*, masturbat*, ejaculat*, penetrating her, fellatio, cunnilingus, sodomy, threesome*,
gangbang*, gang bang, blowjob*, blow job*, handjob*, hand job*, footjob*, rimjob*, titjob*, titfuck*, deepthroat*,
deep throat*, creampie*, cumshot*, cum, cums, cumming, bukkake, doggystyle, doggy style, doggy position,
cowgirl position, missionary position, sixty nine position, 69 position, upskirt*, up skirt, downblouse, camel toe,
cameltoe, ahegao, futanari, fetish*, bdsm, bondage, dominatrix, dildo*, vibrator*, buttplug*, butt plug*, strapon,
strap on dildo, anal, =anus, penis, penises, vagina*, vulva*, clit, clitoris, labia, genital*, testicles, scrotum,
boner, erect penis, phallus, nipple*, areola*, pubic, boob, boobs, boobies, boobie, tits, titties, titty, big breast*,
huge breast*, large breast*, breasts, pussy, pussies, cunt*, big cock*, hard cock*, huge cock*, his cock*, my cock*,
black cock*, suck* cock*, cocksuck*, big dick*, hard dick*, huge dick*, his dick*, my dick*, suck* dick*, dickpic*,
dick pic*, big ass, nice ass, fat ass, naked ass, round ass, her ass, asshole*, spread* legs, legs spread,
spread* her legs, spread* pussy, fuck, fucks, fuckin, fucking, fucked, fucker, fuk, fck, fcking, phuck, slut, sluts,
slutty, whore, whores, milf, milfs, horny, semen, sperm, =rape, =raped, =raping, =rapist*, incest*, pr0n, striptease*,
stripper*, strip tease, голая, голый, голое, голые, голого, голому, голой, голую, голым, голыми, голых, голышом,
голенькая, голенький, голенькую, нагая, нагой, нагую, нагие, нагих, нагими, нагое, нагишом, нагота, наготы, наготу,
обнажен*, обнажи*, обнаженк*, топлес, топлесс, без одежды, без всякой одежды, без трусов, без трусиков, без белья,
без нижнего белья, без лифчика, без бюстгальтера, без купальника, раздета*, раздетый, раздетая, раздетую, раздетые,
раздетой, раздетым, раздевает*, раздевать*, раздеться, раздень, разденься, раздевающ*, порно*, порнух*, секс, секса,
сексе, сексом, сексу, секас, сексуальный акт, половой акт, занимается любовью, занимаются любовью, заниматься любовью,
эротик*, эротич*, минет*, минье*, кунилинг*, куннилинг*, анальн*, анал, анала, оральн*, в позе раком, стоит раком,
стоя раком, раком стоит, член во рту, большой член, стоячий член, половой член*, эрегирован*, с членом во рту, хуй,
хуи, хуя, хуем, хуе*, пизд*, ебал*, ебет, ебут, ебать, ебля, еблю, ебли, выеб*, трахать*, трахает*, трахают*, трахну*,
траханн*, потрахат*, трах, дрочит*, дрочк*, дрочащ*, мастурб*, оргазм*, оргия, оргии, оргию, оргий, сперма, сперме,
спермой, спермы, сперму, сосок, соски, сосков, сосками, сиськ*, сисек, сиски, сисечк*, титьк*, титек, вагин*,
влагалищ*, пенис, пениса, пенисом, клитор*, половые органы, половых органов, гениталии, гениталий, гениталиями,
промежност*, шлюх*, шлюш*, проститут*, блядь, бляди, блядск*, хентай*, хентая, бдсм, фетиш*, изнасил*, насилует,
инцест*, стриптиз*, ню, нюдс, нюдсы, нюдсов, интимные фото*, интимные части*, интимные места, раздвинув ноги,
раздвинула ноги, раздвинутыми ногами, с раздвинутыми ногами, голая грудь, голой грудью, golaja, golaya, golaia,
goluyu, goluju, golyi, goliy, golyj, golij, golye, obnazhen*, obnajen*, obnagen*, nagaya, =seks, seksom, erotika,
eroticheskoe, siski, siska, siskami, soski, pizda, pizdoj, xuy, huem, trahaet*, trahat*, traxa*, minet, shluha,
shlyuha, shluxa, bez odezhdy, bez odejdy, bez trusov, razdetaya, razdevaetsya
"""

HARMLESS = """
nude lip*, nude makeup, nude make up, nude palette*, nude color*, nude colour*, nude tone*, nude toned, nude shade*,
nude heel*, nude shoe*, nude pump*, nude sandal*, nude dress, nude gown, nude nail*, nude manicure, nude blush,
nude beige, nude pink, nude eyeshadow*, nude suit, nude coat, nude tights, nude bodysuit, nude mouse, nude mice,
fetish figure*, fetish mask*, fetish statue*, naked eye, naked eyes, naked mole rat*, naked mole, naked cake*,
naked bulb*, naked lightbulb*, naked flame*, naked gun, naked tree*, naked branch*, naked truth, naked bike*,
naked and afraid, naked rock*, stark naked tree*, topless car*, topless convertible*, topless tower*,
with nothing on the*, with nothing on it, sex and the city, same sex, opposite sex, fair sex, fairer sex, sex pistols,
sex education, sex discrimination, sexual health, sexual education, sexual orientation, sexual harassment, food porn,
foodporn, earth porn, earthporn, space porn, bowl xxx, cum laude, anal retentive, breast pocket, chicken breasts,
turkey breasts, duck breasts, redbreasts, bottle nipple*, nipple of a bottle, grease nipple*, great tits, blue tits,
coal tits, marsh tits, long tailed tits, crested tits, pussy willow*, pussy cat*, pussy riot, horny toad*,
horny lizard*, horny goat weed, sperm whale*, rape seed*, rape field*, rape flower*, rape blossom*, rape oil,
oilseed rape, field of rape, fields of rape, fucking awesome, fucking cool, fucking great, fucking good,
fucking amazing, fucking beautiful, fucking epic, social intercourse, paint stripper*, wire stripper*,
cable stripper*, electronic vibrator*, concrete vibrator*, bondage of, undressed salad, undressed stone,
undressed wound*, голые дерев*, голых дерев*, голыми дерев*, голое дерево, голого дерева, голые ветк*, голые ветв*,
голых ветв*, голыми ветв*, голыми ветк*, голых ветк*, голые стен*, голых стен*, голыми стен*, голые скал*,
голых скал*, голая скала, голая земля, голой земле, голую землю, голый торс, голым торсом, голые плечи,
голыми плечами, голые руки, голыми руками, голые ноги, голыми ногами, голые колени, голыми коленями, голые кирпич*,
голый бетон, голый король, голая правда, голого бетона, голом бетоне, голая лампочка, голой лампочкой, голые лампочки,
голый землекоп, обнаженные дерев*, обнаженные ветв*, обнаженный меч, обнаженным мечом, обнаженный клинок,
обнаженным клинком, обнаженными клинками, обнаженная душа, обнаженные нервы, обнаженные корни, обнаженными корнями,
с обнаженным мечом, секс в большом городе, противоположного пола, ню металл, сперма кита, обнажил меч, обнажила меч
"""

SUGGESTIVE = """
sexy, sexier, sexiest, seductive*, seducing, seductress, sensual*, lingerie, underwear, panties, panty, bra, thong,
thongs, g string, see through dress, see through shirt, see through top, see through clothes, transparent shirt,
wet t shirt, wet shirt, lewd*, provocative*, aroused, arousing, arousal, twerk*, kinky, lustful, lusty, make out,
making out, french kiss*, playboy, bunny girl, crotch, buttocks, butt, booty, groping, fondl*, skimpy, scantily,
micro bikini, string bikini, swimsuit model, hot girl, hot body, flat chest*, small breast*, сексуальн*, сексапильн*,
секси, соблазн*, чувственн*, нижнее белье, нижнем белье, кружевное белье, в белье, трусик*, трусах, трусы, лифчик*,
бюстгальтер*, стринг*, прозрачн* блуз*, прозрачн* рубашк*, мокрая майка, мокрой майке, развратн*, разврат, пошлая,
пошлый, пошлое, пошлую, пошлой, похот*, целует* взасос, взасос, ягодиц*, интимн*, плоская грудь, плоской грудью,
seksual*, soblazn*, trusik*, v belie
"""
"""Fit for grown-ups; never together with a child."""

TORN = """
nude, naked, nakedness, undressed, topless, porno, hentai, blowjob, pussy, boobs, nipples, erotic, lolicon, голая,
голый, голую, голые, голой, обнаженная, обнаженный, обнаженную, порно, эротика, голышом, сиськи
"""
"""Words that are looked for in two pieces as well ("na ked"): no two words of everyday language make one of them."""
