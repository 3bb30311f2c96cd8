import type { Schemas } from "../../api/shapes.ts";

type Line = Pick<Schemas["LogLine"], "name" | "data">;

/** Sentences by the name of what happened; `moved` mentions two providers. */
export type EventWords = Readonly<
  Record<
    | "placed"
    | "accepted"
    | "acceptedAgain"
    | "uncertain"
    | "neverTaken"
    | "refused"
    | "retried"
    | "review"
    | "stopAsked"
    | "done"
    | "succeeded"
    | "failed"
    | "cancelled",
    string
  > & { moved: (from: string, to: string) => string }
>;

/** A line of the history in words; null for what says nothing to people. */
export function sentence(
  words: EventWords,
  providers: Readonly<Record<string, string>>,
  line: Line,
): string | null {
  switch (line.name) {
    case "accepted":
      return Number(line.data.attempt ?? 1) > 1 ? words.acceptedAgain : words.accepted;
    case "moved": {
      const named = (key: unknown) => providers[String(key)] ?? String(key);
      return words.moved(named(line.data.of), named(line.data.to));
    }
    case "never-taken":
      return words.neverTaken;
    case "stop-asked":
      return words.stopAsked;
    case "placed":
    case "uncertain":
    case "refused":
    case "retried":
    case "review":
    case "done":
    case "succeeded":
    case "failed":
    case "cancelled":
      return words[line.name];
    default:
      return null;
  }
}
