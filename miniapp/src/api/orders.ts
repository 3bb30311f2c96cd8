import { keep, kept } from "./kept.ts";
import { Refused } from "./problem.ts";

/**
 * Runs an order that must happen once. Its key is kept until an answer comes, also over a reload, so pressing the
 * button again after a lost answer gives the first order and not a second one. `about` tells one order from another:
 * whoever changes what is ordered makes another order.
 */
export async function orderedOnce<T>(about: string, run: (key: string) => Promise<T>): Promise<T> {
  const place = `order:${about}`;
  const key = kept<string>(place) ?? crypto.randomUUID();
  keep(place, key);
  try {
    const answer = await run(key);
    keep(place, null);
    return answer;
  } catch (error) {
    // Refused is an answer: nothing was ordered under this key. With 429 and 5xx nobody knows.
    if (error instanceof Refused && error.status < 500 && error.status !== 429) keep(place, null);
    throw error;
  }
}
