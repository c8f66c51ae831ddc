// Somebody says that a channel is open to customers, or closed, for the rest of the day; or that it goes by the opening hours again.

import { quoted } from '../../config/values/faults.ts';
import { noteDone } from '../../store/audit/audit-entries.ts';
import { dropPresence, putPresence } from '../../store/presence/said-presence.ts';
import { type Muting, readName } from '../actions/mute.ts';
import type { ActionRefusal } from '../actions/refuse-action.ts';

export interface SayPresence {
  readonly shop: string;
  readonly channel: string;
  /** Null: by the opening hours. */
  readonly isAccepting: boolean | null;
  readonly by: string | undefined;
}

/** Holds from now on, until the end of the shop's today or until somebody says something else. */
export async function sayPresence(service: Muting, request: SayPresence): Promise<{ said: true } | ActionRefusal> {
  const { shop: id, channel, isAccepting } = request;
  const shop = service.config.shops.get(id);
  if (shop === undefined) return { refused: 'unknown', message: `found the unknown shop ${quoted(id)}` };
  if (!shop.presence?.includes(channel))
    return { refused: 'unknown', message: `${id} asks nobody about the channel ${quoted(channel)}` };
  const by = readName(request.by);
  if (typeof by !== 'string') return by;
  const now = service.clock.now();
  const what = isAccepting === null ? 'presence_by_hours' : isAccepting ? 'presence_opened' : 'presence_closed';
  await service.db.transaction().execute(async (trx) => {
    if (isAccepting === null) await dropPresence(trx, { shop: id, channel });
    else await putPresence(trx, { shop: id, channel }, { isAccepting, at: now, by });
    await noteDone(trx, { who: by, what, shop: id, about: { name: channel } }, now);
  });
  service.logger.info({ shop: id, channel, what }, 'presence said');
  return { said: true };
}
