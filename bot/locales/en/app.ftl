app-open = Open in the app
app-menu = Open
app-here =
    Everything is in the app too: your models with their photos, training, generating, your gallery and your data.
app-none =
    This bot has no app. Everything works here in the chat: /help
command-app = Open the app
