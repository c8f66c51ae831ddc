// What reports count of waits that left with their inquiries.

import { type RawBuilder, sql } from 'kysely';
import type { Instant } from '../../core/model.ts';
import type { ReportEpisode } from '../../core/reports/episode.ts';
import { type ShownColumn, shownOf } from '../reports/shown.ts';
import type { Db } from '../schema.ts';
import { time } from '../sql-parameters.ts';

type PastRow = Omit<ReportEpisode, 'shown'> & { readonly shown: ShownColumn };

interface PastSpan {
  readonly from: Instant;
  readonly to: Instant;
  /** At least 27 days after `from`. */
  readonly openAt: Instant;
}

/** Those of a shop that started in [from, to), and older ones that ended after `openAt`: as `monthRows` of what is there. */
export async function pastMonthRows(db: Db, shop: string, { from, to, openAt }: PastSpan): Promise<ReportEpisode[]> {
  const [started, older] = [
    await rowsOf(db, sql`shop = ${shop} and started_at >= ${time(from)} and started_at < ${time(to)}`),
    await rowsOf(
      db,
      sql`shop = ${shop} and ended_at > ${time(openAt)} and ended_at - started_at > interval '27 days'
        and started_at < ${time(from)}`,
    ),
  ];
  return [...started, ...older];
}

/** How many of a shop's waits that began in [from, to) left. */
export async function countPastWaits(db: Db, shop: string, { from, to }: Omit<PastSpan, 'openAt'>): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from past_episode
    where shop = ${shop} and started_at >= ${time(from)} and started_at < ${time(to)}
      and ended_by <> 'superseded'`.execute(db);
  return rows[0]!.count;
}

async function rowsOf(db: Db, where: RawBuilder<unknown>): Promise<ReportEpisode[]> {
  const { rows } = await sql<PastRow>`
    select channel, type, category, started_at as "startedAt", ended_at as "endedAt", ended_by as "endedBy",
      flag_due_at as "flagDueAt", owner_alert_due_at as "ownerAlertDueAt", breach_due_at as "breachDueAt",
      no_deadline as "noDeadline", provisional, no_reply_needed as "noReplyNeeded", shown
    from past_episode where ${where}`.execute(db);
  return rows.map((row) => ({ ...row, shown: shownOf(row.shown) }));
}
