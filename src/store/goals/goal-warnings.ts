// What owners were warned of: each once, and again only when it was over meanwhile and a week has passed.

import { sql } from 'kysely';
import type { GoalWarningKind } from '../../core/goals/warnings.ts';
import type { Instant } from '../../core/model.ts';
import type { Db, Trx } from '../schema.ts';
import { anyText, textArray, time } from '../sql-parameters.ts';

export interface GoalWarning {
  readonly shop: string;
  /** The goal's own name (core/goals/goals.ts). */
  readonly goal: string;
  readonly kind: GoalWarningKind;
}

const listOf = (warnings: readonly GoalWarning[]) =>
  sql`unnest(${textArray(warnings.map(({ shop }) => shop))}, ${textArray(warnings.map(({ goal }) => goal))},
    ${textArray(warnings.map(({ kind }) => kind))})`;

/**
 * Notes what stands for these shops at `now` (epoch ms) and puts a mail into the outbox for each shop of which something is
 * new, to go out from `at` of the shop on. Returns what is new.
 */
export async function warnOwners(
  trx: Trx,
  shops: ReadonlyMap<string, Instant>,
  standing: readonly GoalWarning[],
  { now, quietMs }: { readonly now: Instant; readonly quietMs: number },
): Promise<GoalWarning[]> {
  await sql`
    update goal_warning w set over_at = ${time(now)} where w.shop = ${anyText([...shops.keys()])} and w.over_at is null
      and not exists (select 1 from ${listOf(standing)} s(shop, goal, kind)
        where s.shop = w.shop and s.goal = w.goal and s.kind = w.kind)`.execute(trx);
  if (standing.length === 0) return [];
  const { rows } = await sql<GoalWarning>`
    insert into goal_warning as w (shop, goal, kind, made_at) select *, ${time(now)} from ${listOf(standing)}
    on conflict (shop, goal, kind) do update set made_at = excluded.made_at, over_at = null
      where w.over_at is not null and w.made_at <= ${time(now - quietMs)}
    returning shop, goal, kind`.execute(trx);
  for (const shop of new Set(rows.map((row) => row.shop)))
    await trx
      .insertInto('outbox')
      .values({ kind: 'goal', shop, slot_at: time(now), state: 'pending', next_attempt_at: time(shops.get(shop)!) })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  return rows;
}

/** Of how many goals each warning stands now, over all shops. */
export async function standingWarnings(db: Db): Promise<Readonly<Record<GoalWarningKind, number>>> {
  const rows = await db
    .selectFrom('goal_warning')
    .select(({ fn }) => ['kind', fn.countAll<number>().as('goals')])
    .where('over_at', 'is', null)
    .groupBy('kind')
    .execute();
  return { spent: 0, fast: 0, ...Object.fromEntries(rows.map(({ kind, goals }) => [kind, goals])) };
}
