// Reads for the page about the monitoring itself: numbers over all shops, and the worst few by name.
// There may be 57,000 shops, so nothing here returns a row for each.

import { sql } from 'kysely';
import type { Bilingual, EpochDay, Instant } from '../../core/model.ts';
import type { Db } from '../schema.ts';
import { time } from '../sql-parameters.ts';
import type { MuteKind } from '../tables/actions-tables.ts';
import type { HeldWhy } from '../tables/calendar-tables.ts';
import type { RevisionCause } from '../tables/configuration-tables.ts';

export interface SourceCounts {
  readonly polled: number;
  /** Failing, never read, or not read since the instant asked with. */
  readonly unknown: number;
  readonly failing: number;
  /** The last complete read of the one read longest ago; null when one was never read, or there is none. */
  readonly oldestReadAt: Instant | null;
  /** The newest complete read of any. */
  readonly newestReadAt: Instant | null;
}

export async function sourceCounts(db: Db, staleBefore: Instant): Promise<SourceCounts> {
  const { rows } = await sql<SourceCounts>`
    select count(*)::int as polled,
      count(*) filter (where failing_since is not null or last_complete_at is null
        or last_complete_at < ${time(staleBefore)})::int as unknown,
      count(*) filter (where failing_since is not null)::int as failing,
      nullif(min(coalesce(last_complete_at, '-infinity')), '-infinity') as "oldestReadAt",
      max(last_complete_at) as "newestReadAt"
    from source`.execute(db);
  return rows[0]!;
}

export interface SourceLine {
  readonly shop: string;
  readonly lastCompleteAt: Instant | null;
  readonly failingSince: Instant | null;
  readonly failureKind: string | null;
  readonly firstBackTo: EpochDay | null;
  readonly firstInquiries: number | null;
}

/** Sources that are not known to be well, those unread for longest first. */
export async function worstSources(db: Db, staleBefore: Instant, limit: number): Promise<SourceLine[]> {
  return db
    .selectFrom('source')
    .leftJoin('first_read', (join) =>
      join.onRef('first_read.shop', '=', 'source.shop').on('source.last_complete_at', 'is', null),
    )
    .select([
      'source.shop',
      'last_complete_at as lastCompleteAt',
      'failing_since as failingSince',
      'failure_kind as failureKind',
      'first_read.back_to as firstBackTo',
      'first_read.inquiries as firstInquiries',
    ])
    .where(({ or, eb }) =>
      or([
        eb('failing_since', 'is not', null),
        eb('last_complete_at', 'is', null),
        eb('last_complete_at', '<', time(staleBefore)),
      ]),
    )
    .orderBy('last_complete_at', (order) => order.asc().nullsFirst())
    .orderBy('source.shop')
    .limit(limit)
    .execute();
}

/** How many sources fail for each kind of reason. */
export async function failuresByKind(db: Db): Promise<{ kind: string; sources: number }[]> {
  const { rows } = await sql<{ kind: string; sources: number }>`
    select coalesce(split_part(failure_kind, ':', 1), 'unknown') as kind, count(*)::int as sources from source
    where failing_since is not null group by 1 order by 2 desc, 1`.execute(db);
  return rows;
}

export interface LicenceLine {
  readonly shop: string;
  readonly endsAt: Instant;
}

export interface Licences {
  /** Licence keys whose end is known. */
  readonly known: number;
  /** Asked, and the answer held no date. */
  readonly unreadable: number;
  /** Ending before the instant asked with. */
  readonly ending: number;
  /** The first to end. */
  readonly soonest: readonly LicenceLine[];
}

export async function licences(db: Db, before: Instant, limit: number): Promise<Licences> {
  const counts = await db
    .selectFrom('source')
    .select(({ fn }) => [
      fn.count<number>('licence_expires_at').as('known'),
      fn
        .countAll<number>()
        .filterWhere('licence_checked_at', 'is not', null)
        .filterWhere('licence_expires_at', 'is', null)
        .as('unreadable'),
      fn.countAll<number>().filterWhere('licence_expires_at', '<', time(before)).as('ending'),
    ])
    .executeTakeFirstOrThrow();
  const soonest = await db
    .selectFrom('source')
    .select(({ ref }) => ['shop', ref('licence_expires_at').$notNull().as('endsAt')])
    .where('licence_expires_at', 'is not', null)
    .orderBy('licence_expires_at')
    .orderBy('shop')
    .limit(limit)
    .execute();
  return { ...counts, soonest };
}

