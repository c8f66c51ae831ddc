// Steps: (episode, step) is unique and decides. Raised when due, withdrawn with a reason when facts moved the due
// instant, lowered when the episode ends; what was told by mail stays told.

import { type RawBuilder, sql } from 'kysely';
import type { Instant, Step } from '../../core/model.ts';
import { type Audience, stepsToldTo } from '../../core/notifications/who-is-told.ts';
import { isOfShops } from '../of-shops.ts';
import type { Trx } from '../schema.ts';
import { idArray, textArray, time, timeArray } from '../sql-parameters.ts';
import type { StepCause } from '../tables/steps-tables.ts';

/** From when each shop may be mailed (send window): what a raised alert or breach waits for. */
export type Slots = ReadonlyMap<string, Instant>;

const DUE = (episode: string) => sql`(values ('flag', ${sql.ref(`${episode}.flag_due_at`)}),
  ('owner_alert', ${sql.ref(`${episode}.owner_alert_due_at`)}), ('breach', ${sql.ref(`${episode}.breach_due_at`)}))`;

const slotRows = (slots: Slots) =>
  sql`unnest(${textArray([...slots.keys()])}, ${timeArray([...slots.values()])}) w(shop, slot)`;

const RAISE_AGAIN = sql`
  on conflict (episode_id, step) do update set due_at = excluded.due_at, detected_at = excluded.detected_at,
    cause = excluded.cause, slot_at = excluded.slot_at,
    owner_owed = excluded.owner_owed and step.notified_at is null and step.owner_given_up is distinct from 'unknown',
    ops_owed = excluded.ops_owed and step.ops_notified_at is null and step.ops_given_up is distinct from 'unknown',
    owner_given_up = nullif(step.owner_given_up, 'refused'), ops_given_up = nullif(step.ops_given_up, 'refused'),
    lowered_at = excluded.lowered_at, lowered_why = excluded.lowered_why, withdrawn_at = null, withdrawn_why = null
  where step.withdrawn_at is not null`;

/** Steps raised with the same delay since they were due, or since we knew of them if that was later. */
export interface Lateness {
  readonly step: Step;
  readonly lateMs: number;
  readonly steps: number;
}

/** Only of what is later than this it is asked when it was learned: that costs a look at its events. */
const LATE = '60 seconds';

/**
 * Raises every step of the locked episodes whose instant has come and moves each episode on to its next step.
 * Returns what was raised, with how late. A step raised before changes nothing (RULES.md 5).
 */
export async function raiseDue(
  trx: Trx,
  episodeIds: readonly number[],
  slots: Slots,
  cause: StepCause,
  now: Instant,
): Promise<Lateness[]> {
  const { rows } = await sql<Lateness>`
    with due as materialized (select * from episode where id = any(${idArray(episodeIds)})),
    raised as (
      insert into step (episode_id, step, shop, due_at, detected_at, cause, slot_at, owner_owed, ops_owed)
      select d.id, s.step, d.shop, s.due, ${time(now)}, ${cause}, w.slot, ${isTheirs('owner', sql`s.step`)},
        ${isTheirs('ops', sql`s.step`)} and ${isOfShops(sql`d.shop`)}
      from due d cross join lateral ${DUE('d')} s(step, due)
      left join ${slotRows(slots)} on w.shop = d.shop and s.step <> 'flag'
      where s.due between d.next_due_at and ${time(now)}
      ${RAISE_AGAIN}
      returning episode_id, step, due_at),
    moved as (
      update episode e set next_due_at = case
        when d.flag_due_at > ${time(now)} then d.flag_due_at
        when d.owner_alert_due_at > ${time(now)} then d.owner_alert_due_at
        when d.breach_due_at > ${time(now)} then d.breach_due_at end
      from due d where e.id = d.id)
    select r.step, count(*)::int as steps, greatest(0, (extract(epoch from ${time(now)} - greatest(r.due_at,
      case when ${time(now)} - r.due_at > ${LATE}::interval then (select max(v.learned_at) from (
        select at, type, learned_at from event where inquiry_id = d.inquiry_id union all
        select at, type, learned_at from event_copy where inquiry_id = d.inquiry_id) v
        where v.at <= r.due_at and v.type <> 'auto_reply') end)) * 1000)::float8)
      as "lateMs"
    from raised r join due d on d.id = r.episode_id where ${isOfShops(sql`d.shop`)} group by 1, 3`.execute(trx);
  return rows;
}

export interface SyncOptions {
  readonly slots: Slots;
  readonly cause: StepCause;
  /** Why a step that has not passed any more is withdrawn while its episode goes on. */
  readonly why: string;
  /** Breaches of finished episodes are told to ops only if they fell due after the shop was first watched. */
  readonly watchedSince: ReadonlyMap<string, Instant>;
  readonly now: Instant;
}

/**
 * Brings the steps of changed episodes in line with their new facts, from event times alone (RULES.md 5, 6):
 * withdraws what has not passed, moves due instants, records what a finished episode had passed, lowers flags,
 * settles what is pending, and arms open episodes with the earliest step not raised.
 */
export async function syncSteps(trx: Trx, episodeIds: readonly number[], options: SyncOptions): Promise<void> {
  if (episodeIds.length === 0) return;
  await withdrawNotPassed(trx, episodeIds, options);
  await recordPassedOfFinished(trx, episodeIds, options);
  await recordWhileCompleted(trx, episodeIds, options);
  await settle(trx, episodeIds, options);
  await armOpen(trx, episodeIds);
}

