// An edit that raises or withdraws something for more inquiries than `confirmAbove` is held until `apply --yes`.

import type { Config } from '../../config/load.ts';
import type { HeldEdit } from '../../store/configuration/config-state.ts';
import { shopStates } from '../../store/configuration/shops.ts';
import type { Service } from '../service.ts';
import { countAffected, type PendingShop, pendingShops } from './open-inquiry-effects.ts';

export interface Held {
  readonly edit: HeldEdit;
  /** What its shops wait for: the revision of each, '' for a file that is gone. */
  readonly awaited: ReadonlyMap<string, string>;
}

type Parts = Pick<Service, 'db' | 'clock' | 'counting'>;

/** What of a configuration is held; null for nothing. `changed`: the shops that are others than in force. */
export async function heldOf(service: Parts, next: Config, changed: ReadonlySet<string>): Promise<Held | null> {
  const revisionOf = (shop: PendingShop['after']): string => (shop === null ? '' : service.counting.revisionOf(shop));
  const movesDeadlines = ({ after, known }: PendingShop): boolean =>
    known !== null && known.removedAt === null && known.revision !== revisionOf(after);
  const pending = (await pendingShops(service, next, changed)).filter(movesDeadlines);
  const inquiries = pending.length === 0 ? 0 : await countAffected(service, pending);
  const { confirmAbove } = next.service;
  if (inquiries <= confirmAbove) return null;
  return {
    edit: { shops: pending.map(({ id }) => id), inquiries, confirmAbove },
    awaited: new Map(pending.map(({ id, after }) => [id, revisionOf(after)])),
  };
}

/** Whether somebody put a held edit in force by command. */
export async function isApproved({ db }: Pick<Service, 'db'>, { awaited }: Held): Promise<boolean> {
  const states = await shopStates(db, [...awaited.keys()]);
  return [...awaited].some(([id, revision]) => states.get(id)?.revision === revision);
}
