"""Words by which languages are told apart: small words that hold sentences together, and words of pictures. Pure data.

Words that are also English (die, an, come, son) are left out: they would speak for the wrong language. Words are
written as people type them, with and without their accents.
"""

_ENGLISH_SMALL = """
the of with and at by from into her his their its this that these those is are be has wearing while who which where
under over behind through between beside near against without your my our she he they it very
"""

_SHARED = "a an in on to for up out off all am do i me as no die come con los las"

_ENGLISH = """
abandoned acrylic after aged air airport album alien alone analog analogue ancient angel angry anime apron arch archer
area armchair armor armour arms art artist assassin astronaut athlete attic autumn baby back background backlight
backlit backpack baker bakery balcony ball balloon balloons band bar barbarian barn basket bath bathroom beach bear
beard beautiful bed bedroom bee beige bench best bicycle big bike bird black blacksmith blazer blonde blouse blue
blurred blurry boat body bokeh book boots bottle bow bowl boxer boy bread bride bridge bright broken brown brunette
building bunny burning bus businessman businesswoman bust bustling butcher butterfly cabin cake camera camping campsite
candid candle candlelight canyon car card carpenter carrying cartoon castle cat catalogue cathedral cave celebrating
celebrity celestial ceo ceremony chair charcoal cheerful chef child children chips christmas church cinema cinematic
cinematography city classic classroom claymation clean cliff climber climbing close closeup clothes clothing cloud
clouds cloudy coat coffee cold colorful colors colour colourful colours composition computer concept concert cooking
cool corner costume couch countryside couple court cowboy cozy crayon creek crouching crowd crowded crown crying crystal
cup curly cute cyberpunk dance dancer dancing dark dawn day daylight deck deep deer desert desk detailed details diner
dinner dinosaur doctor dof dog dolphin door doorway double down dragon dramatic drawing dream dreaming dreamy dress
dressed drink drinking driving drums duck dusk dust dwarf eagle early earth eating editorial elegant elephant elf empty
engineer engraving enormous etching evening exposure expression eyes face fairy fall falling family fantasy farm farmer
fashion fast feet field fighting fire firefighter firelight fireplace fireworks fisheye fishing flash floating floor
flower flowers fluffy flying fog foggy food football forest fountain fox frame freckles frog front frozen fruit full fur
furry future futuristic gangster garden gardener ghost giant gigantic girl glass glasses glittering glow glowing goddess
gold golden gorgeous gothic gown graffiti grain grainy grass gray grayscale green greenhouse grey guitar gym hair
halloween hands happy harbor harbour hat haunted hawk hdr head headphones headshot high hiking hill hills holding home
hood hoodie horse hot hotel hour house huge hugging hunter hyperrealistic ice iceberg illustration image impressionist
indoor indoors ink island iso jacket jeans jester jewelry journey judge jumping jungle kimono king kissing kitchen kite
kitten kneeling knight knights lace lady lake lamp landscape lantern lanterns laptop large late laughing lawyer leaning
leather leaves legs lens leopard library light lighthouse lighting lights lily line lion lips little living long look
looking low lying macro magic magical makeup male man marble market mask masterpiece meadow medieval meditating medium
melting men mermaid metal microphone midnight minimalist mirror misty mobster modern monk monkey monochromatic
monochrome moody moon moonlight morning motorbike motorcycle mountain mountains museum mysterious natural nature neon
new next night nightclub noir nun nurse ocean octane octopus office oil old open orange outdoor outdoors outfit outside
owl paint painted painting palace pale palm panoramic paper park parrot party pastel path pearl pedestal pencil people
person phone photo photograph photographer photographic photography photoreal photorealism photorealistic pianist
picture pier pilot pink pirates pixar plain plate playful playing pointing polaroid policeman policewoman pony pool
poolside portrait pose posing poster praying priest prison product professional profile puppy purple pushing quality
queen rabbit racetrack rain raincoat rainy reading realistic red renaissance render restaurant resting retro rider
riding river road robot rock rocket rocks rockstar rocky rogue roof rooftop room rose running runway rustic rusty sad
sailboat sailing sailor sand scarf scene school screaming sculpture sea seamless selfie sepia serious sexy shadow
shadows shark sharp shelf shiny ship shirt shoes shooting shop short shot shoulder shoulders shouting side sidelit
silhouette silk silver singer singing sitting skateboard skateboarding skeleton sketch ski skin skirt sky skyline
sleeping smile smiling smirking smoke snake snow snowboard snowboarding snowy sofa soft softbox soldier sorcerer
sorceress space spaceship spider spring squirrel stage stained standing starry stars statue steam steampunk sticker
stone stones storm storybook straw stream street student studio stunning subway suit summer sun sunflower sunflowers
sunglasses sunlight sunny sunrise sunset superhero superheroine supermarket surfboard surfing surreal surrealist swan
sweater swimming sword symmetrical synthwave table tall tattoo tea teacher telephoto temple tent thief thinking tiny
tower town toy traditional train translucent transparent travel tree treehouse trees truck turtle tuxedo umbrella
underwater unicorn uniform unreal urban vampire vaporwave velvet victorian view vignette vineyard vintage violin volcano
waiter waiting waitress walking wall wallpaper warm warrior watch water watercolor watercolour waterfall wave waves
waving wedding werewolf wet whale white wide wild wind window windowsill windy wine wings winter witch wizard wolf woman
women wood woodcut wooden woods woody wool working world wrestler yacht year years yellow yoga young zoo
"""

