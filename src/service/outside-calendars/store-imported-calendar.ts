// One answer of an outside calendar into the store: kept for ever, compared with what is in force, and either put in
// force or held for a person's word. Nothing is recomputed here (apply-outside-calendars.ts).

import { createHash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { nationalHolidays } from '../../config/values/national-holidays.ts';
import { doubtAbout, type OutsideCalendar } from '../../core/calendar/outside-calendar.ts';
import type { EpochDay, Instant } from '../../core/model.ts';
import { addNotices, dropNotices } from '../../store/calendar/calendar-notices.ts';
import {
  dropHeld,
  holdOutside,
  lockOutside,
  type OutsideKey,
  type OutsideRow,
  putInForce,
} from '../../store/outside-calendars/outside-calendars.ts';
import { recordRead, writeAnswer } from '../../store/outside-calendars/outside-reads.ts';
import type { Trx } from '../../store/schema.ts';
import type { Service } from '../service.ts';

export interface Answer {
  /** As it came, for keeping. */
  readonly value: unknown;
  /** What it makes of the calendar known before (null: none): in force, or held until now. */
  readonly follow: (before: OutsideCalendar | null) => OutsideCalendar;
  readonly remarks: readonly unknown[];
  readonly nextReadAt: Instant;
  /** The date from which an answer speaks, in the calendar's own zone. */
  readonly today: EpochDay;
}

export type Taken = 'same' | 'changed' | 'held' | 'not-wanted';

/** Stores an answer. `held`: what was in force stays so until `acceptHeld`; ops get one notice a hold. */
export async function storeAnswer(service: Service, key: OutsideKey, answer: Answer, now: Instant): Promise<Taken> {
  const taken = await service.db.transaction().execute(async (trx) => {
    const row = await lockOutside(trx, key);
    if (row === null) return 'not-wanted';
    const hash = createHash('sha256').update(JSON.stringify(answer.value)).digest('hex');
    await writeAnswer(trx, row, { hash, value: answer.value }, now);
    await recordRead(trx, key, { hash, remarks: answer.remarks, nextReadAt: answer.nextReadAt }, now);
    return settle(trx, row, answer, now);
  });
  if (taken !== 'same') service.logger.info({ shop: key.shop, source: key.source, taken }, 'outside calendar read');
  return taken;
}

async function settle(trx: Trx, row: OutsideRow, { follow, today }: Answer, now: Instant): Promise<Taken> {
  const next = follow(row.inForce);
  const doubt = doubtAbout(row.inForce, next, today, nationalHolidays);
  if (doubt !== null) {
    await holdOutside(trx, row, follow(row.held ?? row.inForce), doubt.why, now);
    await addNotices(trx, [{ shop: row.shop, kind: 'held', key: row.source }], now);
    return 'held';
  }
  if (row.held !== null) await dropNotices(trx, [{ shop: row.shop, kind: 'held', key: row.source }]);
  if (row.inForce !== null && isDeepStrictEqual(row.inForce, next)) {
    if (row.held !== null) await dropHeld(trx, row);
    return 'same';
  }
  await putInForce(trx, row, next, now);
  return 'changed';
}
