// Whatever the order in which events are learned, the store ends where the pure core ends for the set (RULES.md 2):
// statuses, episodes, due instants, what is raised, counted, withdrawn. Three hundred threads over one calendar, each
// event in a batch of its own, steps fired in between, every day proved when it is over.
// Trap: times lie on a grid of half days, so that many fall on one instant and many on a due instant (midnight).

import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { sql } from 'kysely';
import { beforeEach, describe, expect, test } from 'vitest';
import type { EventType, InquiryEvent, Instant, Step, ThreadEvent } from '../../../src/core/model.ts';
import { deriveThread } from '../../../src/core/steps/episodes.ts';
import { inOrder } from '../../../src/core/steps/event-order.ts';
import { dueInstants, passedSteps } from '../../../src/core/steps/steps.ts';
import { intake } from '../../../src/service/intake/intake-events.ts';
import { proveNextDay } from '../../../src/service/proof/prove-days.ts';
import { noticeRows } from '../../../src/service/steps/plan-notices.ts';
import { fireDue } from '../../../src/service/steps/raise-due-steps.ts';
import { eventLogs } from '../../../src/store/intake/events.ts';
import { emptyTables, testDatabase } from '../../support/database.ts';
import { at, shopOf, type TestService, testService } from '../../support/service.ts';

const database = testDatabase();
const SHOP = 'sample-tea';
/** Others are told as well: with steps, after them, and before them. */
const TOLD = {
  contacts: { staff: { mail: ['staff@example.jp'] } },
  policies: [
    {
      notices: [
        { at: 'flag', tell: ['staff', 'ops'] },
        { at: 'breach', tell: ['staff'] },
        { after: '4d', tell: ['staff'] },
        { before: '3h', of: 'breach', tell: ['staff'] },
        { before: '1d', of: 'owner_alert', tell: ['owner'] },
      ],
    },
  ],
};
const START = at('2026-06-01T00:00:00+09:00');
const HALF_DAY = 12 * 3_600_000;
const SLOTS = 24;
/** Within these the events happen; what is left is for learning them. */
const HAPPENING = 18;
const END = START + (SLOTS + 1) * HALF_DAY;

let it: TestService;
beforeEach(async () => {
  await emptyTables(database.db);
  it = await testService({ db: database.db, shops: [shopOf(SHOP, TOLD)], now: '2026-06-01T00:00:00+09:00' });
});

/** An event with the half day in which it is learned, and its turn in that. */
interface Learned {
  readonly event: InquiryEvent;
  readonly slot: number;
  readonly turn: number;
}

const kind = fc.constantFrom<EventType>(
  ...(['customer_message', 'customer_message', 'customer_message', 'shop_reply', 'auto_reply'] as const),
  ...(['completed', 'completed', 'reopened', 'reopened', 'message_deleted'] as const),
);
const delay = fc.oneof(
  { weight: 3, arbitrary: fc.constant(0) },
  { weight: 3, arbitrary: fc.nat(4) },
  { weight: 2, arbitrary: fc.nat(SLOTS) },
);
const learned = (types: fc.Arbitrary<EventType>, happens: fc.Arbitrary<number>): fc.Arbitrary<Learned> =>
  fc
    .record({ type: types, number: fc.nat(3), half: happens, delay, turn: fc.nat(99), seq: fc.option(fc.nat(2)) })
    .map(({ type, number, half, delay: later, turn, seq }) => {
      const id = `${type === 'message_deleted' ? 'd' : type.slice(0, 2)}${number}`;
      const deletes = type === 'message_deleted' ? { message: `cu${number}` } : {};
      return {
        event: { type, id, at: START + half * HALF_DAY, ...deletes, ...(seq !== null && { seq }) },
        slot: Math.min(half + later, SLOTS),
        turn,
      };
    });