_LOAN_WORDS = """
café cafés naïve façade façades fiancé fiancée fiancées résumé déjà-vu déjà crème brûlée jalapeño jalapeños piñata
soufflé purée sauté entrée décor cliché clichés rosé über doppelgänger pokémon matinée appliqué château châteaux
crêpe crêpes fête papier-mâché touché passé éclair éclairs protégé protégée séance mâché señor señorita risqué
blasé coupé açaí
"""

_SMALL = {
    "spanish": "el la un una unos unas de del y con en por para sin sobre junto mientras que su sus muy bajo "
    "al como entre cerca desde hacia lleva llevando sentada sentado frente detrás detras",
    "portuguese": "o os uma umas de do da dos das e com em no na nos nas por para sem sobre ao aos à às que seu sua "
    "como muito num numa pelo pela perto sob vestindo sentada sentado frente atrás atras enquanto",
    "french": "le la les un une des du de et avec dans sur sous sans pour par au aux comme près pres chez qui que sa "
    "ses très tres devant derrière derriere portant assise assis pendant entre vers",
    "italian": "il lo la gli le un una uno di del della dei delle degli nel nella nei sul sulla sui con per tra fra "
    "al alla dal dalla e è sotto sopra senza vicino mentre molto indossa seduta seduto davanti dietro",
    "german": "als wie der das dem den des ein eine einer einem einen eines und mit im am auf vor bei beim zum zur "
    "unter über ueber hinter neben zwischen ohne für fuer von vom aus ist sitzt steht trägt traegt sehr "
    "während waehrend ihr",
    "dutch": "als een het de van met op aan bij en naar voor achter naast onder tussen zonder uit zit staat "
    "draagt zijn",
    "polish": "na w z ze i przy pod nad obok przed za od o jako jest się sie bez między miedzy podczas która ktora "
    "który ktory",
    "czech": "na v ve s se u pod nad před pred za od jako je bez mezi vedle která ktera který ktery",
    "turkish": "bir ve ile olarak bu şu su için icin gibi üzerinde uzerinde altında altinda önünde onunde arkasında "
    "arkasinda yanında yaninda içinde icinde giyen oturan duran bakan olan çok cok",
    "indonesian": "seorang sebuah sebagai di dengan dan yang dari ke pada untuk sedang dalam atas bawah depan belakang "
    "memakai mengenakan duduk berdiri sambil saat adalah sangat",
    "romanian": "o un pe în cu și si la din pentru sub fără fara lângă langa este care într intr",
    "swedish": "en ett och med på pa i av till från fran under vid bakom utan som sitter står star",
    "vietnamese": "một của với trên trong và đang mặc mot cua voi tren dang",
}

