"""Prompts that people write every day. Each of them has something that a careless filter would take for something
else."""

ENGLISH = """
a school teacher at the beach
portrait in Essex at sunset
walking through Sussex and Middlesex in the rain
a cocktail party in the cockpit of an airliner
holding a peacock and a cockatoo
in the style of Alfred Hitchcock
Moby Dick book cover
reading Charles Dickens by candlelight
with a pussy willow branch in a vase
great tits and blue tits at a bird feeder
nude lipstick and soft make-up, studio light
beige suit with nude heels, fashion week
stars that can be seen with the naked eye
a naked mole rat in a zoo, macro photo
a naked cake with berries for my wedding
wearing a bikini at the beach
in an elegant red evening dress, sexy and confident
in a swimsuit with her children at the pool
mother with her little girl in the park
a father teaching his 7 year old son to ride a bike
family portrait with kids and a dog
as a kindergarten teacher with children painting
a baby shower with pink balloons
as an analyst at a whiteboard, analysing charts
a therapist talking to a patient
the magna cum laude graduation ceremony
cumulus clouds over the mountains
a rapper rapping on stage
a field of rapeseed, bright yellow
next to a shiitake mushroom farm
Scunthorpe town centre at night
Penistone railway station, winter
shirtless at the gym, muscular, hard light
bodybuilder flexing, sweat, dramatic light
sunbathing on a towel, wide shot
a class photo from high school, yearbook style
wearing a grape costume at a carnival
a chicken breast on a plate, food photo
with a sextant on an old sailing ship
holding a assault rifle in a movie poster
the butterfly sits on her hand
a bass player in a jazz bar
Dick Tracy as a comic hero
comic strip for children about a robot
Uranus and Saturn seen from a spaceship
a 25 year old woman in a forest
a 30 yo man with a beard
18 years old, graduation photo
a 12 year old whisky on an oak table
in 1917, aged photograph, sepia
a police escort through the city
the title of the book in gold letters
a shot of espresso, food porn style
Sex and the City poster, New York
a same-sex wedding, flowers, confetti
a stocking on the chimney at Christmas
a young woman in a wheat field
a hot summer day, hot air balloon
sitting on a horse in a Western
an orchid in the greenhouse, wet leaves
kissing her child good night
a baby crawling on all fours on the carpet
bare feet in the sand
playing chess against a robot, size 5, 455 points
A B C D E letters on a blackboard
Mr. T. S. Eliot reading a poem
at www.example.com on a laptop screen
U.S. Army uniform, N.Y. skyline
dressed as Santa for the kids
blow a kiss to the camera
a job interview in a bright office
a man who seeks treasure in model B008, serial 53X and 800B
""".strip().splitlines()

RUSSIAN = """
учительница в школе у доски
женщина с детьми на пляже
мама с ребёнком на руках, мягкий свет
дети играют в снежки, зима
с девочкой и мальчиком в парке
на анализе крови у врача
анализ рынка, график на экране
член команды космонавтов в скафандре
член жюри с табличкой
голые деревья в тумане, поздняя осень
с голыми руками против медведя
мужчина с голым торсом в спортзале
голубое небо и голуби на площади
оголённый провод, мастерская
рыцарь с обнажённым мечом
сексот в чёрном пальто, нуар
в роли секретаря за столом
в Сексте Эмпирике, книга на столе
у трахеи на схеме, анатомический театр
небо, небеса, хлеба и колебания маятника
в белом халате в лаборатории
стоит под знаком Рака, звёздное небо
употребление кофе утром
с командой регбистов после матча
в купальнике у бассейна
в платье нюдового оттенка
в Нью-Йорке на крыше
мальчишник в баре с друзьями
в школьном классе 1990 года
10 лет назад, плёночный снимок
юбилей 15 лет компании
женщине 45 лет, портрет
малышка Йода на плече
соска для бутылочки на столе, младенец спит
ребята в походе у костра
пенсионер играет в шахматы
педиатр осматривает ребёнка
страхование, офис, рукопожатие
сосна на берегу, рассвет
бюст Пушкина в музее
мебель, мебельный салон
потребление энергии, турбины
с бабочкой на руке
""".strip().splitlines()

OF_NO_PERSON = """
a nude marble statue in a museum
erotic novel cover typography
an elegant lingerie shop window
a naked man with a spear, vase painting
обнажённая фигура, античная скульптура
""".strip().splitlines()
"""Said with a model of a style or a thing."""