const anything = learned(kind, fc.nat(HAPPENING));
const within = (type: EventType, min: number, max: number) => learned(fc.constant(type), fc.integer({ min, max }));
/** Anything at all; and waits that were completed and reopened about when their steps are due, with anything besides. */
const threads = fc.oneof(
  fc.array(anything, { minLength: 2, maxLength: 10, size: 'max' }),
  fc
    .tuple(
      within('customer_message', 0, 2),
      within('completed', 2, 8),
      within('reopened', 7, 14),
      fc.array(anything, { maxLength: 4, size: 'max' }),
    )
    .map(([message, completed, reopened, more]) => [message, completed, reopened, ...more]),
);

async function learn(
  all: readonly (readonly Learned[])[],
): Promise<{ missing: number; surplus: number; days: number }> {
  const proved = { missing: 0, surplus: 0, days: 0 };
  for (let slot = 0; slot <= SLOTS; slot++) {
    it.clock.set(START + slot * HALF_DAY);
    const due = all.map((thread) => thread.filter((one) => one.slot === slot).sort((a, b) => a.turn - b.turn));
    for (let turn = 0; due.some((batch) => batch.length > turn); turn++) {
      const batch = due.flatMap((one, n) => (one[turn] ? [incoming(n, one[turn]!.event)] : []));
      await intake(it.service, batch, 'api');
      if (turn % 2 === 0) await fireDue(it.service);
    }
    await fireDue(it.service);
    if (slot % 2 === 1) {
      const proof = await proveNextDay(it.service);
      proved.missing += proof?.missing ?? 0;
      proved.surplus += proof?.surplus ?? 0;
      proved.days += proof === null ? 0 : 1;
    }
  }
  it.clock.set(END);
  await fireDue(it.service);
  return proved;
}

const incoming = (n: number, event: InquiryEvent) => ({ shop: SHOP, inquiry: `q${n}`, channel: 'r-messe', event });

const half = (time: Instant) => (time - START) / HALF_DAY;
const inWords = ({ event: { type, id, at: when, message, seq }, slot, turn }: Learned): string =>
  `${type} ${id} at ${half(when)} ${message ?? ''} seq ${seq ?? 0}, learned ${slot}.${turn}`;

interface Shown {
  readonly status: string;
  readonly episodes: readonly {
    readonly startedAt: Instant;
    readonly endedAt: Instant | null;
    readonly endedBy: string | null;
    readonly due: readonly (Instant | null)[];
    readonly steps: readonly string[];
    /** Of a wait that goes on: what is planned for whom, when it may leave, until when. */
    readonly notices: readonly string[];
  }[];
}

/** What the core says of the set: of each step that passed when it was due, and when and why it was lowered. */
function asCounted(thread: readonly Learned[]): Shown {
  const shop = it.service.config.shops.get(SHOP)!;
  const { status, episodes } = deriveThread(thread.map(({ event }) => event));
  return {
    status,
    episodes: episodes.map((episode) => {
      const kindOf = { channel: 'r-messe', type: null, category: null };
      const deadlines = it.service.counting.deadlines(shop, kindOf, { startedAt: episode.startedAt, isFirst: true })!;
      const due = dueInstants(episode, deadlines);
      const passed = passedSteps(episode, deadlines, END);
      const { startedAt, endedAt, endedBy } = episode;
      const raised = (step: Step) => `${step} ${due[step]} ${endedAt} ${endedBy}`;
      const steps = [
        ...(passed.flagged ? [raised('flag')] : []),
        ...(passed.ownerAlertDue ? [raised('owner_alert')] : []),
        ...(passed.breached ? [raised('breach')] : []),
        ...(passed.breachedWhileCompleted ? [`breach while completed ${deadlines.at.breach}`] : []),
      ];
      const planned = endedAt === null ? noticeRows(it.service.counting, shop, kindOf, { episode, deadlines }) : [];
      const notices = planned.map(
        ({ key, contact, dueAt, sendAt, untilAt, dropped }) =>
          `${key} ${contact} ${dueAt} ${sendAt} ${untilAt} ${dropped}`,
      );
      const dues = [due.flag, due.owner_alert, due.breach];
      return { startedAt, endedAt, endedBy, due: dues, steps: steps.sort(), notices: notices.sort() };
    }),
  };
}