_PICTURES = {
    "spanish": "mujer hombre niña niño nina nino chica chico playa retrato vestido rojo roja negro negra blanco blanca "
    "azul noche día dia atardecer amanecer ciudad calle montaña montana bosque luz fondo foto nieve lluvia mar cielo "
    "caballo perro gato sombrero gafas ojos pelo sonriendo caminando boda traje flores invierno verano",
    "portuguese": "mulher homem menina menino praia retrato vestido vermelho vermelha preto preta branco branca noite "
    "dia pôr por-do-sol cidade rua montanha floresta luz fundo foto neve chuva mar céu ceu cavalo cachorro gato chapéu "
    "chapeu óculos oculos olhos cabelo sorrindo caminhando flores inverno verão verao",
    "french": "femme homme fille garçon garcon plage robe rouge noir noire blanc blanche bleu bleue nuit jour coucher "
    "soleil ville rue montagne forêt foret lumière lumiere fond neige pluie mer ciel cheval chien chat chapeau "
    "lunettes yeux cheveux souriant souriante marchant fleurs hiver été ete",
    "italian": "donna uomo ragazza ragazzo bambina bambino spiaggia ritratto vestito rosso rossa nero nera bianco "
    "bianca blu notte giorno tramonto alba città citta strada montagna bosco luce sfondo neve pioggia mare cielo "
    "cavallo cane gatto cappello occhiali occhi capelli sorridente fiori inverno estate",
    "german": "frau mann mädchen maedchen junge kleid strand porträt portrait rotes roten rotem rote schwarz schwarzer "
    "weiß weiss weißer blau blauer nacht tag sonnenuntergang stadt straße strasse berg berge wald licht hintergrund "
    "schnee regen meer himmel pferd hund katze hut brille augen haare lächelnd laechelnd blumen sommer anzug hochzeit "
    "weihnachten wüste wueste ritter rüstung",
    "dutch": "vrouw meisje jongen jurk rode zwarte witte blauwe nacht zonsondergang stad straat bos licht "
    "achtergrond sneeuw zee lucht paard hond hoed bril ogen haar bloemen",
    "polish": "kobieta mężczyzna mezczyzna dziewczyna chłopak chlopak plaży plazy plaża plaza sukience sukienka "
    "czerwonej czerwona czarnej białej bialej noc nocy zachód zachod słońca slonca miasto miasta ulica ulicy góry gory "
    "las lesie światło swiatlo tle śnieg snieg deszcz morze morza niebo koń kot kapelusz okulary oczy włosy wlosy "
    "uśmiechnięta kwiaty zima zimowy lato portret",
    "czech": "žena zena muž pláži plazi šaty saty červené cervene noc západ zapad slunce město mesto ulice les světlo "
    "svetlo sníh snih moře more kůň pes kočka portrét portret",
    "turkish": "kadın kadin adam erkek kız kiz çocuk cocuk plajda plaj sahilde sahil elbise elbiseli kırmızı kirmizi "
    "siyah beyaz mavi gece gün batımı batimi şehir sehir sokak sokakta dağ dag orman ışık isik arka plan kar "
    "yağmur yagmur deniz gökyüzü gokyuzu at köpek kopek kedi şapka sapka gözlük gozluk gözler saç gülümseyen "
    "gulumseyen çiçek portre fotoğraf fotograf",
    "indonesian": "wanita perempuan pria gadis anak pantai gaun baju merah hitam putih biru malam siang matahari "
    "terbenam terbit kota jalan gunung hutan cahaya latar salju hujan laut langit kuda anjing kucing topi kacamata "
    "mata rambut tersenyum berjalan bunga potret",
    "romanian": "femeie bărbat barbat fată fata plajă plaja rochie roșie rosie noapte apus soare oraș oras stradă "
    "munte pădure lumină zăpadă mare cer portret",
    "swedish": "kvinna flicka pojke klänning klanning röd svart vit natt solnedgång solnedgang stad gata skog ljus "
    "snö hav himmel häst hund porträtt",
    "vietnamese": "cô gái người phụ nữ đàn ông bãi biển váy đỏ đêm hoàng hôn thành phố",
}

ENGLISH_SMALL = frozenset(_ENGLISH_SMALL.split())
"""Small words that are English for certain."""

ENGLISH = frozenset(_ENGLISH.split())
"""Words of English pictures."""

SHARED = frozenset(_SHARED.split())
"""Small words of English that are words of other languages or of names too, and prove nothing."""

LOAN_WORDS = frozenset(_LOAN_WORDS.split())
"""English words that keep their accents."""

_OURS = ENGLISH_SMALL | ENGLISH | SHARED

SMALL = {language: frozenset(words.split()) - _OURS for language, words in _SMALL.items()}
"""Words of grammar by language."""

PICTURES = {language: frozenset(words.split()) - _OURS for language, words in _PICTURES.items()}
"""What pictures show, by language."""
