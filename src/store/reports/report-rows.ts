// Reads for reports: the episodes of a shop's month in pages, and every shop's main numbers in one statement.
// Nothing here holds a snapshot, so a slow download never keeps the database from cleaning up.

import { type RawBuilder, sql } from 'kysely';
import type { Instant, Step } from '../../core/model.ts';
import { NO_REPLY_NEEDED_PREFIX, type ReportEpisode, type Shown } from '../../core/reports/episode.ts';
import type { Db } from '../schema.ts';
import { idArray, textArray, time, timeArray } from '../sql-parameters.ts';

/** A bounded stretch of time: [from, to). */
export interface Between {
  readonly from: Instant;
  readonly to: Instant;
}

/** An episode with what the list of a month says of it. */
export interface ReportRow extends ReportEpisode {
  readonly id: number;
  readonly inquiry: string;
}

const BY_START = sql`order by e.started_at, e.id`;

/**
 * The shop's episodes that started in the stretch, in any order, and older ones that had not ended at `openAt`, which lies at least 27 days
 * after `from`: so the older ones are open, or waited longer than that, and each part has an index of its own.
 */
export async function monthRows(
  db: Db,
  shop: string,
  { from, to, openAt }: Between & { readonly openAt: Instant },
): Promise<ReportEpisode[]> {
  const older = sql`select * from episode where shop = ${shop} and started_at < ${time(from)}`;
  return rowsOf(
    db,
    sql`select * from episode where shop = ${shop} and started_at >= ${time(from)} and started_at < ${time(to)}
      union all ${older} and ended_at is null
      union all ${older} and ended_at > ${time(openAt)} and ended_at - started_at > interval '27 days'`,
  );
}

/** Ids of the shop's episodes that started in the stretch, in the order of their start: to be read in pages. */
export async function idsStarted(db: Db, shop: string, { from, to }: Between): Promise<number[]> {
  const { rows } = await sql<{ ids: number[] | null }>`
    select array_agg(e.id order by e.started_at, e.id) as ids from episode e
    where e.shop = ${shop} and e.started_at >= ${time(from)} and e.started_at < ${time(to)}`.execute(db);
  return rows[0]?.ids ?? [];
}

/** The given episodes, in the order of their start. */
export function reportRows(db: Db, ids: readonly number[]): Promise<ReportRow[]> {
  return rowsOf(db, sql`select * from episode where id = any(${idArray(ids)})`, BY_START);
}

/** Milliseconds by the database: a hundred thousand timestamps are slow to read, and numerics, as `extract` gives, to make. */
const ms = (column: string) => sql`round(date_part('epoch', ${sql.ref(column)}) * 1000)`;

/** SQL: whether episode e was completed by the mark 返信不要. */
export const NO_REPLY_NEEDED: RawBuilder<boolean> = sql`case when e.ended_by = 'completed' then coalesce((
  select starts_with(v.id, ${NO_REPLY_NEEDED_PREFIX}) from event v
  where v.inquiry_id = e.inquiry_id and v.type = 'completed' and v.at = e.ended_at
  order by v.id collate "C" limit 1), false) else false end`;

/** `episodes` is a query of whole episodes. */
async function rowsOf(db: Db, episodes: RawBuilder<unknown>, order: RawBuilder<unknown> = sql``): Promise<ReportRow[]> {
  const { rows } = await sql<Omit<ReportRow, 'shown'> & { shown: ReportRow['shown'] }>`
    select e.id, i.external_id as inquiry, i.channel, i.type, i.category, ${ms('e.started_at')} as "startedAt",
      ${ms('e.ended_at')} as "endedAt", e.ended_by as "endedBy", ${ms('e.flag_due_at')} as "flagDueAt",
      ${ms('e.owner_alert_due_at')} as "ownerAlertDueAt", ${ms('e.breach_due_at')} as "breachDueAt",
      e.flag_at is null as "noDeadline", e.provisional, ${NO_REPLY_NEEDED} as "noReplyNeeded", null as shown
    from (${episodes}) e join inquiry i on i.id = e.inquiry_id ${order}`.execute(db);
  const shown = await shownOf(db, episodes);
  // In place: copies of a hundred thousand rows cost as much as reading them.
  for (const row of rows) row.shown = shown.get(row.id) ?? null;
  return rows;
}

/** SQL: whether step t of episode e was shown. */
export const IS_SHOWN: RawBuilder<boolean> = sql`(t.notified_at is not null or t.ops_notified_at is not null
  or (not t.while_completed and (e.ended_learned_at is null or t.detected_at < e.ended_learned_at))
  or exists (select 1 from step_withdrawal w where w.episode_id = t.episode_id and w.step = t.step
    and (w.notified_at is not null or e.ended_learned_at is null or w.detected_at < e.ended_learned_at)))`;

