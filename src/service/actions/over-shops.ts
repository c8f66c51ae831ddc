// What is done with inquiries of several shops at once: each shop's part as that shop's own list does it, one after the other. What
// cannot be done is named, the others stand.

import { shopsOfMarks, shopsOfTaken } from '../../store/actions/several.ts';
import { groupBy } from '../group-by.ts';
import type { Service } from '../service.ts';
import { MOST_AT_ONCE } from './hand-over.ts';
import type { ActionRefusal } from './refuse-action.ts';
import { type UndoSeveral, undoSeveral } from './several.ts';

export interface OverShops<T> {
  /** Shop by shop. */
  readonly parts: readonly T[];
  /** How many were not done at all: their shop is none of the asker's, or does not allow what was asked for. */
  readonly left: number;
}

interface Choice {
  readonly chosen: readonly { readonly shop: string; readonly inquiry: string }[];
  /** Whether the asker may act for a shop. */
  readonly mayAct: (shop: string) => boolean;
}

/** Refused as a whole only where no shop's part could be done; then nothing was. */
export async function eachShop<T extends object>(
  { chosen, mayAct }: Choice,
  act: (shop: string, inquiries: readonly string[]) => Promise<T | ActionRefusal>,
): Promise<OverShops<T> | ActionRefusal> {
  if (chosen.length === 0 || chosen.length > MOST_AT_ONCE)
    return { refused: 'usage', field: 'inquiries', message: `inquiries: allowed: 1 to ${MOST_AT_ONCE} numbers` };
  const own = chosen.filter(({ shop }) => mayAct(shop));
  const parts: T[] = [];
  let left = chosen.length - own.length;
  let refusal: ActionRefusal | null = null;
  for (const [shop, some] of groupBy(own, (one) => one.shop)) {
    const numbers = [...new Set(some.map(({ inquiry }) => inquiry))];
    const made = await act(shop, numbers);
    if (!('refused' in made)) parts.push(made);
    else {
      refusal ??= made;
      left += numbers.length;
    }
  }
  return parts.length === 0 && refusal !== null ? refusal : { parts, left };
}

/** Takes back what was done in several shops, as far as it stands and the asker may; `left` tells how many were not. */
export async function undoOverShops(
  service: Service,
  { mayAct, ...request }: Omit<UndoSeveral, 'shop'> & Pick<Choice, 'mayAct'>,
): Promise<{ readonly ids: readonly number[]; readonly left: number } | ActionRefusal> {
  const { what, ids } = request;
  const shops = await (what === 'took' ? shopsOfTaken : shopsOfMarks)(service.db, ids);
  const undone: number[] = [];
  let refusal: ActionRefusal | null = null;
  for (const shop of shops.filter(mayAct)) {
    const made = await undoSeveral(service, { ...request, shop });
    if ('refused' in made) refusal ??= made;
    else undone.push(...made.done.map(({ made: { id } }) => id));
  }
  if (undone.length === 0 && refusal !== null) return refusal;
  return { ids: undone, left: new Set(ids).size - undone.length };
}