export interface OutsideLine {
  readonly shop: string;
  /** The feed's name; '' for RMS. */
  readonly name: string;
  readonly failingSince: Instant | null;
  readonly heldSince: Instant | null;
  readonly heldWhy: HeldWhy | null;
}

export interface OutsideCounts {
  readonly calendars: number;
  readonly failing: number;
  readonly held: number;
  /** Shops whose own calendar differs from RMS. */
  readonly drifting: number;
}

export async function outsideCounts(db: Db): Promise<OutsideCounts> {
  const { rows } = await sql<OutsideCounts>`
    select count(*)::int as calendars, count(failing_since)::int as failing, count(held_since)::int as held,
      (select count(distinct shop)::int from calendar_notice where kind = 'drift') as drifting
    from outside_calendar`.execute(db);
  return rows[0]!;
}

/** Outside calendars that fail or wait for a confirmation, the oldest trouble first. */
export async function troubledOutside(db: Db, limit: number): Promise<OutsideLine[]> {
  const { rows } = await sql<OutsideLine>`
    select shop, name, failing_since as "failingSince", held_since as "heldSince", held_why as "heldWhy"
    from outside_calendar where failing_since is not null or held_since is not null
    order by least(failing_since, held_since), shop, source limit ${limit}`.execute(db);
  return rows;
}

/** Shops whose own calendar differs from RMS, by id. */
export async function driftingShops(db: Db, limit: number): Promise<{ shop: string; since: Instant }[]> {
  return db
    .selectFrom('calendar_notice')
    .select(({ fn }) => ['shop', fn.min('made_at').as('since')])
    .where('kind', '=', 'drift')
    .groupBy('shop')
    .orderBy('shop')
    .limit(limit)
    .execute();
}

export interface MuteCounts {
  /** Whole shops, and single inquiries. */
  readonly shops: number;
  readonly inquiries: number;
  readonly inHand: number;
}

export async function muteCounts(db: Db, now: Instant): Promise<MuteCounts> {
  return db
    .selectFrom('mute')
    .select(({ fn }) => {
      const count = (kind: MuteKind) => fn.countAll<number>().filterWhere('kind', '=', kind);
      return [
        count('mute').filterWhere('inquiry_id', 'is', null).as('shops'),
        count('mute').filterWhere('inquiry_id', 'is not', null).as('inquiries'),
        count('in_hand').as('inHand'),
      ];
    })
    .where('lifted_at', 'is', null)
    .where('until_at', '>', time(now))
    .executeTakeFirstOrThrow();
}

/** Refusals kept, and those that came again or for the first time since then. */
export async function refusalCounts(db: Db, since: Instant): Promise<{ kept: number; recent: number }> {
  return db
    .selectFrom('refusal')
    .select(({ fn }) => [
      fn.countAll<number>().as('kept'),
      fn.countAll<number>().filterWhere('last_at', '>=', time(since)).as('recent'),
    ])
    .executeTakeFirstOrThrow();
}

export interface RevisionLine {
  readonly number: number;
  /** '' for service.yaml. */
  readonly shop: string;
  readonly at: Instant;
  readonly who: string | null;
  readonly cause: RevisionCause;
  readonly difference: Readonly<Record<keyof Bilingual, readonly string[]>>;
}

/** The newest revisions of all files. */
export async function latestRevisions(db: Db, limit: number): Promise<RevisionLine[]> {
  return db
    .selectFrom('config_revision')
    .select(['number', 'shop', 'at', 'who', 'cause', 'difference'])
    .orderBy('number', 'desc')
    .limit(limit)
    .execute();
}

export async function databaseVersion(db: Db): Promise<string> {
  const { rows } = await sql<{ server_version: string }>`show server_version`.execute(db);
  return rows[0]!.server_version;
}
