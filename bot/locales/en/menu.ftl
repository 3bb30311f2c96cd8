menu-create = Create a model
menu-generate = Generate pictures
menu-models = My models
menu-help = How it works
