import { sql } from 'kysely';
import { beforeEach, describe, expect, test } from 'vitest';
import { intake } from '../../../src/service/intake/intake-events.ts';
import { fireDue } from '../../../src/service/steps/raise-due-steps.ts';
import { emptyTables, testDatabase } from '../../support/database.ts';
import { at, eventOf as event, type TestService, testService } from '../../support/service.ts';

const database = testDatabase();
let it: TestService;

beforeEach(async () => {
  await emptyTables(database.db);
  it = await testService({ db: database.db, now: '2026-06-01T12:00:00+09:00' });
});

const episodes = async () =>
  (await sql<Record<string, unknown>>`select * from episode order by id`.execute(it.service.db)).rows;
const steps = async () =>
  (await sql<Record<string, unknown>>`select * from step order by episode_id, due_at`.execute(it.service.db)).rows;

describe('a message of a customer', () => {
  test('opens an episode that is armed with its first step', async () => {
    const result = await intake(it.service, [event('customer_message', 'm0', '2026-06-01T10:00:00+09:00')], 'api');
    expect(result).toMatchObject({ added: 1, known: 0 });
    expect(await episodes()).toMatchObject([
      {
        opener: 'm0',
        started_at: at('2026-06-01T10:00:00+09:00'),
        ended_at: null,
        flag_at: at('2026-06-03T00:00:00+09:00'),
        breach_at: at('2026-06-05T00:00:00+09:00'),
        next_due_at: at('2026-06-03T00:00:00+09:00'),
      },
    ]);
  });

  test('that is known already changes nothing', async () => {
    const message = event('customer_message', 'm0', '2026-06-01T10:00:00+09:00');
    await intake(it.service, [message], 'api');
    expect(await intake(it.service, [message, message], 'api')).toMatchObject({ added: 0, known: 2 });
    expect(await episodes()).toHaveLength(1);
  });

  test('counts in an inquiry that the shop started', async () => {
    await intake(it.service, [event('shop_reply', 'r0', '2026-06-01T09:00:00+09:00')], 'api');
    expect(await episodes()).toHaveLength(0);
    await intake(it.service, [event('customer_message', 'm0', '2026-06-01T10:00:00+09:00')], 'api');
    expect(await episodes()).toHaveLength(1);
  });
});

describe('a reply', () => {
  test('ends the episode, lowers its flag and leaves both times', async () => {
    await intake(it.service, [event('customer_message', 'm0', '2026-06-01T10:00:00+09:00')], 'api');
    it.clock.set(at('2026-06-03T00:00:00+09:00'));
    expect(await fireDue(it.service)).toEqual({ flag: 1, owner_alert: 0, breach: 0 });
    it.clock.set(at('2026-06-03T09:30:00+09:00'));
    await intake(it.service, [event('shop_reply', 'r0', '2026-06-03T09:00:00+09:00')], 'api');
    expect(await episodes()).toMatchObject([{ ended_by: 'shop_reply', next_due_at: null }]);
    expect(await steps()).toMatchObject([
      {
        step: 'flag',
        due_at: at('2026-06-03T00:00:00+09:00'),
        detected_at: at('2026-06-03T00:00:00+09:00'),
        lowered_at: at('2026-06-03T09:00:00+09:00'),
        lowered_why: 'shop_reply',
        withdrawn_at: null,
      },
    ]);
  });

  test('given in time and learned late withdraws the flag with that reason', async () => {
    await intake(it.service, [event('customer_message', 'm0', '2026-06-01T10:00:00+09:00')], 'api');
    it.clock.set(at('2026-06-03T00:10:00+09:00'));
    await fireDue(it.service);
    await intake(it.service, [event('shop_reply', 'r0', '2026-06-02T18:00:00+09:00')], 'api');
    expect(await steps()).toMatchObject([{ step: 'flag', withdrawn_why: 'answered in time, learned late' }]);
    const { rows } = await sql`select step, why from step_withdrawal`.execute(it.service.db);
    expect(rows).toEqual([{ step: 'flag', why: 'answered in time, learned late' }]);
  });

  test('after the third step, during our downtime, is still a breach that ops are owed', async () => {
    await intake(it.service, [event('customer_message', 'm0', '2026-06-01T10:00:00+09:00')], 'api');
    it.clock.set(at('2026-06-08T10:00:00+09:00'));
    await intake(it.service, [event('shop_reply', 'r0', '2026-06-05T00:00:00+09:00')], 'api');
    expect(await steps()).toMatchObject([
      { step: 'flag', ops_owed: false },
      { step: 'owner_alert', owner_owed: false, ops_owed: false },
      { step: 'breach', due_at: at('2026-06-05T00:00:00+09:00'), ops_owed: true },
    ]);
  });

  test('of a thread that was over before we watched owes nobody a mail', async () => {
    await intake(
      it.service,
      [
        event('customer_message', 'm0', '2026-05-01T10:00:00+09:00'),
        event('shop_reply', 'r0', '2026-05-29T10:00:00+09:00'),
      ],
      'api',
    );
    const owed = (await steps()).filter((step) => step.owner_owed || step.ops_owed);
    expect(await steps()).toHaveLength(3);
    expect(owed).toEqual([]);
  });
});

