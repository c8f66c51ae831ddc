// The rule of who is told (core/notifications/who-is-told.ts) as SQL, made from its rows: asked of step `t` and episode `e`.
// Files alone know which shops are configured, so whoever selects leaves `not-configured` to its caller.

import { type RawBuilder, sql } from 'kysely';
import type { Instant } from '../../core/model.ts';
import {
  type Audience,
  type Hold,
  holdsOf,
  type Moment,
  TELLINGS,
  TELLS_TOO,
} from '../../core/notifications/who-is-told.ts';
import { isMuted } from '../actions/mutes.ts';
import { isAnyRecomputing, isRecomputing } from '../configuration/revisions.ts';
import { time } from '../sql-parameters.ts';
import { isAnyAwaited, isAwaited } from '../status/sources.ts';

type Condition = RawBuilder<boolean>;

/** What the way keeps of a step: whether it is still pending, and from when on. */
export interface Pending {
  readonly pending: Condition;
  readonly early: Condition;
}

/** Whether they are told of the step by mail at this moment. */
export function isToldByMail(to: Audience, moment: Moment, now: Instant): Condition {
  return isTold(to, moment, pendingMails(to, now), now);
}

/** The same for whatever it is pending. */
export function isTold(to: Audience, moment: Moment, { pending, early }: Pending, now: Instant): Condition {
  const shop = sql`e.shop`;
  const holds: Readonly<Record<Exclude<Hold, 'not-configured'>, () => Condition>> = {
    withdrawn: () => sql`t.withdrawn_at is not null`,
    'while-completed': () => sql`t.while_completed`,
    answered: () => sql`e.ended_at is not null`,
    told: () => sql`not ${pending}`,
    muted: () => isMuted(shop, sql`e.inquiry_id`, now),
    // What ops are told is one summary of all shops.
    recomputing: () => (to === 'ops' ? isAnyRecomputing(now) : isRecomputing(shop, now)),
    awaited: () => (to === 'ops' ? isAnyAwaited(now) : isAwaited(shop, now)),
    early: () => early,
  };
  const tellings = TELLINGS.filter((telling) => telling.to === to).map((telling) => ({
    of: telling.of,
    heldBy: holdsOf(telling, moment).filter((hold) => hold !== 'not-configured'),
  }));
  const shared = tellings[0]!.heldBy.filter((hold) => tellings.every(({ heldBy }) => heldBy.includes(hold)));
  const none = (some: readonly Hold[]) => some.map((hold) => sql` and not (${holds[hold as keyof typeof holds]()})`);
  const each = tellings.map(({ of, heldBy }) => {
    const own = heldBy.filter((hold) => !shared.includes(hold));
    return sql`(t.step = ${sql.lit(of)}${sql.join(none(own), sql``)})`;
  });
  return sql<boolean>`((${sql.join(each, sql` or `)})${sql.join(none(shared), sql``)})`;
}

/** A breach whose own slot is still to come rides with the alert of its episode: one mail, at the strongest level. */
function pendingMails(to: Audience, now: Instant): Pending {
  const early = sql<boolean>`t.slot_at is null or t.slot_at > ${time(now)}`;
  if (to === 'owner') return { pending: sql`t.owner_owed`, early };
  const rides = sql`exists (select 1 from step o where o.episode_id = t.episode_id and o.ops_owed
    and o.slot_at <= ${time(now)})`;
  return { pending: sql`t.ops_owed`, early: sql`(${early}) and not ${rides}` };
}

/** Whether telling the step `told` tells `step` to them: itself, or what it stands for. */
export function tellsStep(to: Audience, told: RawBuilder<unknown>, step: RawBuilder<unknown>): Condition {
  const others = TELLS_TOO.filter((one) => one.to === to).map(
    ({ of, also }) => sql` or (${told} = ${sql.lit(of)} and ${step} = ${sql.lit(also)})`,
  );
  return sql<boolean>`(${step} = ${told}${sql.join(others, sql``)})`;
}
