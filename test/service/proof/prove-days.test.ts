import { sql } from 'kysely';
import { beforeEach, describe, expect, test } from 'vitest';
import { applyRevisions } from '../../../src/service/configuration/register-revisions.ts';
import { intake } from '../../../src/service/intake/intake-events.ts';
import { deliver } from '../../../src/service/notifications/deliver-notification.ts';
import { proveNextDay } from '../../../src/service/proof/prove-days.ts';
import { fireDue } from '../../../src/service/steps/raise-due-steps.ts';
import { dueMails } from '../../../src/store/notifications/outbox.ts';
import { latestProofs } from '../../../src/store/proof/daily-proof.ts';
import { emptyTables, testDatabase } from '../../support/database.ts';
import { at, eventOf, shopOf, type TestService, testService, withShops } from '../../support/service.ts';
import { tickWorker } from '../../support/tick.ts';

const database = testDatabase();
let it: TestService;

beforeEach(async () => {
  await emptyTables(database.db);
  it = await testService({ db: database.db, now: '2026-06-01T12:00:00+09:00' });
});

/** Takes an event in at the moment it happened, or when `learned` says. */
async function happens(type: Parameters<typeof eventOf>[0], inquiry: string, when: string, learned = when) {
  it.clock.set(at(learned));
  await intake(it.service, [eventOf(type, `${type}-${when}`, when, { inquiry })], 'api');
}

const asks = (inquiry: string, when = '2026-06-01T13:00:00+09:00') => happens('customer_message', inquiry, when);

async function fireAt(when: string): Promise<void> {
  it.clock.set(at(when));
  await fireDue(it.service);
}

async function proveAt(when: string, service = it.service) {
  it.clock.set(at(when));
  return proveNextDay(service);
}

const FLAG_DUE = '2026-06-03T00:00:00+09:00';
const NEXT_MORNING = '2026-06-04T00:05:00+09:00';
const change = (statement: string) => sql.raw(statement).execute(database.db);
const causes = async () =>
  (await sql<{ cause: string }>`select cause from outbox where kind = 'blind'`.execute(database.db)).rows;