describe('completed and reopened', () => {
  const thread = [
    event('customer_message', 'm0', '2026-06-01T10:00:00+09:00'),
    event('completed', 'c0', '2026-06-02T12:00:00+09:00'),
  ];

  test('a flag that passed meanwhile becomes due at the reopening', async () => {
    it.clock.set(at('2026-06-02T12:00:00+09:00'));
    await intake(it.service, thread, 'api');
    it.clock.set(at('2026-06-03T09:00:00+09:00'));
    await intake(it.service, [event('reopened', 'u0', '2026-06-03T09:00:00+09:00')], 'api');
    expect(await episodes()).toMatchObject([{ ended_at: null, next_due_at: at('2026-06-03T09:00:00+09:00') }]);
    await fireDue(it.service);
    expect(await steps()).toMatchObject([{ step: 'flag', due_at: at('2026-06-03T09:00:00+09:00') }]);
  });

  test('a breach that passed meanwhile is kept as "while completed" and owes no mail', async () => {
    it.clock.set(at('2026-06-02T12:00:00+09:00'));
    await intake(it.service, thread, 'api');
    it.clock.set(at('2026-06-08T09:00:00+09:00'));
    await intake(it.service, [event('reopened', 'u0', '2026-06-08T09:00:00+09:00')], 'api');
    await fireDue(it.service);
    expect(await steps()).toMatchObject([
      { step: 'breach', while_completed: true, ops_owed: false },
      { step: 'flag', while_completed: false },
      { step: 'owner_alert', owner_owed: true },
    ]);
    expect(await episodes()).toMatchObject([{ next_due_at: null }]);
  });

  test('a breach that passed while completed is kept as that also when the whole story is learned at once', async () => {
    it.clock.set(at('2026-06-08T09:00:00+09:00'));
    await intake(it.service, [...thread, event('reopened', 'u0', '2026-06-08T09:00:00+09:00')], 'api');
    await fireDue(it.service);
    expect(await steps()).toMatchObject([
      { step: 'breach', while_completed: true, ops_owed: false },
      { step: 'flag', due_at: at('2026-06-08T09:00:00+09:00') },
      { step: 'owner_alert', owner_owed: true },
    ]);
  });

  test('an alert that was dropped when the thread was completed is owed again after the reopening', async () => {
    await intake(it.service, thread.slice(0, 1), 'api');
    it.clock.set(at('2026-06-04T08:00:00+09:00'));
    await fireDue(it.service);
    await intake(it.service, [event('completed', 'c0', '2026-06-04T08:00:00+09:00')], 'api');
    expect(await steps()).toMatchObject([{}, { step: 'owner_alert', owner_owed: false }]);
    it.clock.set(at('2026-06-04T08:30:00+09:00'));
    await intake(it.service, [event('reopened', 'u0', '2026-06-04T08:30:00+09:00')], 'api');
    expect(await steps()).toMatchObject([
      { lowered_at: null },
      { step: 'owner_alert', owner_owed: true, slot_at: at('2026-06-04T09:00:00+09:00') },
    ]);
  });
});

