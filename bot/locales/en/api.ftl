# Sentences of the API's own refusals; what services refuse has its text in errors.ftl.

api-request-bad = The request could not be read. Please update the app, or open it again.
api-session-over = Please close the app and open it again from the chat.
api-not-found = There is nothing here.
api-method = This cannot be done here.
api-body-too-large = That is too large to be taken.
api-too-fast = That was a little fast. Please wait a moment.
api-away = Something of ours is in the way. Please try again in a moment.
