import { language } from "./index.ts";

/** Dates, times and amounts as the language that is shown writes them. */
export function day(iso: string): string {
  return new Intl.DateTimeFormat(language.value, { day: "numeric", month: "short", year: "numeric" }).format(
    new Date(iso),
  );
}

export function dayAndTime(iso: string): string {
  return new Intl.DateTimeFormat(language.value, {
    day: "numeric",
    month: "short",
    hour: "2-digit",
    minute: "2-digit",
  }).format(new Date(iso));
}

/** Dollars as providers charge them; below a cent with the digits that count. */
export function dollars(usd: string): string {
  const amount = Number(usd);
  return new Intl.NumberFormat(language.value, {
    style: "currency",
    currency: "USD",
    currencyDisplay: "narrowSymbol",
    maximumFractionDigits: amount > 0 && amount < 0.1 ? 4 : 2,
  }).format(amount);
}

/** In megabytes; what would round to none of them in kilobytes. */
export function megabytes(bytes: number): string {
  const isSmall = bytes < 100_000;
  return new Intl.NumberFormat(language.value, {
    style: "unit",
    unit: isSmall ? "kilobyte" : "megabyte",
    maximumFractionDigits: 1,
  }).format(bytes / (isSmall ? 1_000 : 1_000_000));
}

export function percent(value: number): string {
  return new Intl.NumberFormat(language.value, { style: "percent" }).format(value / 100);
}

export function number(value: number): string {
  return new Intl.NumberFormat(language.value, { maximumFractionDigits: 6 }).format(value);
}
