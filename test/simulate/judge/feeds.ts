// The outside calendar of a shop: asked once a day, after a bad answer once an hour; what was had of it counts at once, and nothing
// else does, however its server answers meanwhile.

import type { Asked, Feed } from '../calendars/feed.ts';
import type { Court } from './evidence.ts';
import { iso } from './law.ts';

const MINUTE_MS = 60_000;
const READ_EVERY_MS = 24 * 60 * MINUTE_MS;
const RETRY_AFTER_MS = 60 * MINUTE_MS;
/** A tick, and the answer. */
const ASKED_MS = 3 * MINUTE_MS;
/** After an answer was had. */
const COUNTS_MS = 2 * MINUTE_MS;

export function judgeFeed(court: Court, { asked, inForce }: Feed, now: number): void {
  const { fault, law, world } = court;
  if (world.settings.feed === null) return;
  const last = asked.at(-1);
  if (last === undefined) {
    fault('the outside calendar was never asked for');
    return;
  }
  const due = last.at + (last.isRead ? READ_EVERY_MS : RETRY_AFTER_MS);
  if (law.excused(due) + ASKED_MS < now)
    fault(`the outside calendar, ${last.isRead ? 'read' : 'not read'} at ${iso(last.at)}, was not asked for again`);
  const had = asked.findLast(isHad);
  if (had === undefined || law.excused(had.at) + COUNTS_MS > now) return;
  const days = inForce()?.days;
  if (String(days) !== String(had.days))
    fault(`the outside calendar said ${had.days} at ${iso(had.at)}, and ${days ?? 'nothing'} counts`);
}

const isHad = ({ isRead, days }: Asked): boolean => isRead && days !== null;
