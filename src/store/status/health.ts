// What the database knows of how well the whole service is: one statement, so that whoever asks whether all is well costs
// one short round trip. There may be 57,000 shops, so shops are named only where something is wrong with them.

import { sql } from 'kysely';
import type { Instant } from '../../core/model.ts';
import type { HeldEdit } from '../configuration/config-state.ts';
import { isOfShops } from '../of-shops.ts';
import type { Db } from '../schema.ts';
import { textArray, time } from '../sql-parameters.ts';

export interface StoredHealth {
  /** When any worker last ended its tick, and any process that reads sources its round; null: none ever did. */
  readonly workerAt: Instant | null;
  readonly sourceAt: Instant | null;
  /** Somebody reads a source or a calendar at this moment. */
  readonly isReading: boolean;
  /** Sources, and with them calendars, that are to be read; the last complete read of any source. */
  readonly polled: number;
  readonly toRead: number;
  readonly newestReadAt: Instant | null;
  /** Shops among them whose source fails, was never read, or not since the instant asked with. */
  readonly unknown: readonly string[];
  readonly licenceEnding: readonly string[];
  readonly licenceUnreadable: readonly string[];
  /** Shops with a calendar from elsewhere that cannot be read, is read no more, or waits for a person's word. */
  readonly calendarFailing: readonly string[];
  readonly calendarHeld: readonly string[];
  readonly brokenSince: Instant | null;
  readonly heldSince: Instant | null;
  readonly held: HeldEdit | null;
  /** Mails that were given up, by shop ('' for ops). */
  readonly undeliverable: Readonly<Record<string, number>>;
  /** Shops that are configured no more and have open inquiries. */
  readonly gone: readonly string[];
  readonly proof: { readonly day: string; readonly missing: number; readonly late: number } | null;
  /** When the first revision of any file was registered. */
  readonly firstRevisionAt: Instant | null;
  readonly clockJumpAt: Instant | null;
  /** The newest canary, and whether it should have arrived by now; null: there never was one. */
  readonly canary: { readonly day: string; readonly overdue: boolean } | null;
}

export interface HealthQuery {
  readonly now: Instant;
  /** A source without a complete read since then is unknown. */
  readonly staleBefore: Instant;
  readonly licenceBefore: Instant;
  /** A calendar from elsewhere that was not read since then. */
  readonly calendarBefore: Instant;
  /** Mails given up before then were looked at long ago. */
  readonly mailsSince: Instant;
  /** A canary due before then should have arrived. */
  readonly canaryBefore: Instant;
}

/** Reads everything that says whether the service sees, works and tells. */
export async function readStoredHealth(db: Db, query: HealthQuery): Promise<StoredHealth> {
  const { now, staleBefore, licenceBefore, calendarBefore, mailsSince, canaryBefore } = query;
  const { rows } = await sql<StoredHealth>`
    select (select at from worker_tick) as "workerAt",
      (select at from service_sign where name = 'source-tick') as "sourceAt",
      (select at from service_sign where name = 'clock-jump') as "clockJumpAt",
      exists (select 1 from source where claimed_until > ${time(now)})
        or exists (select 1 from outside_calendar where claimed_until > ${time(now)}) as "isReading",
      s.polled + o.calendars as "toRead", s.newest as "newestReadAt",
      s.polled, s.unknown, s.ending as "licenceEnding", s.unreadable as "licenceUnreadable",
      o.failing as "calendarFailing", o.held as "calendarHeld",
      c.broken_since as "brokenSince", c.held_since as "heldSince", c.held,
      coalesce((select jsonb_object_agg(shop, mails) from (
        select shop, count(*)::int as mails from outbox
        where state = 'undeliverable' and slot_at >= ${time(mailsSince)} and ${isOfShops()} group by shop) m), '{}') as undeliverable,
      array(select id from shop where removed_at is not null and exists
        (select 1 from episode where episode.shop = shop.id and ended_at is null) order by id) as gone,
      (select jsonb_build_object('day', to_char(day, 'YYYY-MM-DD'), 'missing', missing, 'late', late)
        from daily_proof where made_at is not null order by day desc limit 1) as proof,
      (select jsonb_build_object('day', to_char(day, 'YYYY-MM-DD'), 'overdue', arrived_at is null
        and due_at < ${time(canaryBefore)}) from canary order by day desc limit 1) as canary,
      (select at from config_revision order by number limit 1) as "firstRevisionAt"
    from (select count(*)::int as polled, max(last_complete_at) as newest,
        coalesce(array_agg(shop order by shop) filter (where failing_since is not null or last_complete_at is null
          or last_complete_at < ${time(staleBefore)}), '{}') as unknown,
        coalesce(array_agg(shop order by shop) filter (where licence_expires_at < ${time(licenceBefore)}), '{}') as ending,
        coalesce(array_agg(shop order by shop) filter
          (where licence_checked_at is not null and licence_expires_at is null), '{}') as unreadable
      from source) s
    cross join (select count(*)::int as calendars,
        coalesce(array_agg(distinct shop) filter
          (where failing_since is not null or fresh_at < ${time(calendarBefore)}), '{}') as failing,
        coalesce(array_agg(distinct shop) filter (where held_since is not null), '{}') as held
      from outside_calendar) o
    left join config_state c on true`.execute(db);
  return rows[0]!;
}

/** Those of the shops that no process has begun to read yet: they have no row of their own. */
export async function withoutSource(db: Db, shops: readonly string[]): Promise<string[]> {
  const { rows } = await sql<{ shop: string }>`
    select shop from unnest(${textArray(shops)}) as p (shop)
    where not exists (select 1 from source where source.shop = p.shop) order by shop`.execute(db);
  return rows.map(({ shop }) => shop);
}
