// The record of who did what when: only ever added to, which the database itself sees to (refuse_change). What was done is noted in
// the transaction that does it.

import { type RawBuilder, sql } from 'kysely';
import type { Instant } from '../../core/model.ts';
import { isoUtc } from '../../core/time/instant.ts';
import type { Db } from '../schema.ts';
import { textArray, time } from '../sql-parameters.ts';
import type { AuditAction, AuditFacts } from '../tables/audit-tables.ts';
import type { RevisionCause } from '../tables/configuration-tables.ts';

export interface NewAuditEntry {
  /** Null: nobody said. */
  readonly who: string | null;
  readonly what: AuditAction;
  /** Null: it concerns the service. */
  readonly shop: string | null;
  readonly inquiryId?: number | null;
  readonly about?: AuditFacts;
}

/** Writes down what is done at `now`. */
export async function noteDone(db: Db, entry: NewAuditEntry, now: Instant): Promise<void> {
  const { who, what, shop, inquiryId = null, about = {} } = entry;
  await sql`insert into audit_entry (at, who, what, shop, inquiry, about)
    values (${time(now)}, ${who}, ${what}, ${shop}, (select external_id from inquiry where id = ${inquiryId}::bigint),
      ${JSON.stringify(about)}::jsonb)`.execute(db);
}

/** As facts keep an instant. */
export const untilFact = (until: Instant): AuditFacts => ({ until: isoUtc(until) });

/** A place in the record: what stands at the same instant is told apart by where it is kept, and its number there. */
export interface AuditCursor {
  readonly at: Instant;
  readonly kept: 'entry' | 'revision';
  readonly id: number;
}

export type AuditRow = AuditCursor & {
  readonly who: string | null;
  readonly shop: string | null;
  readonly inquiry: string | null;
} & (
    | { readonly kept: 'entry'; readonly what: AuditAction; readonly about: AuditFacts }
    | {
        readonly kept: 'revision';
        readonly what: RevisionCause;
        readonly about: { readonly ja: readonly string[]; readonly en: readonly string[] };
      }
  );

export interface AuditQuery {
  /** Null: of every shop and of the service; else of these shops alone. */
  readonly shops: readonly string[] | null;
  readonly who?: string | undefined;
  /** At or after `from`, before `to`. */
  readonly day?: { readonly from: Instant; readonly to: Instant } | undefined;
  /** Where the page before ended. */
  readonly before: AuditCursor | null;
  readonly limit: number;
}

/** The newest first. What sources change in calendars by themselves is nobody's doing and left out. */
export async function auditRows(db: Db, query: AuditQuery): Promise<AuditRow[]> {
  const { limit } = query;
  const { rows } = await sql<AuditRow>`
    select * from (
      (select at, 'entry' as kept, id, who, shop, inquiry, what, about from audit_entry
        where ${within(query, 'entry', sql`id`, sql`shop`)} order by at desc, id desc limit ${limit})
      union all
      (select at, 'revision', number, who, nullif(shop, ''), null, cause, difference from config_revision
        where cause <> 'source' and ${within(query, 'revision', sql`number`, sql`nullif(shop, '')`)}
        order by at desc, number desc limit ${limit})
    ) all_of_it order by at desc, kept desc, id desc limit ${limit}`.execute(db);
  return rows;
}

function within(
  { shops, who, day, before }: AuditQuery,
  kept: AuditCursor['kept'],
  id: RawBuilder<unknown>,
  shop: RawBuilder<unknown>,
): RawBuilder<unknown> {
  const conditions = [
    sql`true`,
    ...(shops === null ? [] : [sql`${shop} = any(${textArray(shops)})`]),
    ...(who === undefined ? [] : [sql`who = ${who}`]),
    ...(day === undefined ? [] : [sql`at >= ${time(day.from)} and at < ${time(day.to)}`]),
    ...(before === null ? [] : [isBefore(before, kept, id)]),
  ];
  return sql.join(conditions, sql` and `);
}

function isBefore(before: AuditCursor, kept: AuditCursor['kept'], id: RawBuilder<unknown>): RawBuilder<unknown> {
  const at = time(before.at);
  if (kept === before.kept) return sql`(at, ${id}) < (${at}, ${before.id})`;
  return kept < before.kept ? sql`at <= ${at}` : sql`at < ${at}`;
}
