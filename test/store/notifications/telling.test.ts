// The SQL that selects what is told says the same as the rule it is made from, for every state that a step can be in: real
// rows for all combinations, and the decision for each.

import { type RawBuilder, sql } from 'kysely';
import { beforeEach, describe, expect, test } from 'vitest';
import { STEPS, type Step } from '../../../src/core/model.ts';
import {
  AUDIENCES,
  type Audience,
  decide,
  type Hold,
  MOMENTS,
  type Moment,
  TELLINGS,
} from '../../../src/core/notifications/who-is-told.ts';
import { openPendingMails } from '../../../src/store/notifications/open-mails.ts';
import { pendingForOps, pendingForOwners } from '../../../src/store/notifications/pending-steps.ts';
import { isTold, isToldByMail, tellsStep } from '../../../src/store/notifications/telling.ts';
import { isTheirs } from '../../../src/store/steps/steps.ts';
import { emptyTables, testDatabase } from '../../support/database.ts';
import { at } from '../../support/service.ts';

const it = testDatabase();
const NOW = at('2026-06-04T09:00:00+09:00');
const now = sql`${new Date(NOW)}::timestamptz`;
const SHOP_STATES = [false, true].flatMap((muted) =>
  [false, true].flatMap((recomputing) => [false, true].map((awaited) => ({ muted, recomputing, awaited }))),
);

interface StepState {
  readonly id: number;
  readonly step: Step;
  readonly withdrawn: boolean;
  readonly while_completed: boolean;
  readonly answered: boolean;
  readonly owner_owed: boolean;
  readonly ops_owed: boolean;
  readonly muted: boolean;
  readonly slot: 'none' | 'past' | 'now' | 'to come';
  /** What ops are owed of the same episode, with its slot past. */
  readonly companion: boolean;
}

beforeEach(() => emptyTables(it.db));

/** Every combination as an episode of its own with its step, and the shop as it is. */
async function seed(shop: (typeof SHOP_STATES)[number]): Promise<void> {
  await sql`drop table if exists combination`.execute(it.db);
  await sql`
    create table combination as
    select row_number() over () as id, step, withdrawn, while_completed, answered, owner_owed, ops_owed, muted, slot, companion
    from unnest(${[...STEPS]}::text[]) step, unnest('{none,past,now,to come}'::text[]) slot,
      unnest('{f,t}'::bool[]) withdrawn, unnest('{f,t}'::bool[]) while_completed, unnest('{f,t}'::bool[]) answered,
      unnest('{f,t}'::bool[]) owner_owed, unnest('{f,t}'::bool[]) ops_owed, unnest('{f,t}'::bool[]) muted,
      unnest('{f,t}'::bool[]) companion`.execute(it.db);
  await sql`
    insert into inquiry (shop, external_id, channel, status, first_seen_at)
    select 's', 'q' || id, 'r-messe', 'unanswered', ${now} from combination order by id`.execute(it.db);
  await sql`
    insert into episode (inquiry_id, shop, opener, started_at, ended_at, ended_by, mail_owner_at, breach_at, provisional,
      revision)
    select id, 's', 'm', ${now} - interval '2 days', case when answered then ${now} end,
      case when answered then 'shop_reply' end, ${now}, ${now}, false, 'r' from combination order by id`.execute(it.db);
  await sql`
    insert into step (episode_id, step, shop, due_at, detected_at, cause, slot_at, owner_owed, ops_owed, withdrawn_at,
      while_completed)
    select id, step, 's', ${now}, ${now}, 'due', case slot when 'past' then ${now} - interval '1 minute'
      when 'now' then ${now} when 'to come' then ${now} + interval '1 ms' end, owner_owed, ops_owed,
      case when withdrawn then ${now} end, while_completed from combination`.execute(it.db);
  await sql`
    insert into step (episode_id, step, shop, due_at, detected_at, cause, slot_at, owner_owed, ops_owed)
    select id, case step when 'flag' then 'breach' else 'flag' end, 's', ${now}, ${now}, 'due', ${now}, false, true
    from combination where companion`.execute(it.db);
  const mute = (inquiry: RawBuilder<unknown>, from: RawBuilder<unknown>) => sql`
    insert into mute (kind, shop, inquiry_id, made_at, until_at, why, by_whom)
    select 'mute', 's', ${inquiry}, ${now}, ${now} + interval '1 hour', 'why', 'who' from ${from}`;
  await mute(sql`id`, sql`combination where muted`).execute(it.db);
  if (shop.muted) await mute(sql`null`, sql`(values (1)) one`).execute(it.db);
  await sql`
    insert into shop (id, revision, watched_since, recomputed_at, recounts_wanted, recount_asked_at)
    values ('s', 'r', ${now}, ${now}, ${shop.recomputing ? 1 : 0}, ${now})`.execute(it.db);
  if (shop.awaited) await sql`insert into source (shop, next_poll_at) values ('s', ${now})`.execute(it.db);
}

