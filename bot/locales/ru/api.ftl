# Sentences of the API's own refusals; what services refuse has its text in errors.ftl.

api-request-bad = Запрос не удалось прочитать. Обновите приложение или откройте его заново.
api-session-over = Закройте приложение и откройте его снова из чата.
api-not-found = Здесь ничего нет.
api-method = Здесь так сделать нельзя.
api-body-too-large = Это слишком много, чтобы принять.
api-too-fast = Слишком быстро. Подождите немного.
api-away = Что-то у нас мешает. Попробуйте ещё раз чуть позже.
