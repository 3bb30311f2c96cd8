"""How stored messages look; `bot.views.registry` lists them."""
