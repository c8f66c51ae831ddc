// What changed outside the files comes in force: the same revisions and the same recompute as after an edit (RULES.md 6).

import { shopStates } from '../../store/configuration/shops.ts';
import { refreshOutside } from '../outside-in-force.ts';
import type { Service } from '../service.ts';
import { applyRevisions } from './register-revisions.ts';

/** Counts with what the store has by now; one query when nothing changed. */
export async function applyOutside(service: Service): Promise<void> {
  const touched = await refreshOutside(service);
  if (touched.length === 0) return;
  const states = await shopStates(
    service.db,
    touched.map((shop) => shop.id),
  );
  const stale = touched.filter((shop) => states.get(shop.id)?.revision !== service.counting.revisionOf(shop));
  if (stale.length > 0) await applyRevisions(service, { cause: 'source', only: new Set(stale.map((shop) => shop.id)) });
}
