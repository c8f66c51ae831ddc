// The first read of a shop, 90 days: the newest days at once, then stretch by stretch further back. Each stretch is taken in
// and noted as it comes, so that a read that failed or was stopped goes on where it was, and people see how far it is. A
// large shop takes an hour of it at RMS's pace; meanwhile the newest days are read again whenever a read would be due.

import type { EpochDay, Instant } from '../../core/model.ts';
import { jstDay, startOfJstDay } from '../../rms/jst.ts';
import { unpacked } from '../../rms/row-print.ts';
import { endFirstRead, type FirstReadPlace, firstReadOf, noteFirstReadPlace } from '../../store/intake/first-reads.ts';
import { recordRead } from '../../store/intake/source-reads.ts';
import { FIRST_READ_DAYS } from '../monitoring/first-read-progress.ts';
import { notAhead } from '../read-claim.ts';
import { inTurn } from './database-turns.ts';
import { MARGIN_MS, NEWEST_DAYS, nextWholeRead, OLDER_EVERY_MS, POLL_EVERY_MS, packedRows } from './read-scope.ts';
import { type Reading, sweepOf, takeInSweep } from './take-in-sweep.ts';

/** So many rows are half a minute at RMS's pace. */
const ROWS_A_STRETCH = 3_000;
/** With the margin one request's span. */
const LONGEST_STRETCH_DAYS = 29;

/** Days in Japan, the first and the one after the last. */
interface Days {
  readonly from: EpochDay;
  readonly to: EpochDay;
}

interface FirstRead extends Reading {
  /** What was seen by this read, packed by day. */
  readonly seen: Map<EpochDay, Buffer>;
  readonly soFar: { requests: number; added: number; isOvertaken: boolean };
}

/**
 * Reads what the first read of the shop still lacks, and ends it.
 * @throws RmsError when a part could not be read, or the signal's reason; what was read before is kept and noted
 */
export async function readFirst(reading: Reading): Promise<void> {
  const { service, shop, claim } = reading;
  const { db, clock, logger } = service;
  const began = clock.now();
  const read: FirstRead = { ...reading, seen: new Map(), soFar: { requests: 0, added: 0, isOvertaken: false } };
  const before = await inTurn(db, () => firstReadOf(db, shop.id));
  let place = await readNewest(read, before);
  const oldest = () => jstDay(clock.now()) - FIRST_READ_DAYS;
  let days = daysOfStretch(place, oldest(), place.inquiries / Math.max(1, jstDay(began) - place.backTo));
  while (days.from < days.to && !read.soFar.isOvertaken) {
    const age = clock.now() - place.readAt;
    if (age >= POLL_EVERY_MS || age < 0) place = await readNewest(read, place);
    const rows = await readDays(read, days, startOfJstDay(days.to) + MARGIN_MS);
    place = await noted(read, { ...place, backTo: days.from, inquiries: place.inquiries + rows });
    days = daysOfStretch(place, oldest(), rows / (days.to - days.from));
  }
  await inTurn(db, async () => {
    const tookMs = clock.now() - began;
    const isQuick = before === null && tookMs >= 0 && tookMs < OLDER_EVERY_MS;
    const completeAt = notAhead(clock, place.readAt);
    const kept = await recordRead(db, claim, {
      completeAt,
      nextPollAt: completeAt + POLL_EVERY_MS,
      // What was read long ago may be another by now: all days are read again at once.
      olderDueAt: isQuick ? nextWholeRead(shop.id, began) : null,
      days: read.seen,
    });
    if (kept) await endFirstRead(db, shop.id);
    const { requests, added } = read.soFar;
    const facts = { shop: shop.id, requests, added, inquiries: place.inquiries };
    logger.info(facts, kept ? 'source read the first time' : 'source read, but another reader had taken over');
  });
}

/** The newest days, and whatever began since they were read last. */
async function readNewest(read: FirstRead, before: FirstReadPlace | null): Promise<FirstReadPlace> {
  const now = read.service.clock.now();
  const today = jstDay(now);
  const days = { from: Math.min(today - NEWEST_DAYS, jstDay(before?.readAt ?? now) - 1), to: today + 1 };
  const rows = await readDays(read, days, now);
  const place = {
    backTo: Math.min(days.from, before?.backTo ?? days.from),
    readAt: now,
    inquiries: before?.inquiries ?? rows,
  };
  return noted(read, place);
}

/** Asks for the days, up to the instant, and takes in what they show. Returns how many inquiries began on them. */
async function readDays(read: FirstRead, { from, to }: Days, until: Instant): Promise<number> {
  const { service, seen, soFar } = read;
  const known = new Map([...seen].flatMap(([day, bytes]) => (day < from ? [] : [[day, unpacked(bytes)] as const])));
  const sweep = await sweepOf(read, { now: until, from: startOfJstDay(from), olderOpen: [], known });
  const now = service.clock.now();
  const { added, refused } = await inTurn(service.db, () => takeInSweep(read, sweep, now));
  const rows = packedRows(sweep, refused);
  for (let day = from; day < to; day++) {
    const bytes = rows.get(day);
    if (bytes === undefined) seen.delete(day);
    else seen.set(day, bytes);
  }
  soFar.requests += sweep.requests;
  soFar.added += added;
  // Neighbours share some minutes, which are counted once.
  return sweep.inquiries.map(({ startedAt }) => jstDay(startedAt)).filter((day) => day >= from && day < to).length;
}

/** Notes the place. Whoever was overtaken by another reader ends as if stopped: the other goes on from what is noted. */
async function noted({ service: { db }, claim, soFar }: FirstRead, place: FirstReadPlace): Promise<FirstReadPlace> {
  soFar.isOvertaken ||= !(await inTurn(db, () => noteFirstReadPlace(db, claim, place)));
  return place;
}

/** The days before those that were read, as many as give so many rows at the rate of the last ones; none at the end. */
function daysOfStretch({ backTo }: FirstReadPlace, oldest: EpochDay, rowsADay: number): Days {
  const days = Math.floor(ROWS_A_STRETCH / Math.max(1, rowsADay));
  return { from: Math.max(oldest, backTo - Math.min(LONGEST_STRETCH_DAYS, Math.max(1, days))), to: backTo };
}