async function combinations(): Promise<StepState[]> {
  return (await sql<StepState>`select * from combination order by id`.execute(it.db)).rows;
}

function expected(to: Audience, moment: Moment, state: StepState, shop: (typeof SHOP_STATES)[number]): boolean {
  const isEarly = state.slot === 'none' || state.slot === 'to come';
  const holds: Readonly<Record<Hold, boolean>> = {
    withdrawn: state.withdrawn,
    'while-completed': state.while_completed,
    answered: state.answered,
    told: !(to === 'owner' ? state.owner_owed : state.ops_owed),
    'not-configured': false,
    muted: state.muted || shop.muted,
    recomputing: shop.recomputing,
    awaited: shop.awaited,
    // With the alert of its episode goes what else ops are owed of it.
    early: isEarly && !(to === 'ops' && (state.companion || (state.ops_owed && !isEarly))),
  };
  return decide(to, state.step, moment, holds).told;
}

async function pendingOps() {
  const pages = [];
  for await (const page of pendingForOps(it.db, NOW)) pages.push(...page);
  return pages;
}

async function selected(where: RawBuilder<boolean>): Promise<Set<number>> {
  const { rows } = await sql<{ id: number }>`
    select c.id from combination c join episode e on e.id = c.id join step t on t.episode_id = e.id and t.step = c.step
    where ${where}`.execute(it.db);
  return new Set(rows.map(({ id }) => id));
}

describe.each(SHOP_STATES)('a shop that is muted: $muted, recomputing: $recomputing, awaited: $awaited', (shop) => {
  test('the SQL selects what the rule tells, to everybody at every moment', async () => {
    await seed(shop);
    const states = await combinations();
    expect(states).toHaveLength(1_536);
    for (const to of AUDIENCES)
      for (const moment of Object.keys(MOMENTS) as Moment[]) {
        const told = await selected(isToldByMail(to, moment, NOW));
        const wrong = states.filter((state) => told.has(state.id) !== expected(to, moment, state, shop));
        expect(wrong, `${to}, to ${moment}`).toEqual([]);
      }
  });

  test('the owner and ops have a mail opened, and are told in it, exactly where the rule says so', async () => {
    await seed(shop);
    const states = await combinations();
    await openPendingMails(it.db, NOW);
    const opened = await it.db.selectFrom('outbox').select('kind').orderBy('kind').execute();
    // Ops are told of companions too: breaches that nobody told of.
    const isOpen = (to: Audience) =>
      states.some((state) => expected(to, 'open', state, shop)) || (to === 'ops' && !shop.recomputing && !shop.awaited);
    expect(opened.map(({ kind }) => kind)).toEqual([...AUDIENCES].sort().reverse().filter(isOpen).sort());
    for (const to of AUDIENCES) {
      const pending = to === 'owner' ? await pendingForOwners(it.db, ['s'], NOW) : await pendingOps();
      const own = new Map(states.map((state) => [state.id, state]));
      const told = pending.filter(({ episodeId, step }) => own.get(episodeId)!.step === step);
      const wanted = states.filter((state) => expected(to, 'tell', state, shop)).map(({ id }) => id);
      expect(told.map(({ episodeId }) => episodeId).sort((a, b) => a - b)).toEqual(wanted);
    }
  });
});

test('another way of telling brings its own account of what it owes', async () => {
  const shop = { muted: false, recomputing: false, awaited: false };
  await seed(shop);
  const states = await combinations();
  for (const to of AUDIENCES) {
    const told = await selected(isTold(to, 'tell', { pending: sql`true`, early: sql`false` }, NOW));
    const wanted = states.filter((state) =>
      expected(to, 'tell', { ...state, owner_owed: true, ops_owed: true, slot: 'past' }, shop),
    );
    expect([...told].sort((a, b) => a - b)).toEqual(wanted.map(({ id }) => id));
  }
});

test('what a step is owed when it is raised, and what a telling stands for, follow the rows', async () => {
  const { rows } = await sql<{ step: Step; owner: boolean; ops: boolean }>`
    select step, ${isTheirs('owner', sql`step`)} as owner, ${isTheirs('ops', sql`step`)} as ops
    from unnest(${[...STEPS]}::text[]) step`.execute(it.db);
  const isIn = (to: Audience, of: Step) => TELLINGS.some((telling) => telling.to === to && telling.of === of);
  expect(rows).toEqual(STEPS.map((step) => ({ step, owner: isIn('owner', step), ops: isIn('ops', step) })));
  const { rows: pairs } = await sql<{ told: Step; step: Step; owner: boolean; ops: boolean }>`
    select told, step, ${tellsStep('owner', sql`told`, sql`step`)} as owner, ${tellsStep('ops', sql`told`, sql`step`)} as ops
    from unnest(${[...STEPS]}::text[]) told, unnest(${[...STEPS]}::text[]) step`.execute(it.db);
  for (const { told, step, owner, ops } of pairs) {
    expect(owner).toBe(told === step);
    expect(ops).toBe(told === step || (told === 'breach' && step === 'owner_alert'));
  }
});
