menu-create = Создать модель
menu-generate = Нарисовать
menu-models = Мои модели
menu-help = Как это работает
