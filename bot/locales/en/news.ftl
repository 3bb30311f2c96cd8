command-news = News on or off
news-button-off = 🔕 No more news
news-button-on = 🔔 Send me news
news-are-on = Now and then I pass on news from those who run this bot. You get them.
news-are-off = You get no news from those who run this bot. What you order here still comes.
news-switched-on = Good, you get news again.
news-switched-off = Fine, no more news. What you order here still comes.

alert-broadcast-paused =
    <b>A broadcast has paused by itself.</b>
    { $reason ->
        [unknown] Telegram has lost its answers many times in a row, so nobody knows who got it.
       *[other] Telegram has refused it many times in a row: { $reason }
    }
    When that is mended, let it go on: nobody gets it twice.
