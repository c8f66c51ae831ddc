// Which inquiries each of the large counts counts, and which count a list is of.

import type { TileKey } from '../tiles.tsx';
import type { ListQuery } from './filters.ts';

export const TILE_ASKS: Readonly<Record<TileKey, ListQuery>> = {
  unanswered: {},
  flagged: { step: 'flag' },
  ownerAlertDue: { step: 'owner_alert' },
  breached: { step: 'breach' },
  dueToday: { due: 'today' },
};

/** The tile whose numbers the list shows, when nothing else is asked for. */
export function tileOf({ step, due, ...rest }: ListQuery): TileKey | null {
  if (typeof due === 'object') return null;
  if (Object.values(rest).some((value) => value !== undefined)) return null;
  if (due !== undefined) return step === undefined && due === 'today' ? 'dueToday' : null;
  return step === undefined
    ? 'unanswered'
    : ({ flag: 'flagged', owner_alert: 'ownerAlertDue', breach: 'breached' } as const)[step];
}
