const RULES: Record<string, Intl.PluralRules> = {};

function rule(language: string): Intl.PluralRules {
  RULES[language] ??= new Intl.PluralRules(language);
  return RULES[language];
}

/** "1 photo", "3 photos". */
export function enCount(n: number, one: string, other: string): string {
  return `${n} ${rule("en").select(n) === "one" ? one : other}`;
}

/** «1 фото», «2 модели», «5 моделей». */
export function ruCount(n: number, one: string, few: string, many: string): string {
  const form = rule("ru").select(n);
  return `${n} ${form === "one" ? one : form === "few" ? few : many}`;
}
