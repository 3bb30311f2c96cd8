// The page's own words in the person's language. The bot's words come from the bot.
const WORDS = {
  en: {
    language: "Language of the person", newPerson: "New person", panel: "Sandbox", chat: "Chat with the bot",
    jump: "To the newest message", commands: "Commands", message: "Message", samples: "Samples",
    samplesTitle: "Send 10 sample photos as an album", appSamplesTitle: "No photos at hand? Send 10 samples to the chat: New model in the app shows them, too",
    samplesSent: "10 sample photos are in the chat. New model in the app shows them in a moment.", attach: "Attach photos or files", send: "Send", asPhoto: "As photo",
    asFile: "As file", caption: "Caption", cancel: "Cancel", picture: "Picture", close: "Close", start: "Start", startApp: "Open the app", startAppTitle: "Open the Mini App without writing to the bot, as a link does", bot: "bot",
    edited: "edited", noCommands: "The bot has set no commands yet.", ended: "The sandbox does not answer. Start it again with “make run”: this page then begins a new chat.",
    noAnswer: "The bot has not answered this tap.", pinned: "The bot pinned a message", blocked: "You blocked the bot",
    unblocked: "You unblocked the bot", speed: "Speed of trainings", skip: "Skip time at the provider", skipped: (time) => `Skipped at the provider: ${time}`, hour: "1 hour", day: "1 day",
    month: "30 days", faults: "Next call goes wrong", switches: "Telegram", twice: "Updates twice", overtake: "Taps overtake albums",
    block: "Block the bot", planned: "Planned", clear: "Clear", files: (n) => `${n} ${n === 1 ? "file" : "files"}`,
    faultNames: ["Submit: answer lost", "Submit: 503", "Webhook never", "Webhook twice", "Training fails", "Picture blocked", "Telegram 429"],
    actions: { typing: "typing…", upload_photo: "sending a photo…", upload_document: "sending a file…" }, copied: "Copied",
    kilobytes: "KB", megabytes: "MB", theme: "Dark colours", app: "Mini App", back: "Back", reload: "Open anew", closeApp: "Close the app", appSettings: "Settings of the app",
    popup: { ok: "OK", close: "Close", cancel: "Cancel" }, closeAsk: "Close the app? What is not saved is lost.", closeYes: "Close",
    writeAsk: (name) => `May ${name} write to you?`, writeYes: "Yes", mayWrite: "You let the bot write to you",
    download: (name) => `Download ${name}?`, downloadYes: "Download", outside: (path) => `Telegram would open t.me/${path} now.`,
    refusals: {
      no_app: () => "This bot has no Mini App.", outside: () => "The sandbox opens only what runs on this machine.",
      blocked: () => "You blocked the bot. Unblock it in the sandbox panel first.", file_empty: (name) => `${name} is empty.`,
      file_shape: (name) => `${name} is too large or too narrow for a photo. Send it as a file.`,
      file_kind: (name) => `${name} is no picture. Send it as a file.`, text_length: () => "The text is too long for one message.",
    },
  },
  ru: {
    language: "Язык человека", newPerson: "Новый человек", panel: "Песочница", chat: "Чат с ботом",
    jump: "К последнему сообщению", commands: "Команды", message: "Сообщение", samples: "Примеры",
    samplesTitle: "Отправить альбом из 10 примеров фото", appSamplesTitle: "Нет фото под рукой? Отправьте в чат 10 примеров: «Новая модель» в приложении тоже покажет их",
    samplesSent: "10 примеров фото отправлены в чат. «Новая модель» в приложении сейчас покажет и их.", attach: "Прикрепить фото или файлы", send: "Отправить", asPhoto: "Как фото",
    asFile: "Как файл", caption: "Подпись", cancel: "Отмена", picture: "Картинка", close: "Закрыть", start: "Запустить", startApp: "Открыть приложение", startAppTitle: "Открыть мини-приложение, ничего не написав боту, — как по ссылке", bot: "бот",
    edited: "изменено", noCommands: "Бот ещё не задал команд.", ended: "Песочница не отвечает. Запустите её снова командой «make run»: на этой странице начнётся новый чат.",
    noAnswer: "Бот не ответил на это нажатие.", pinned: "Бот закрепил сообщение", blocked: "Вы заблокировали бота",
    unblocked: "Вы разблокировали бота", speed: "Скорость обучения", skip: "Промотать время у провайдера", skipped: (time) => `Промотано у провайдера: ${time}`, hour: "1 час", day: "1 день",
    month: "30 дней", faults: "Следующий вызов сломается", switches: "Telegram", twice: "Обновления дважды", overtake: "Нажатие обгоняет альбом",
    block: "Заблокировать бота", planned: "Запланировано", clear: "Убрать", files: (n) => `Файлов: ${n}`,
    faultNames: ["Ответ на запуск потерян", "Запуск: 503", "Вебхук не придёт", "Вебхук дважды", "Обучение упадёт", "Картинка скрыта", "Telegram 429"],
    actions: { typing: "печатает…", upload_photo: "отправляет фото…", upload_document: "отправляет файл…" }, copied: "Скопировано",
    kilobytes: "КБ", megabytes: "МБ", theme: "Тёмное оформление", app: "Мини-приложение", back: "Назад", reload: "Открыть заново", closeApp: "Закрыть приложение", appSettings: "Настройки приложения",
    popup: { ok: "OK", close: "Закрыть", cancel: "Отмена" }, closeAsk: "Закрыть приложение? Несохранённое пропадёт.", closeYes: "Закрыть",
    writeAsk: (name) => `Разрешить боту ${name} писать вам?`, writeYes: "Разрешить", mayWrite: "Вы разрешили боту писать вам",
    download: (name) => `Скачать ${name}?`, downloadYes: "Скачать", outside: (path) => `Telegram открыл бы сейчас t.me/${path}.`,
    refusals: {
      no_app: () => "У этого бота нет мини-приложения.", outside: () => "Песочница открывает только то, что работает на этом компьютере.",
      blocked: () => "Вы заблокировали бота. Сначала разблокируйте его в панели песочницы.", file_empty: (name) => `Файл ${name} пустой.`,
      file_shape: (name) => `Файл ${name} слишком большой или слишком узкий для фото. Отправьте его как файл.`,
      file_kind: (name) => `${name} — не картинка. Отправьте как файл.`, text_length: () => "Текст слишком длинный для одного сообщения.",
    },
  },
};

let current = WORDS.en;

export const word = (name) => current[name];

export function useLanguage(code) {
  current = WORDS[code] ?? WORDS.en;
  document.documentElement.lang = WORDS[code] ? code : "en";
  const put = (name, apply) => {
    for (const element of document.querySelectorAll(`[data-${name}]`)) apply(element, current[element.dataset[name]]);
  };
  put("text", (element, text) => { element.textContent = text; });
  put("title", (element, text) => { element.title = text; element.setAttribute("aria-label", text); });
  put("label", (element, text) => element.setAttribute("aria-label", text));
  put("placeholder", (element, text) => { element.placeholder = text; });
}
