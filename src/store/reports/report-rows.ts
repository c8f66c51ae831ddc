// Reads for reports: the episodes of a shop's month in pages, and every shop's main numbers in one statement.
// Nothing here holds a snapshot, so a slow download never keeps the database from cleaning up.

import { type RawBuilder, sql } from 'kysely';
import type { Instant } from '../../core/model.ts';
import { NO_REPLY_NEEDED_PREFIX, type ReportEpisode } from '../../core/reports/episode.ts';
import type { Db } from '../schema.ts';
import { idArray, textArray, time, timeArray } from '../sql-parameters.ts';
import { packedTimes, unpackTimes } from './packed-times.ts';
import { SHOWN_STEPS, type ShownColumn, shownOf } from './shown.ts';

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

/** Those of an episode that are read here. */
const READ =
  sql.raw(`id, inquiry_id, started_at, ended_at, ended_by, ended_learned_at, flag_at, provisional, flag_due_at,
  owner_alert_due_at, breach_due_at`);

/** SQL: whether episode e was completed by the mark 返信不要. */
export const NO_REPLY_NEEDED: RawBuilder<boolean> = sql`case when e.ended_by = 'completed' then coalesce((
  select starts_with(v.id, ${NO_REPLY_NEEDED_PREFIX}) from event v
  where v.inquiry_id = e.inquiry_id and v.type = 'completed' and v.at = e.ended_at
  order by v.id collate "C" limit 1), false) else false end`;

/** What is said of an episode besides its times: a few kinds in a month. */
type Alike = Omit<ReportEpisode, 'shown' | keyof OwnTimes> & { readonly shown: ShownColumn };
const ALIKE = sql`i.channel, i.type, i.category, e.ended_by as "endedBy", e.flag_at is null as "noDeadline", e.provisional,
  ${NO_REPLY_NEEDED} as "noReplyNeeded", s.shown`;
const WITH_ALIKE = sql`e join inquiry i on i.id = e.inquiry_id left join (${SHOWN_STEPS}) s on s.episode_id = e.id`;

type OwnTimes = Pick<ReportEpisode, 'startedAt' | 'endedAt' | 'flagDueAt' | 'ownerAlertDueAt' | 'breachDueAt'>;
const TIMES = ['e.started_at', 'e.ended_at', 'e.flag_due_at', 'e.owner_alert_due_at', 'e.breach_due_at'];

/**
 * The shop's episodes that started in the stretch, in any order, and older ones that had not ended at `openAt`, which lies at least 27 days
 * after `from`: so the older ones are open, or waited longer than that, and each part has an index of its own. Those that are alike come as
 * one row, for making and reading a hundred thousand rows is most of the work.
 */
export async function monthRows(
  db: Db,
  shop: string,
  { from, to, openAt }: Between & { readonly openAt: Instant },
): Promise<ReportEpisode[]> {
  const older = sql`select ${READ} from episode where shop = ${shop} and started_at < ${time(from)}`;
  const { rows } = await sql<Alike & { readonly times: Buffer }>`
    with e as materialized (
      select ${READ} from episode where shop = ${shop} and started_at >= ${time(from)} and started_at < ${time(to)}
      union all ${older} and ended_at is null
      union all ${older} and ended_at > ${time(openAt)} and ended_at - started_at > interval '27 days')
    select ${ALIKE}, string_agg(${packedTimes(TIMES)}, '') as times from ${WITH_ALIKE} group by 1, 2, 3, 4, 5, 6, 7, 8`.execute(
    db,
  );
  const episodes: ReportEpisode[] = [];
  for (const row of rows) addEach(episodes, row);
  return episodes;
}

/** Field by field: each is made a hundred thousand times. */
function addEach(episodes: ReportEpisode[], row: Alike & { readonly times: Buffer }): void {
  const { channel, type, category, endedBy, noDeadline, provisional, noReplyNeeded, times } = row;
  const shown = shownOf(row.shown);
  for (const at of unpackTimes(times, TIMES.length))
    episodes.push({
      channel,
      type,
      category,
      startedAt: at(0)!,
      endedAt: at(1),
      endedBy,
      flagDueAt: at(2),
      ownerAlertDueAt: at(3),
      breachDueAt: at(4),
      noDeadline,
      provisional,
      noReplyNeeded,
      shown,
    });
}

/** Ids of the shop's episodes that started in the stretch, in the order of their start: to be read in pages. */
export async function idsStarted(db: Db, shop: string, { from, to }: Between): Promise<number[]> {
  const { rows } = await sql<{ ids: number[] | null }>`
    select array_agg(e.id order by e.started_at, e.id) as ids from episode e
    where e.shop = ${shop} and e.started_at >= ${time(from)} and e.started_at < ${time(to)}`.execute(db);
  return rows[0]?.ids ?? [];
}

/** The given episodes, in the order of their start. */
export async function reportRows(db: Db, ids: readonly number[]): Promise<ReportRow[]> {
  const { rows } = await sql<Omit<ReportRow, 'shown'> & { readonly shown: ShownColumn }>`
    with e as materialized (select ${READ} from episode where id = any(${idArray(ids)}))
    select e.id, i.external_id as inquiry, ${ALIKE}, e.started_at as "startedAt", e.ended_at as "endedAt",
      e.flag_due_at as "flagDueAt", e.owner_alert_due_at as "ownerAlertDueAt", e.breach_due_at as "breachDueAt"
    from ${WITH_ALIKE} order by e.started_at, e.id`.execute(db);
  return rows.map((row) => ({ ...row, shown: shownOf(row.shown) }));
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
