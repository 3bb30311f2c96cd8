import { orderedOnce } from "../../api/orders.ts";
import { Refused, Unreachable } from "../../api/problem.ts";
import { api } from "../../state/app.ts";
import type { Missing } from "../create/missing.ts";

const PAUSES_MS = [800, 2500];

/** Orders the training of the draft, once, however often the line breaks. Raises what the server says. */
export function orderTraining(draft: string) {
  return orderedOnce(`training:${draft}`, async (key) => {
    for (let tried = 0; ; tried++) {
      try {
        return await api.post("/loras", { key, body: {} });
      } catch (problem) {
        const pause = PAUSES_MS[tried];
        // Under the same key the first order is answered, so asking again orders nothing more.
        if (pause === undefined || !isUnclear(problem)) throw problem;
        await new Promise((resolve) => setTimeout(resolve, pause));
      }
    }
  });
}

function isUnclear(problem: unknown): boolean {
  return problem instanceof Unreachable || (problem instanceof Refused && problem.status >= 502);
}

/** Where in the first step a refused order is mended; null where it is not mended there. */
export function placeOf(code: string): Missing | null {
  if (code.startsWith("name-")) return "name";
  if (code === "consent-missing") return "consent";
  if (code === "class-bad") return "class_word";
  if (code.startsWith("photo")) return "photos";
  return code === "draft-incomplete" ? "type" : null;
}
