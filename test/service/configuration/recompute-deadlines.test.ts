import { sql } from 'kysely';
import { beforeEach, describe, expect, test } from 'vitest';
import { applyRevisions } from '../../../src/service/configuration/register-revisions.ts';
import { intake } from '../../../src/service/intake/intake-events.ts';
import type { Service } from '../../../src/service/service.ts';
import { emptyTables, testDatabase } from '../../support/database.ts';
import { at, eventOf, shopOf, type TestService, testService, withShops } from '../../support/service.ts';
import { tickWorker } from '../../support/tick.ts';

const database = testDatabase();
let it: TestService;

const closedOnWednesday = shopOf('sample-tea', { calendar: { closed: [{ on: '2026-06-03', name: '棚卸' }] } });
const closedOnTuesday = shopOf('sample-tea', { calendar: { closed: [{ on: '2026-06-02', name: '棚卸' }] } });

beforeEach(async () => {
  await emptyTables(database.db);
  it = await testService({ db: database.db, now: '2026-06-01T12:00:00+09:00' });
  await intake(it.service, [eventOf('customer_message', 'm0', '2026-06-01T10:00:00+09:00')], 'api');
});

const rows = async (statement: string) => (await sql.raw<Record<string, unknown>>(statement).execute(database.db)).rows;

/** What a restart with an edited file does. */
async function edited(...shops: ReturnType<typeof shopOf>[]): Promise<Service> {
  const service = withShops(it.service, shops);
  await applyRevisions(service);
  return service;
}

async function tickAt(when: string, service = it.service): Promise<void> {
  it.clock.set(at(when));
  await tickWorker(service);
}

describe('a calendar edit', () => {
  test('moves the deadlines of open episodes at once', async () => {
    await edited(closedOnWednesday);
    expect(await rows('select flag_at, mail_owner_at, breach_at, next_due_at from episode')).toEqual([
      {
        flag_at: at('2026-06-03T00:00:00+09:00'),
        mail_owner_at: at('2026-06-05T00:00:00+09:00'),
        breach_at: at('2026-06-06T00:00:00+09:00'),
        next_due_at: at('2026-06-03T00:00:00+09:00'),
      },
    ]);
  });

  test('withdraws a flag whose due time moved into the future, with reason and revision; it is raised again later', async () => {
    await tickAt('2026-06-03T00:00:00+09:00');
    const service = await edited(closedOnTuesday);
    expect(await rows('select step, why, revision from step_withdrawal')).toEqual([
      { step: 'flag', why: 'calendar or policy changed', revision: closedOnTuesday.revision },
    ]);
    await tickAt('2026-06-04T00:00:00+09:00', service);
    expect(await rows('select step, due_at, withdrawn_at from step')).toEqual([
      { step: 'flag', due_at: at('2026-06-04T00:00:00+09:00'), withdrawn_at: null },
    ]);
  });

  test('never mails the same step of the same episode again', async () => {
    await tickAt('2026-06-04T09:00:00+09:00');
    const told = it.mail.sent.length;
    const service = await edited(closedOnTuesday);
    expect(await rows(`select step from step where withdrawn_at is not null`)).toEqual([{ step: 'owner_alert' }]);
    await tickAt('2026-06-05T09:00:00+09:00', service);
    expect(await rows(`select step from step where withdrawn_at is not null`)).toEqual([]);
    expect(it.mail.sent).toHaveLength(told);
    expect(await rows('select count(*)::int as told from mail_item')).toEqual([{ told: 2 }]);
  });

  test('that makes a step due raises it with the cause "calendar" at once', async () => {
    await edited(closedOnTuesday);
    it.clock.set(at('2026-06-03T10:00:00+09:00'));
    await edited(shopOf('sample-tea'));
    expect(await rows('select step, cause, due_at from step')).toEqual([
      { step: 'flag', cause: 'calendar', due_at: at('2026-06-03T00:00:00+09:00') },
    ]);
  });

  test('and its exact undoing leave no trace on the flags', async () => {
    await tickAt('2026-06-02T00:00:00+09:00');
    const before = await rows('select flag_due_at, next_due_at, revision from episode');
    await edited(closedOnTuesday);
    await edited(shopOf('sample-tea'));
    expect(await rows('select flag_due_at, next_due_at, revision from episode')).toEqual(before);
    expect(await rows('select 1 from step_withdrawal')).toEqual([]);
  });

  test('leaves finished episodes as they were', async () => {
    it.clock.set(at('2026-06-02T12:00:00+09:00'));
    await intake(it.service, [eventOf('shop_reply', 'r0', '2026-06-02T12:00:00+09:00')], 'api');
    const before = await rows('select * from episode');
    await edited(closedOnWednesday);
    expect(await rows('select * from episode')).toEqual(before);
  });

  test('of one shop leaves the others alone', async () => {
    await edited(shopOf('sample-tea'), shopOf('other', { calendar: { closed: [{ on: '2026-06-02' }] } }));
    expect(await rows('select revision from episode')).toEqual([{ revision: shopOf('sample-tea').revision }]);
  });
});

