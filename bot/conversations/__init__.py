"""One router per conversation; `bot.routers` lists them."""
