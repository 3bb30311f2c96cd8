# Buttons of the ready prompts: what the picture will show, in two or three words.

ready-own = Write my own
ready-character-1 = Studio portrait
ready-character-2 = Street cafe
ready-character-3 = Mountain ridge
ready-character-4 = On the Moon
ready-character-5 = In a library
ready-character-6 = Old oil painting
ready-style-1 = Harbour at dawn
ready-style-2 = Cat in the window
ready-style-3 = Night market
ready-style-4 = Lighthouse, storm
ready-style-5 = Bowl of fruit
ready-style-6 = Steam train
ready-product-1 = Catalogue photo
ready-product-2 = By the window
ready-product-3 = Marble pedestal
ready-product-4 = By a stream
ready-product-5 = City at night
ready-product-6 = Water splash
