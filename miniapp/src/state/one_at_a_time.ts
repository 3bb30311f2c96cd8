/**
 * Runs `run` when it is asked to, never twice at once: who asks during a run gets another one after it. On a slow line
 * asking every few seconds would otherwise cut off each answer before it comes. `run` must not raise.
 */
export function oneAtATime(run: () => Promise<void>, stop: AbortSignal): () => void {
  let going = false;
  let wanted = false;
  const go = async () => {
    going = true;
    do {
      wanted = false;
      await run();
    } while (wanted && !stop.aborted);
    going = false;
  };
  return () => {
    if (going) wanted = true;
    else if (!stop.aborted) void go();
  };
}
