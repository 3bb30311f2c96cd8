"""What the product does, one package per area; knows neither aiogram nor aiohttp.web."""
