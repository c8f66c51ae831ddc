// Which inquiries each of the large counts counts, and which count a list is of.

import type { TileKey } from '../tiles.tsx';
import { isUnfiltered, type ListQuery, queryOf } from './filters.ts';

export const TILE_ASKS: Readonly<Record<TileKey, ListQuery>> = {
  unanswered: {},
  flagged: { step: 'flag' },
  ownerAlertDue: { step: 'owner_alert' },
  breached: { step: 'breach' },
  dueToday: { due: 'today' },
};

/** The same as an address says it. */
export const TILE_QUERIES = Object.fromEntries(
  Object.entries(TILE_ASKS).map(([key, asks]) => [key, queryOf(asks)]),
) as Readonly<Record<TileKey, Readonly<Record<string, string>>>>;

/** The tile whose numbers the list shows, when nothing else is asked for. */
export function tileOf({ step, due, ...rest }: ListQuery): TileKey | null {
  if (typeof due === 'object') return null;
  if (!isUnfiltered(rest)) return null;
  if (due !== undefined) return step === undefined && due === 'today' ? 'dueToday' : null;
  return step === undefined
    ? 'unanswered'
    : ({ flag: 'flagged', owner_alert: 'ownerAlertDue', breach: 'breached' } as const)[step];
}
