// The last net for texts and numbers that the database does not take (SQLSTATE class 22): the set is halved until the
// bad ones stand alone, so that the good ones are kept.

import { isDataFault } from '../../store/database.ts';

export interface Spared<T, R> {
  readonly done: readonly R[];
  readonly bad: readonly T[];
}

/** Does `work` with all items at once, or, where one is not taken, in parts without it. Other errors are thrown. */
export async function sparing<T, R>(
  items: readonly T[],
  work: (part: readonly T[]) => Promise<R>,
): Promise<Spared<T, R>> {
  if (items.length === 0) return { done: [], bad: [] };
  try {
    return { done: [await work(items)], bad: [] };
  } catch (error) {
    if (!isDataFault(error)) throw error;
    if (items.length === 1) return { done: [], bad: items };
  }
  const middle = Math.ceil(items.length / 2);
  const first = await sparing(items.slice(0, middle), work);
  const second = await sparing(items.slice(middle), work);
  return { done: [...first.done, ...second.done], bad: [...first.bad, ...second.bad] };
}