/** What the store holds, episodes as the page lists them, withdrawn steps left out. */
async function asStored(): Promise<Map<string, Shown>> {
  const { rows } = await sql<{ inquiry: string; status: string; episodes: Shown['episodes'] }>`
    select i.external_id as inquiry, i.status, coalesce((
      select jsonb_agg(jsonb_build_object('startedAt', ${ms('e.started_at')}, 'endedAt', ${ms('e.ended_at')},
          'endedBy', e.ended_by, 'due', jsonb_build_array(${ms('e.flag_due_at')}, ${ms('e.owner_alert_due_at')},
          ${ms('e.breach_due_at')}), 'steps', coalesce((
            select jsonb_agg(case when t.while_completed then 'breach while completed ' || ${ms('t.due_at')}
              else t.step || ' ' || ${ms('t.due_at')} || ' ' || coalesce(${ms('t.lowered_at')}::text, 'null') || ' '
                || coalesce(t.lowered_why, 'null') end)
            from step t where t.episode_id = e.id and t.withdrawn_at is null), '[]'), 'notices', coalesce((
            select jsonb_agg(n.key || ' ' || n.contact || ' ' || ${ms('n.due_at')} || ' ' || ${ms('n.send_at')} || ' '
              || coalesce(${ms('n.until_at')}::text, 'null') || ' ' || coalesce(n.dropped_why, 'null'))
            from notice n where n.episode_id = e.id and e.ended_at is null
              and (n.owed or n.dropped_why is not null)), '[]'))
        order by e.started_at, e.ended_at nulls last, e.id)
      from episode e where e.inquiry_id = i.id and e.ended_by is distinct from 'superseded'), '[]') as episodes
    from inquiry i`.execute(it.service.db);
  const sorted = (episodes: Shown['episodes']) =>
    episodes.map((one) => ({ ...one, steps: [...one.steps].sort(), notices: [...one.notices].sort() }));
  return new Map(rows.map(({ inquiry, status, episodes }) => [inquiry, { status, episodes: sorted(episodes) }]));
}

const ms = (column: string) => sql`(extract(epoch from ${sql.ref(column)}) * 1000)::int8`;

describe('in any order of learning', () => {
  test('the store says what the core says of the set', async () => {
    const all = fc.sample(threads, 300);
    const proved = await learn(all);
    const stored = await asStored();
    const wrong = all.flatMap((thread, n) => {
      const [found, right] = [stored.get(`q${n}`)!, asCounted(thread)];
      return isDeepStrictEqual(found, right) ? [] : [{ found, right, thread: thread.map(inWords) }];
    });
    expect(wrong.slice(0, 1)).toEqual([]);
    expect(wrong).toHaveLength(0);
    const steps = [...stored.values()].flatMap(({ episodes }) => episodes.flatMap((one) => one.steps));
    expect(steps.filter((step) => step.includes('while completed')).length).toBeGreaterThan(15);
    expect(steps.filter((step) => step.startsWith('breach')).length).toBeGreaterThan(80);
    const told = [...stored.values()].flatMap(({ episodes }) => episodes.flatMap((one) => one.notices));
    expect(told.filter((notice) => notice.endsWith('while-completed')).length).toBeGreaterThan(5);
    expect(told.length).toBeGreaterThan(300);
    expect(proved).toEqual({ missing: 0, surplus: 0, days: 12 });
  });

  test('the history lists the events that count, in their order', async () => {
    const all = fc.sample(threads, 60);
    await learn(all);
    const { rows } = await sql<{ id: number; inquiry: string }>`select id, external_id as inquiry from inquiry`.execute(
      it.service.db,
    );
    const logs = await eventLogs(
      it.service.db,
      rows.map(({ id }) => id),
    );
    for (const { id, inquiry } of rows) {
      const right = inOrder(all[Number(inquiry.slice(1))]!.map(({ event }) => event));
      const plain = ({ type, id: name, at: when, message }: ThreadEvent) => ({ type, id: name, at: when, message });
      expect(logs.get(id)!.map(plain)).toEqual(right.map(plain));
    }
  });
});
