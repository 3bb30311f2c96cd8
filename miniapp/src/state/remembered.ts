/**
 * Asks the person for a leave and keeps the answer for this visit: a yes is not asked for again, a no only where the
 * person insists on what needs it.
 */
export function remembered(request: () => Promise<boolean>): (insist: boolean) => Promise<boolean> {
  let answered: boolean | null = null;
  let asking: Promise<boolean> | null = null;
  return (insist) => {
    if (answered === true || (answered === false && !insist)) return Promise.resolve(answered);
    asking ??= request()
      .then((answer) => (answered = answer))
      .finally(() => {
        asking = null;
      });
    return asking;
  };
}