test('a calendar without business days leaves the inquiry without a deadline, not without a row', async () => {
  await edited(shopOf('sample-tea', { calendar: { closed: [{ every: '01-01..12-31' }] } }));
  expect(await rows('select flag_at, breach_at, next_due_at, ended_at from episode')).toEqual([
    { flag_at: null, breach_at: null, next_due_at: null, ended_at: null },
  ]);
});

describe('many inquiries that become due by one edit', () => {
  const several = (count: number) =>
    Array.from({ length: count }, (_, n) => ({
      ...eventOf('customer_message', 'm0', '2026-06-01T10:00:00+09:00'),
      inquiry: `q${n + 1}`,
    }));

  test('500 of one shop make one mail to the owner and one to ops', async () => {
    await edited(shopOf('sample-tea', { calendar: { closed: [{ on: '2026-06-02..2026-06-03' }] } }));
    await intake(it.service, several(500), 'api');
    it.clock.set(at('2026-06-04T10:00:00+09:00'));
    const service = await edited(shopOf('sample-tea'));
    for (const minutes of [0, 5, 10])
      await tickAt(`2026-06-04T10:${String(minutes).padStart(2, '0')}:30+09:00`, service);
    expect(it.mail.sent.map(({ to }) => to)).toEqual([['sample-tea@example.jp'], ['ops@example.jp']]);
    expect(
      await rows(`select count(*)::int as told from step where step = 'owner_alert' and notified_at is not null`),
    ).toEqual([{ told: 500 }]);
  });

  test('mails wait until the recount is done, but not for ever', async () => {
    await edited(shopOf('sample-tea', { calendar: { closed: [{ on: '2026-06-02..2026-06-03' }] } }));
    it.clock.set(at('2026-06-04T10:00:00+09:00'));
    const service = await edited(shopOf('sample-tea'));
    await rows(`update shop set recounts_wanted = recounts_wanted + 1, recount_asked_at = '2026-06-04T10:00:00+09:00'`);
    await tickAt('2026-06-04T10:04:00+09:00', service);
    expect(it.mail.sent).toEqual([]);
    await tickAt('2026-06-04T10:06:00+09:00', service);
    expect(it.mail.sent).toHaveLength(2);
  });
});

test('a thread that was completed and reopened keeps its pause: what passed meanwhile is due at the reopening', async () => {
  await intake(it.service, [eventOf('completed', 'c0', '2026-06-01T11:00:00+09:00')], 'api');
  it.clock.set(at('2026-06-05T12:00:00+09:00'));
  await intake(it.service, [eventOf('reopened', 'o0', '2026-06-05T10:00:00+09:00')], 'api');
  await edited(closedOnTuesday);
  const reopening = at('2026-06-05T10:00:00+09:00');
  expect(await rows('select flag_at, flag_due_at, owner_alert_due_at, breach_due_at from episode')).toEqual([
    {
      flag_at: at('2026-06-04T00:00:00+09:00'),
      flag_due_at: reopening,
      owner_alert_due_at: reopening,
      breach_due_at: at('2026-06-06T00:00:00+09:00'),
    },
  ]);
});

test('inquiries that somebody holds for a moment are recounted when he lets them go', async () => {
  let holds = () => {};
  const held = new Promise<void>((resolve) => {
    holds = resolve;
  });
  const holder = database.db.transaction().execute(async (trx) => {
    await sql`select 1 from episode for update`.execute(trx);
    holds();
    await sql`select pg_sleep(0.05)`.execute(trx);
  });
  await held;
  await edited(closedOnTuesday);
  await holder;
  expect(await rows('select revision from episode')).toEqual([{ revision: closedOnTuesday.revision }]);
});