async function withdrawNotPassed(trx: Trx, ids: readonly number[], { why, now }: SyncOptions): Promise<void> {
  await sql`
    with gone as (
      update step t set withdrawn_at = ${time(now)}, owner_owed = false, ops_owed = false, while_completed = false,
        withdrawn_why = case when e.ended_by = 'superseded' then 'superseded' when e.ended_at is null then ${why}
          else 'answered in time, learned late' end
      from episode e cross join lateral ${DUE('e')} s(step, due)
      where e.id = any(${idArray(ids)}) and t.episode_id = e.id and t.step = s.step
        and t.withdrawn_at is null
        and (e.ended_by = 'superseded' or case when t.while_completed then s.due is not null
          else s.due is null or s.due > coalesce(e.ended_at, ${time(now)}) end)
      returning t.*, e.revision)
    insert into step_withdrawal (episode_id, step, due_at, detected_at, notified_at, withdrawn_at, why, revision)
    select episode_id, step, due_at, detected_at, notified_at, withdrawn_at, withdrawn_why, revision from gone`.execute(
    trx,
  );
}

/** `now` may be older than what was learned meanwhile: nothing is detected before it was due. */
async function recordPassedOfFinished(trx: Trx, ids: readonly number[], options: SyncOptions): Promise<void> {
  const since = options.watchedSince;
  await sql`
    insert into step (episode_id, step, shop, due_at, detected_at, cause, slot_at, owner_owed, ops_owed, lowered_at,
      lowered_why)
    select e.id, s.step, e.shop, s.due, greatest(${time(options.now)}, s.due), ${options.cause}, w.slot, false,
      s.step = 'breach' and w.slot is not null and s.due >= coalesce(f.since, '-infinity'),
      e.ended_at, e.ended_by
    from episode e cross join lateral ${DUE('e')} s(step, due)
    left join ${slotRows(options.slots)} on w.shop = e.shop and s.step <> 'flag'
    left join unnest(${textArray([...since.keys()])}, ${timeArray([...since.values()])}) f(shop, since) on f.shop = e.shop
    where e.id = any(${idArray(ids)}) and e.ended_at is not null and e.ended_by <> 'superseded' and s.due <= e.ended_at
    ${RAISE_AGAIN}`.execute(trx);
}

/** A breach that passed while the thread was marked completed is kept as that, and never counted (RULES.md 2.4). */
async function recordWhileCompleted(trx: Trx, ids: readonly number[], { cause, now }: SyncOptions): Promise<void> {
  await sql`
    insert into step (episode_id, step, shop, due_at, detected_at, cause, owner_owed, ops_owed, while_completed)
    select e.id, 'breach', e.shop, e.breach_at, ${time(now)}, ${cause}, false, false, true
    from episode e where e.id = any(${idArray(ids)}) and e.breach_at is not null and e.breach_due_at is null
      and e.ended_by is distinct from 'superseded'
    on conflict (episode_id, step) do update set while_completed = true, withdrawn_at = null, withdrawn_why = null,
      due_at = excluded.due_at, owner_owed = false, ops_owed = false`.execute(trx);
}

async function settle(trx: Trx, ids: readonly number[], { slots, now }: SyncOptions): Promise<void> {
  await sql`
    update step t set due_at = coalesce(s.due, t.due_at), lowered_at = e.ended_at, lowered_why = e.ended_by,
      slot_at = case when e.ended_at is null and t.step <> 'flag' then coalesce(w.slot, t.slot_at) else t.slot_at end,
      owner_owed = t.step = 'owner_alert' and e.ended_at is null and t.notified_at is null
        and (t.owner_owed or t.owner_given_up is null),
      ops_owed = case t.step when 'breach' then t.ops_owed
        when 'owner_alert' then e.ended_at is null and t.ops_notified_at is null
          and (t.ops_owed or t.ops_given_up is null)
        else false end
    from episode e cross join lateral ${DUE('e')} s(step, due)
    left join ${slotRows(slots)} on w.shop = e.shop
    where e.id = any(${idArray(ids)}) and t.episode_id = e.id and t.step = s.step
      and t.withdrawn_at is null and not t.while_completed
      and (t.due_at is distinct from s.due or t.lowered_at is distinct from e.ended_at
        or t.lowered_why is distinct from e.ended_by
        or (t.owner_owed and e.ended_at is not null)
        or (e.ended_at is null and t.step = 'owner_alert' and t.notified_at is null and not t.owner_owed
            and t.owner_given_up is null and ${time(now)} >= s.due))`.execute(trx);
}

async function armOpen(trx: Trx, ids: readonly number[]): Promise<void> {
  await sql`
    update episode e set next_due_at = (
      select min(s.due) from ${DUE('e')} s(step, due)
      where not exists (
        select 1 from step t where t.episode_id = e.id and t.step = s.step and t.withdrawn_at is null))
    where e.id = any(${idArray(ids)}) and e.ended_at is null`.execute(trx);
}

/** The rows of core/notifications/who-is-told.ts as SQL: whether they are told of such a step; `step` is an SQL expression. */
export function isTheirs(to: Audience, step: RawBuilder<unknown>): RawBuilder<boolean> {
  return sql<boolean>`${step} in (${sql.join(stepsToldTo(to).map((one) => sql.lit(one)))})`;
}
