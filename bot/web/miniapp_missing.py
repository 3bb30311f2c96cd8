"""What stands at /app/ where the Mini App has not been built."""

MISSING_PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>The Mini App is not built</title>
<style>body { font: 16px/1.5 system-ui, sans-serif; max-width: 34em; margin: 2em auto; padding: 0 1em }</style>
</head>
<body>
<main>
<section>
<h1>The Mini App is not built</h1>
<p>The bot itself works: write to it in the chat. Whoever runs it builds the app in the bot’s folder:</p>
<pre><code>.venv/bin/python miniapp/build.py</code></pre>
<p>Then load this page again.</p>
</section>
<section lang="ru">
<h1>Приложение не собрано</h1>
<p>Сам бот работает: напишите ему в чат. Приложение собирает владелец бота, в папке с ботом:</p>
<pre><code>.venv/bin/python miniapp/build.py</code></pre>
<p>Потом обновите эту страницу.</p>
</section>
</main>
</body>
</html>
"""
