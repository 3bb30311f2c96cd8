// The person API and the control API of the sandbox.
import { word } from "./words.js";

export async function call(method, path, body) {
  const form = body instanceof FormData;
  const response = await reach(path, {
    method,
    body: form || body === undefined ? body : JSON.stringify(body),
    headers: form || body === undefined ? {} : { "Content-Type": "application/json" },
  });
  const answer = await response.json().catch(() => ({}));
  if (!response.ok) throw new Error(word("refusals")[answer.code]?.(answer.about) ?? answer.error ?? `HTTP ${response.status}`);
  return answer;
}

export async function reach(path, options) {
  try {
    return await fetch(path, options);
  } catch {
    throw new Error(word("ended"));
  }
}

export const get = (path) => call("GET", path);
export const post = (path, body) => call("POST", path, body);

const KEY = "sandbox-person";

export async function somebody() {
  const { people } = await get("/person/api/people");
  const wanted = Number(location.hash.slice(1) || sessionStorage.getItem(KEY));
  const known = people.find((person) => person.id === wanted);
  return remember(known ?? await create(navigator.language.startsWith("ru") ? "ru" : "en", people.length));
}

export async function create(language, count) {
  const names = language === "ru" ? ["Аня", "Илья", "Вера", "Олег", "Лена"] : ["Ann", "Ben", "Clara", "Dan", "Eva"];
  return remember(await post("/person/api/people", { first_name: names[count % names.length], language_code: language }));
}

function remember(person) {
  sessionStorage.setItem(KEY, String(person.id));
  history.replaceState(null, "", `#${person.id}`);
  return person;
}
