// A person's word on what is held: an answer that would wipe a calendar, change many of its days or leave out what cannot
// be read comes in force.

import { nationalHolidays } from '../../config/values/national-holidays.ts';
import {
  differingDays,
  type OutsideCalendar,
  type UnreadEntry,
  unreadOf,
} from '../../core/calendar/outside-calendar.ts';
import type { EpochDay } from '../../core/model.ts';
import { openZone } from '../../core/time/zone.ts';
import { noteDone } from '../../store/audit/audit-entries.ts';
import { dropNotices } from '../../store/calendar/calendar-notices.ts';
import {
  lockOutside,
  type OutsideRow,
  outsideOfShop,
  putInForce,
} from '../../store/outside-calendars/outside-calendars.ts';
import type { HeldWhy } from '../../store/tables/calendar-tables.ts';
import type { Service } from '../service.ts';

export interface HeldCalendar {
  readonly source: string;
  /** The feed's name; empty for RMS. */
  readonly name: string;
  readonly why: HeldWhy;
  readonly heldSince: number;
  /** The dates of the next 60 days that are closed now and would open, and the other way round. */
  readonly opens: readonly EpochDay[];
  readonly closes: readonly EpochDay[];
  /** All-day entries that cannot be read and would be left out. */
  readonly unread: readonly UnreadEntry[];
}

type Parts = Pick<Service, 'db' | 'clock'>;

const SHOWN_DAYS = 60;

/** What is held for a shop, with what it would change. */
export async function heldCalendars(
  { db, clock }: Parts,
  shop: { id: string; timeZone: string },
): Promise<HeldCalendar[]> {
  const today = openZone(shop.timeZone).localDay(clock.now());
  return (await outsideOfShop(db, shop.id)).flatMap((row) => heldOf(row, today) ?? []);
}

/** Puts what is held for a shop in force; services that run count with it within their next tick. */
export async function acceptHeld(
  parts: Parts,
  shop: { id: string; timeZone: string },
  who: string | null = null,
): Promise<HeldCalendar[]> {
  const { db, clock } = parts;
  const now = clock.now();
  const accepted: HeldCalendar[] = [];
  for (const { source } of await heldCalendars(parts, shop)) {
    await db.transaction().execute(async (trx) => {
      const row = await lockOutside(trx, { shop: shop.id, source });
      const held = row && heldOf(row, openZone(shop.timeZone).localDay(now));
      if (!row?.held || !held) return;
      await putInForce(trx, row, row.held, now);
      await noteDone(trx, { who, what: 'calendar_accepted', shop: shop.id, about: { name: held.name || 'RMS' } }, now);
      await dropNotices(trx, [{ shop: shop.id, kind: 'held', key: source }]);
      accepted.push(held);
    });
  }
  return accepted;
}

function heldOf({ source, name, held, heldSince, heldWhy, inForce }: OutsideRow, today: EpochDay): HeldCalendar | null {
  if (held === null || heldSince === null || heldWhy === null) return null;
  const before = inForce ?? NOTHING;
  const span = { from: today, to: today + SHOWN_DAYS - 1 };
  const changed = differingDays(before, held, span, nationalHolidays);
  const closedNow = new Set(differingDays(before, NOTHING, span, nationalHolidays));
  return {
    source,
    name,
    why: heldWhy,
    heldSince,
    opens: changed.filter((day) => closedNow.has(day)),
    closes: changed.filter((day) => !closedNow.has(day)),
    unread: unreadOf(held),
  };
}

const NOTHING: OutsideCalendar = { source: 'feed', name: '', days: [] };