/**
 * What the board showed, or a mail told, of each episode while it was so as far as we knew. A step that was recorded only
 * when the end was learned was never up; a breach that passed while completed counts nowhere (RULES.md 2.4).
 */
async function shownOf(db: Db, episodes: RawBuilder<unknown>): Promise<Map<number, Partial<Record<Step, Shown>>>> {
  const { rows } = await sql<{ id: number; step: Step; withdrawnWhy: string | null }>`
    select t.episode_id as id, t.step, t.withdrawn_why as "withdrawnWhy"
    from (${episodes}) e join step t on t.episode_id = e.id
    where ${IS_SHOWN}`.execute(db);
  const shown = new Map<number, Partial<Record<Step, Shown>>>();
  for (const { id, step, withdrawnWhy } of rows) shown.set(id, { ...shown.get(id), [step]: { withdrawnWhy } });
  return shown;
}

/** The main numbers of a shop's month. */
export interface ShopMonth {
  readonly shop: string;
  readonly episodes: number;
  readonly flagMet: number;
  readonly flagMissed: number;
  readonly ownerAlertMet: number;
  readonly ownerAlertMissed: number;
  readonly breachMet: number;
  readonly breachMissed: number;
  readonly completedWithoutReply: number;
  readonly open: number;
}

/** Bounds of all of them, said outright: only so does the range index on the start tell which pages to read. */
const within = (spans: readonly Between[]) => sql`
  e.started_at >= ${time(spans.reduce((first, { from }) => Math.min(first, from), LAST))}
  and e.started_at < ${time(spans.reduce((last, { to }) => Math.max(last, to), 0))}`;

/** Later than any month that can be asked for. */
const LAST: Instant = Date.UTC(9999, 0, 1);

/**
 * The same counts as core/reports/tally.ts makes, for many shops at once; a shop without episodes is left out. What left is
 * counted with what is there.
 */
export async function shopMonths(
  db: Db,
  spans: readonly (Between & { readonly shop: string })[],
  now: Instant,
): Promise<ShopMonth[]> {
  const months = new Map((await countMonths(db, 'episode', spans, now)).map((month) => [month.shop, month]));
  for (const past of await countMonths(db, 'past_episode', spans, now)) {
    const month = months.get(past.shop);
    months.set(past.shop, month === undefined ? past : sumOf(month, past));
  }
  return [...months.values()];
}

function sumOf(month: ShopMonth, more: ShopMonth): ShopMonth {
  const counts = Object.entries(month).filter(
    (entry): entry is [Exclude<keyof ShopMonth, 'shop'>, number] => entry[0] !== 'shop',
  );
  return { ...month, ...Object.fromEntries(counts.map(([key, count]) => [key, count + more[key]])) };
}

async function countMonths(
  db: Db,
  table: 'episode' | 'past_episode',
  spans: readonly (Between & { readonly shop: string })[],
  now: Instant,
): Promise<ShopMonth[]> {
  const met = (due: string) =>
    sql`count(*) filter (where e.ended_by in ('shop_reply', 'answered_elsewhere') and ${sql.ref(due)} > e.ended_at)::int`;
  const missed = (due: string) =>
    sql`count(*) filter (where ${sql.ref(due)} <= coalesce(e.ended_at, ${time(now)}))::int`;
  const { rows } = await sql<ShopMonth>`
    select e.shop, count(*)::int as episodes,
      ${met('e.flag_due_at')} as "flagMet", ${missed('e.flag_due_at')} as "flagMissed",
      ${met('e.owner_alert_due_at')} as "ownerAlertMet", ${missed('e.owner_alert_due_at')} as "ownerAlertMissed",
      ${met('e.breach_due_at')} as "breachMet", ${missed('e.breach_due_at')} as "breachMissed",
      count(*) filter (where e.ended_by = 'completed')::int as "completedWithoutReply",
      count(*) filter (where e.ended_at is null)::int as open
    from unnest(${textArray(spans.map(({ shop }) => shop))}, ${timeArray(spans.map(({ from }) => from))},
      ${timeArray(spans.map(({ to }) => to))}) s(shop, from_at, to_at)
    join ${sql.table(table)} e on e.shop = s.shop and e.started_at >= s.from_at and e.started_at < s.to_at
    where e.ended_by is distinct from 'superseded' and ${within(spans)}
    group by e.shop`.execute(db);
  return rows;
}
