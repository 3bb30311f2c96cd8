"""Words that people write into prompts, with their English; what the sandbox's language model knows."""

from typing import Final


def _words(pairs: str) -> dict[str, str]:
    split = (pair.split("=") for pair in pairs.split())
    return {word: english.replace("_", " ") for word, english in split}


RUSSIAN_STEMS: Final = _words("""
женщин=woman мужчин=man девушк=girl девочк=girl мальчик=boy человек=person люд=people ребён=child ребен=child
кошк=cat кот=cat собак=dog лошад=horse птиц=bird портрет=portrait фото=photo фотографи=photo картин=picture
живопис=painting рисун=drawing лиц=face глаз=eyes волос=hair улыбк=smile рук=hand пляж=beach мор=sea океан=ocean
озер=lake рек=river гор=mountain лес=forest дерев=tree цветк=flower сад=garden пол=field парк=park пустын=desert
город=city улиц=street дом=house комнат=room кухн=kitchen каф=cafe офис=office замк=castle мост=bridge
окн=window крыш=roof студи=studio космос=space солнц=sun закат=sunset рассвет=sunrise восход=sunrise ноч=night
утр=morning вечер=evening неб=sky облак=cloud дожд=rain снег=snow свет=light тен=shadow звёзд=star звезд=star
лун=moon зим=winter лет=summer осен=autumn весн=spring плать=dress костюм=suit шляп=hat пальт=coat куртк=jacket
очк=glasses рубашк=shirt туфл=shoes корон=crown доспех=armour машин=car автомобил=car велосипед=bicycle
лодк=boat поезд=train самолёт=plane самолет=plane книг=book коф=coffee бутылк=bottle стол=table стул=chair
фон=background стил=style космонавт=astronaut астронавт=astronaut рыцар=knight корол=king королев=queen
красн=red син=blue голуб=blue зелён=green зелен=green бел=white чёрн=black черн=black жёлт=yellow желт=yellow
золот=golden сер=grey ярк=bright тёмн=dark темн=dark красив=beautiful стар=old молод=young больш=big
маленьк=small счастлив=happy улыбающ=smiling тёпл=warm тепл=warm холодн=cold длинн=long коротк=short
цветок=flower день=day замок=castle вечерн=evening
""")
"""Stems of Russian words; the endings are cut off before the look-up."""

RUSSIAN: Final = _words("""
на=on цветы=flowers цветов=flowers цветами=flowers цветах=flowers зимний=winter зимнем=winter в=in во=in с=with
со=with у=by под=under над=above и=and или=or без=without около=near возле=near за=behind перед=in_front_of
для=for от=from из=from по=along крупный=close план=shot очень=very стоит=stands сидит=sits идёт=walks
идет=walks бежит=runs смотрит=looks держит=holds улыбается=smiles она=she он=he её=her ее=her его=his
""")
"""Russian words that have no endings to cut off."""

GERMAN: Final = _words("""
frau=woman mann=man mädchen=girl junge=boy katze=cat hund=dog porträt=portrait foto=photo
bild=picture gesicht=face haare=hair haar=hair lächeln=smile strand=beach meer=sea fluss=river berg=mountain
berge=mountain wald=forest baum=tree blume=flower blumen=flower garten=garden stadt=city straße=street
strasse=street haus=house zimmer=room küche=kitchen schloss=castle fenster=window sonne=sun
sonnenuntergang=sunset nacht=night himmel=sky regen=rain schnee=snow licht=light kleid=dress anzug=suit auto=car
buch=book kaffee=coffee hintergrund=background blau=blue grün=green weiß=white weiss=white schwarz=black
dunkel=dark schön=beautiful jung=young groß=big gross=big klein=small
""")
"""German words by which the language is recognised."""

GERMAN_SMALL: Final = _words("""
am=at_the im=in_the in=in an=at auf=on mit=with und=and oder=or ohne=without unter=under über=above
vor=in_front_of von=of der=the die=the das=the dem=the den=the ein=a eine=a einer=a einem=a einen=a kind=child
see=lake winter=winter hut=hat rot=red golden=golden hell=bright alt=old
""")
"""German words that are short, or English too: translated only in a German text."""

SPANISH: Final = _words("""
mujer=woman hombre=man niña=girl chica=girl niño=boy chico=boy persona=person gato=cat gata=cat perro=dog
perra=dog retrato=portrait foto=photo fotografía=photo imagen=picture cara=face ojos=eyes pelo=hair cabello=hair
sonrisa=smile playa=beach mar=sea lago=lake río=river montaña=mountain bosque=forest árbol=tree flor=flower
jardín=garden ciudad=city calle=street casa=house habitación=room cocina=kitchen castillo=castle ventana=window
sol=sun atardecer=sunset noche=night cielo=sky lluvia=rain nieve=snow luz=light invierno=winter verano=summer
vestido=dress traje=suit sombrero=hat coche=car libro=book fondo=background rojo=red roja=red
azul=blue verde=green blanco=white blanca=white negro=black negra=black dorado=golden dorada=golden
brillante=bright oscuro=dark oscura=dark hermoso=beautiful hermosa=beautiful viejo=old vieja=old joven=young
grande=big pequeño=small pequeña=small
""")
"""Spanish words by which the language is recognised."""

SPANISH_SMALL: Final = _words("""
en=in con=with y=and o=or sin=without bajo=under sobre=on de=of del=of_the al=at_the a=at el=the la=the los=the
las=the un=a una=a café=coffee
""")
"""Short Spanish words, translated only in a Spanish text."""
