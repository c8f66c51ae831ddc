// When each shop's calendar is next looked at, the mails that come of it, and what an inquiry reaches after a closure.

import { sql } from 'kysely';
import type { Instant } from '../../core/model.ts';
import { isMuted } from '../actions/mutes.ts';
import { OPEN_INQUIRY, type OpenInquiryRow } from '../board/open-inquiries.ts';
import type { Db } from '../schema.ts';
import { anyText, textArray, time, timeArray } from '../sql-parameters.ts';
import { type InColumns, type TimeColumns, withTimes } from '../steps/episode-times.ts';

/** Makes the list of shops what the configuration says; a new one is looked at at once. */
export async function syncLooks(
  db: Db,
  shops: readonly string[],
  now: Instant,
  among: readonly string[] | null = null,
): Promise<void> {
  await db
    .deleteFrom('calendar_look')
    .where(({ not, eb }) => not(eb('shop', '=', anyText(shops))))
    .$if(among !== null, (query) => query.where('shop', '=', anyText(among!)))
    .execute();
  await lookAgain(db, shops, now, false);
}

/** Shops whose calendar changed: looked at again now. */
export async function lookAgain(db: Db, shops: readonly string[], now: Instant, known = true): Promise<void> {
  const again = known ? sql`do update set next_look_at = excluded.next_look_at` : sql`do nothing`;
  await sql`insert into calendar_look (shop, next_look_at) select *, ${time(now)} from unnest(${textArray(shops)})
    on conflict (shop) ${again}`.execute(db);
}

export async function dueLooks(db: Db, now: Instant, limit: number): Promise<string[]> {
  const rows = await db
    .selectFrom('calendar_look')
    .select('shop')
    .where('next_look_at', '<=', time(now))
    .orderBy('next_look_at')
    .limit(limit)
    .execute();
  return rows.map((row) => row.shop);
}

/** Notes when each is looked at next. */
export async function looked(db: Db, next: readonly { shop: string; at: Instant }[]): Promise<void> {
  await sql`update calendar_look l set next_look_at = n.at
    from unnest(${textArray(next.map((n) => n.shop))}, ${timeArray(next.map((n) => n.at))}) n(shop, at)
    where l.shop = n.shop`.execute(db);
}

export interface CalendarMail {
  readonly kind: 'season' | 'digest' | 'calendar';
  /** '' for ops. */
  readonly shop: string;
  readonly cause: string;
  /** With kind, shop and cause it makes the mail unique. */
  readonly slotAt: Instant;
  /** When it may go out. */
  readonly at: Instant;
}

/** Puts mails into the outbox, each once. */
export async function openCalendarMails(db: Db, mails: readonly CalendarMail[]): Promise<void> {
  if (mails.length === 0) return;
  await sql`
    insert into outbox (kind, shop, cause, slot_at, state, next_attempt_at)
    select kind, shop, cause, slot, 'pending', at from unnest(${textArray(mails.map((m) => m.kind))},
      ${textArray(mails.map((m) => m.shop))}, ${textArray(mails.map((m) => m.cause))},
      ${timeArray(mails.map((m) => m.slotAt))}, ${timeArray(mails.map((m) => m.at))}) m(kind, shop, cause, slot, at)
    on conflict do nothing`.execute(db);
}

export type ReachingRow = OpenInquiryRow & { readonly all: number };

/** A shop's open inquiries, mutes left out, with a step due after `now` and up to `until`: the nearest deadlines first. */
export async function inquiriesReaching(
  db: Db,
  shop: string,
  now: Instant,
  until: Instant,
  limit: number,
): Promise<ReachingRow[]> {
  const due = (column: string) => sql`(e.${sql.raw(column)} > ${time(now)} and e.${sql.raw(column)} <= ${time(until)})`;
  const { rows } = await sql<InColumns<ReachingRow, TimeColumns>>`
    select ${OPEN_INQUIRY}, count(*) over ()::int as "all"
    from episode e join inquiry i on i.id = e.inquiry_id
    where e.shop = ${shop} and e.ended_at is null
      and (${due('flag_due_at')} or ${due('owner_alert_due_at')} or ${due('breach_due_at')})
      and not ${isMuted(sql`e.shop`, sql`e.inquiry_id`, now)}
    order by e.breach_at, e.id limit ${limit}`.execute(db);
  return rows.map(withTimes);
}