describe('knowledge that comes late', () => {
  test('an earlier message of the same wait moves the start and keeps the row', async () => {
    await intake(it.service, [event('customer_message', 'm1', '2026-06-01T11:00:00+09:00')], 'api');
    await intake(it.service, [event('customer_message', 'm0', '2026-05-29T11:00:00+09:00')], 'api');
    expect(await episodes()).toMatchObject([{ opener: 'm1', started_at: at('2026-05-29T11:00:00+09:00') }]);
  });

  test('a reply in between splits a wait in two; the first keeps the row', async () => {
    await intake(
      it.service,
      [
        event('customer_message', 'm0', '2026-06-01T09:00:00+09:00'),
        event('customer_message', 'm1', '2026-06-01T11:00:00+09:00'),
      ],
      'api',
    );
    await intake(it.service, [event('shop_reply', 'r0', '2026-06-01T10:00:00+09:00')], 'api');
    expect(await episodes()).toMatchObject([
      { opener: 'm0', ended_by: 'shop_reply' },
      { opener: 'm1', ended_at: null },
    ]);
  });

  test('two waits that a reopening joins become one; the other row is superseded and its flag withdrawn', async () => {
    await intake(
      it.service,
      [
        event('customer_message', 'm0', '2026-05-25T09:00:00+09:00'),
        event('completed', 'c0', '2026-05-25T10:00:00+09:00'),
        event('customer_message', 'm1', '2026-05-26T09:00:00+09:00'),
      ],
      'api',
    );
    await fireDue(it.service);
    await intake(it.service, [event('reopened', 'u0', '2026-05-25T12:00:00+09:00')], 'api');
    expect(await episodes()).toMatchObject([
      { opener: 'm0', ended_at: null },
      { opener: 'm1', ended_by: 'superseded', next_due_at: null },
    ]);
    const raised = (await steps()).filter((step) => step.withdrawn_at === null);
    expect(raised.every((step) => step.episode_id === 1)).toBe(true);
  });
});

describe('what is refused', () => {
  test('is refused with a reason, kept visible, and the rest goes on', async () => {
    const result = await intake(
      it.service,
      [
        event('customer_message', 'm0', '2026-06-01T10:00:00+09:00', { shop: 'nowhere' }),
        event('customer_message', 'm0', '2026-06-01T15:00:00+09:00', { inquiry: 'q2' }),
        event('customer_message', 'm0', '2026-06-01T10:00:00+09:00'),
      ],
      'api',
    );
    expect(result.added).toBe(1);
    expect([...result.refused]).toEqual([
      [0, { code: 'unknown-shop', message: 'no shop "nowhere" in the configuration' }],
      [1, { code: 'future-event', message: 'happened 180 minutes in the future; allowed are 5' }],
    ]);
    const { rows } = await sql`select inquiry, code, times from refusal order by code`.execute(it.service.db);
    expect(rows).toEqual([
      { inquiry: 'q2', code: 'future-event', times: 1 },
      { inquiry: 'q1', code: 'unknown-shop', times: 1 },
    ]);
  });
});

test('events are append-only, also by hand', async () => {
  await intake(it.service, [event('customer_message', 'm0', '2026-06-01T10:00:00+09:00')], 'api');
  await expect(sql`update event set at = now()`.execute(it.service.db)).rejects.toThrow('append-only');
});
