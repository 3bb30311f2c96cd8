# Кнопки готовых описаний: что будет на картинке, в двух-трёх словах.

ready-own = Своими словами
ready-character-1 = Студийный портрет
ready-character-2 = Уличное кафе
ready-character-3 = Горный хребет
ready-character-4 = На Луне
ready-character-5 = В библиотеке
ready-character-6 = Старинное масло
ready-style-1 = Гавань на рассвете
ready-style-2 = Кот на окне
ready-style-3 = Ночной рынок
ready-style-4 = Маяк в шторм
ready-style-5 = Ваза с фруктами
ready-style-6 = Паровоз
ready-product-1 = Для каталога
ready-product-2 = У окна
ready-product-3 = На мраморе
ready-product-4 = У ручья
ready-product-5 = Ночной город
ready-product-6 = Брызги воды