describe('the daily proof', () => {
  test('counts what fell due and what was raised; what was answered in time is not expected', async () => {
    for (const inquiry of ['waits', 'answered-late', 'answered-in-time', 'deleted']) await asks(inquiry);
    await happens('shop_reply', 'answered-in-time', '2026-06-02T23:59:59.999+09:00');
    await fireAt(FLAG_DUE);
    await happens('shop_reply', 'answered-late', '2026-06-03T09:00:00+09:00');
    expect(await proveAt(NEXT_MORNING)).toEqual({
      expected: 3,
      raised: 3,
      late: 0,
      missing: 0,
      surplus: 0,
      learnedLate: 0,
      recounted: 0,
      slowestMs: 0,
      examples: [],
    });
    expect(await causes()).toEqual([]);
  });

  test('a step that is gone from the table is found missing, named, and told to ops once', async () => {
    await asks('q1');
    await asks('q2');
    await fireAt(FLAG_DUE);
    await change(`delete from step where episode_id = (select min(id) from episode)`);
    expect(await proveAt(NEXT_MORNING)).toMatchObject({
      expected: 2,
      raised: 1,
      missing: 1,
      examples: [{ what: 'missing', shop: 'sample-tea', inquiry: 'q1', step: 'flag', dueAt: at(FLAG_DUE) }],
    });
    expect(await causes()).toEqual([{ cause: 'proof:2026-06-03:1:0' }]);
    for (const id of await dueMails(database.db, it.clock.now(), 10)) await deliver(it.service, id);
    expect(it.mail.sent[0]?.rendered.text).toContain('6/3(水)の期限を計算し直しました。検知漏れの期限が1件あります');
  });

  test('an episode that was never written is found by its events', async () => {
    const chat = { channel: 'chat', flagAfter: '5m', mailOwnerAfter: '30m', breachAfter: '1h' };
    it = await testService({
      db: database.db,
      now: '2026-06-03T09:00:00+09:00',
      shops: [shopOf('sample-tea', { calendar: { hours: ['09:00-18:00'] }, policies: [chat, {}] })],
    });
    const asked = eventOf('customer_message', 'm0', '2026-06-03T10:00:00+09:00', { channel: 'chat' });
    it.clock.set(at('2026-06-03T10:00:00+09:00'));
    await intake(it.service, [asked], 'api');
    await change('delete from episode');
    expect(await proveAt(NEXT_MORNING)).toMatchObject({ expected: 3, raised: 0, missing: 3 });
  });

  test('more than a minute after it was due and known is late; exactly a minute is not', async () => {
    await asks('q1');
    await fireAt('2026-06-03T00:01:00+09:00');
    await happens('customer_message', 'q2', '2026-06-02T13:00:00+09:00');
    await fireAt('2026-06-04T00:01:00.001+09:00');
    expect(await proveAt(NEXT_MORNING)).toMatchObject({ expected: 1, raised: 1, late: 0, slowestMs: 60_000 });
    expect(await proveAt('2026-06-05T00:05:00+09:00')).toMatchObject({ late: 2, slowestMs: 60_001 });
    expect(await causes()).toEqual([{ cause: 'proof:2026-06-04:0:2' }]);
  });

  test('what was learned only after it was due is told apart from late', async () => {
    await happens('customer_message', 'q1', '2026-06-01T13:00:00+09:00', '2026-06-03T15:00:00+09:00');
    await fireAt('2026-06-03T15:00:30+09:00');
    expect(await proveAt(NEXT_MORNING)).toMatchObject({ expected: 1, raised: 1, late: 0, learnedLate: 1 });
  });

  test('a reply learned late makes the step not expected, and its withdrawn row no surplus', async () => {
    await asks('q1');
    await fireAt(FLAG_DUE);
    await happens('shop_reply', 'q1', '2026-06-02T18:00:00+09:00', '2026-06-03T11:00:00+09:00');
    expect(await proveAt(NEXT_MORNING)).toMatchObject({ expected: 0, raised: 0, missing: 0, surplus: 0 });
  });

  test('a step that nothing asks for is surplus', async () => {
    await asks('q1', '2026-06-02T13:00:00+09:00');
    await change(`insert into step (episode_id, step, shop, due_at, detected_at, cause, owner_owed, ops_owed)
      select id, 'flag', shop, '${FLAG_DUE}', '${FLAG_DUE}', 'due', false, false from episode`);
    expect(await proveAt(NEXT_MORNING)).toMatchObject({
      expected: 0,
      surplus: 1,
      examples: [{ what: 'surplus', inquiry: 'q1' }],
    });
  });

  test('an edited calendar: what it withdrew is not expected, what it raised is not late', async () => {
    await asks('q1');
    await asks('q2', '2026-06-02T13:00:00+09:00');
    await fireAt(FLAG_DUE);
    const closed = { calendar: { closed: [{ on: '2026-06-02', name: '棚卸' }] } };
    it.clock.set(at('2026-06-03T10:00:00+09:00'));
    const service = withShops(it.service, [shopOf('sample-tea', closed)]);
    await applyRevisions(service);
    const opened = withShops(it.service, [shopOf('sample-tea', { calendar: { weeklyClosed: [] } })]);
    expect(await proveAt(NEXT_MORNING, service)).toMatchObject({ expected: 0, missing: 0, surplus: 0 });
    await applyRevisions(opened);
    expect(await proveAt('2026-06-05T00:05:00+09:00', opened)).toMatchObject({ missing: 0, late: 0, recounted: 2 });
  });

  test('of two workers one proves the day, the other sees it done', async () => {
    await asks('q1');
    await fireAt(FLAG_DUE);
    it.clock.set(at(NEXT_MORNING));
    const both = await Promise.all([proveNextDay(it.service), proveNextDay(it.service)]);
    expect(both.filter((result) => result !== null)).toHaveLength(1);
    expect(await proveNextDay(it.service)).toBeNull();
    expect((await latestProofs(database.db, 5)).map(({ day, madeAt }) => [day, madeAt])).toEqual([
      ['2026-06-03', at(NEXT_MORNING)],
    ]);
  });

  test('a worker that died over it is taken over after ten minutes', async () => {
    await change(`insert into daily_proof (day, claimed_until) values ('2026-06-03', '2026-06-04T00:10:00+09:00')`);
    expect(await proveAt('2026-06-04T00:09:59+09:00')).toBeNull();
    expect(await proveAt('2026-06-04T00:10:00+09:00')).not.toBeNull();
  });

  test('it waits for what is still recounted, and leaves the day to be taken again when it is stopped', async () => {
    await change('update shop set recounts_wanted = recounts_wanted + 1');
    expect(await proveAt(NEXT_MORNING)).toBeNull();
    await change('update shop set recounts_done = recounts_wanted');
    await asks('q1', '2026-06-03T23:00:00+09:00');
    it.clock.set(at(NEXT_MORNING));
    expect(await proveNextDay(it.service, AbortSignal.abort())).toBeNull();
    expect(await proveNextDay(it.service)).not.toBeNull();
  });

  test('after an outage every day that was missed is proved, the oldest first, and says what was late', async () => {
    expect(await proveAt('2026-06-02T00:05:00+09:00')).toMatchObject({ expected: 0 });
    await asks('q1', '2026-06-02T13:00:00+09:00');
    it.clock.set(at('2026-06-06T09:00:00+09:00'));
    await tickWorker(it.service);
    const lates = [];
    for (let result = await proveNextDay(it.service); result !== null; result = await proveNextDay(it.service))
      lates.push(result.late);
    expect(lates).toEqual([0, 0, 1, 1]);
    expect((await latestProofs(database.db, 9)).map(({ day }) => day).reverse()).toEqual([
      '2026-06-01',
      '2026-06-02',
      '2026-06-03',
      '2026-06-04',
      '2026-06-05',
    ]);
  });

  test('the day is that of those who operate the service, also when it has 23 hours', async () => {
    const shop = shopOf('sample-tea', {
      timeZone: 'Europe/Berlin',
      calendar: { weeklyClosed: [], nationalHolidays: 'none' },
    });
    const config = { timeZone: 'Europe/Berlin' };
    it = await testService({ db: database.db, now: '2026-03-27T10:00:00+01:00', shops: [shop], config });
    await asks('due-at-its-start', '2026-03-27T10:00:00+01:00');
    await asks('due-at-its-end', '2026-03-28T10:00:00+01:00');
    await fireAt('2026-03-29T00:00:00+01:00');
    await fireAt('2026-03-30T00:00:00+02:00');
    expect(await proveAt('2026-03-30T00:04:59+02:00')).toBeNull();
    expect(await proveAt('2026-03-30T00:05:00+02:00')).toMatchObject({ expected: 1, raised: 1, late: 0 });
    expect((await latestProofs(database.db, 1))[0]?.day).toBe('2026-03-29');
  });
});
