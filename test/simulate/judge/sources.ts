// What is read from RMS: all that happened there is known in time while it answers, and nobody is told of an inquiry that was
// answered before.

import { deriveThread } from '../../../src/core/steps/episodes.ts';
import type { Thread } from '../people.ts';
import type { Rms } from '../rms/rms.ts';
import { OPS } from '../settings.ts';
import type { TakenMail } from '../smtp.ts';
import { type Court, copyOf, isCalm, isList, ON_ITS_WAY_MS } from './evidence.ts';
import { type Disturbance, iso } from './law.ts';

const MINUTE_MS = 60_000;
/** The newest days are read so often, and so long a read takes at most. */
const READ_EVERY_MS = 5 * MINUTE_MS;
const READING_MS = 3 * MINUTE_MS;
/** Once RMS answers again: it may have asked us to stay away until then. */
const STAY_AWAY_MS = 7 * MINUTE_MS;
/** An inquiry that began longer ago is read within the hour. */
const NEWEST_MS = 6 * 24 * 60 * MINUTE_MS;
const OLDER_EVERY_MS = 65 * MINUTE_MS;

/** `disturbances`: what else went wrong. */
export function judgeSources(
  court: Court,
  rms: Rms,
  disturbances: readonly Disturbance[],
  { threads, now }: { readonly threads: readonly Thread[]; readonly now: number },
): void {
  for (const { id } of court.world.settings.shops) {
    if (!rms.has(id)) continue;
    const wrong = [...disturbances, ...rms.awayOf(id)];
    for (const { event, happenedAt, began } of rms.unlearned(id)) {
      const every = happenedAt - began > NEWEST_MS ? OLDER_EVERY_MS : READ_EVERY_MS;
      const limit = excused(wrong, happenedAt, every + READING_MS) + every + READING_MS;
      if (limit <= now)
        court.fault(`${event.type} of ${iso(event.at)} in R-Messe was not known by ${iso(limit)}: ${id}`);
    }
  }
  const byNumber = new Map(threads.map((thread) => [thread.number, thread]));
  for (const mail of court.mails) judgeSpared(court, rms, mail, byNumber);
}

/** When nothing was wrong any more for as long as it takes. */
function excused(wrong: readonly Disturbance[], at: number, takesMs: number): number {
  for (let moved = at; ; ) {
    const hit = wrong.find(({ from, until }) => from < moved + takesMs && moved < until + STAY_AWAY_MS);
    if (hit === undefined) return moved;
    moved = hit.until + STAY_AWAY_MS;
  }
}

/** An inquiry is looked at once more before somebody is told of it: what was answered ten seconds ago is not told. */
function judgeSpared(court: Court, rms: Rms, mail: TakenMail, byNumber: ReadonlyMap<string, Thread>): void {
  const key = `spared ${copyOf(mail)}`;
  if (mail.to[0] === OPS || isList(mail) || court.settled.has(key) || !isCalm(court, mail.at)) return;
  court.settled.add(key);
  for (const number of mail.names) {
    const shop = byNumber.get(number)?.shop;
    if (shop === undefined || !rms.has(shop)) continue;
    // Of what was pressed on pages R-Messe knows nothing.
    if (byNumber.get(number)!.events.some(({ event }) => !('seq' in event) && event.type.startsWith('promise')))
      continue;
    const isAway = rms.awayOf(shop).some(({ from, until }) => from < mail.at && mail.at < until + 2 * STAY_AWAY_MS);
    if (isAway) continue;
    const before = mail.at - ON_ITS_WAY_MS - SPARED_MS;
    const waits = [before, mail.at].map((at) => {
      const { episodes, promises } = deriveThread(
        rms.truth(number, at).map(({ event }) => event),
        at,
      );
      return episodes.some(({ endedAt }) => endedAt === null) || promises.length > 0;
    });
    if (!waits.includes(true))
      court.fault(`${mail.messageId} at ${iso(mail.at)} tells of ${number}, which had been answered by ${iso(before)}`);
  }
}

/** From a look to the server: other mails of the shop may be before it. */
const SPARED_MS = 10_000;
