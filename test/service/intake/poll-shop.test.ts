import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type FakeRms, startFakeRms } from '../../../src/demo/fake-rms/fake-rms.ts';
import { faults } from '../../../src/demo/fake-rms/injected-faults.ts';
import { createWorld, type FakeShop } from '../../../src/demo/fake-rms/world.ts';
import { createRmsClient } from '../../../src/rms/client.ts';
import { poll } from '../../../src/service/intake/poll-shop.ts';
import { tickMails } from '../../../src/service/loops/sweep.ts';
import { watchSources } from '../../../src/service/monitoring/detect-silent-sources.ts';
import { fireDue } from '../../../src/service/steps/raise-due-steps.ts';
import { syncSources } from '../../../src/store/status/sources.ts';
import { unpaced } from '../../rms/unpaced.ts';
import { type ManualClock, manualClock } from '../../support/clock.ts';
import { emptyTables, testDatabase } from '../../support/database.ts';
import { readSource } from '../../support/read-source.ts';
import { at, shopOf, type TestService, testService } from '../../support/service.ts';
import { tickWorker } from '../../support/tick.ts';

const database = testDatabase();
const START = '2026-06-01T12:00:00+09:00';
const variable = (name: string): string => `\${${name}}`;
const RMS = { shopId: 123456, serviceSecret: variable('SECRET'), licenseKey: variable('KEY') };

let it: TestService;
let rms: FakeRms;
let shop: FakeShop;
let clock: ManualClock;

beforeEach(async () => {
  await emptyTables(database.db);
  clock = manualClock(at(START));
  const world = createWorld();
  shop = world.addShop({
    shopId: 123456,
    serviceSecret: 'sss',
    keys: [{ key: 'kkk', endsAt: at('2026-08-01T23:59:59+09:00') }],
  });
  rms = await startFakeRms({ world, clock });
  const keys = { serviceSecret: 'sss', licenseKey: 'kkk', nextLicenseKey: null };
  const client = createRmsClient({ shopId: 123456, keys, clock, baseUrl: rms.url, pacer: unpaced });
  it = await testService({
    db: database.db,
    shops: [shopOf('sample-tea', { rms: RMS })],
    now: START,
    rmsClient: () => client,
  });
  await syncSources(database.db, ['sample-tea'], clock.now());
});

afterEach(() => rms.close());

const rows = async (statement: string) => (await sql.raw<Record<string, unknown>>(statement).execute(database.db)).rows;

async function pollAt(when: string): Promise<string> {
  clock.set(at(when));
  it.clock.set(at(when));
  return readSource(it.service, 'sample-tea');
}

describe('a read that a clock that was ahead began, and that ends after the clock came back', () => {
  const BACK = '2026-06-01T12:00:30+09:00';
  const AHEAD = '2026-06-02T12:00:00+09:00';

  /** The clock comes back between the beginning of the read and RMS's answer. */
  async function readAcross(ahead = AHEAD): Promise<string> {
    const { rmsClient } = it.service;
    const service = {
      ...it.service,
      rmsClient: (...args: Parameters<typeof rmsClient>) => {
        it.clock.set(at(BACK));
        return rmsClient(...args);
      },
    };
    it.clock.set(at(ahead));
    return poll(service, 'sample-tea');
  }

  const times = () => rows('select next_poll_at, last_complete_at, failing_since from source');
  const NEXT = at('2026-06-01T12:05:30+09:00');

  test.each(['the first', 'a later'])('%s: is read again in five minutes', async (which) => {
    if (which === 'a later') await pollAt(START);
    expect(await readAcross()).toBe('complete');
    expect(await times()).toEqual([{ next_poll_at: NEXT, last_complete_at: at(BACK), failing_since: null }]);
  });

  test('threads older than the newest days are read again within minutes, not when that time has come', async () => {
    shop.customerWrites('373343-9', at('2026-05-12T10:00:00+09:00'));
    shop.shopWrites('373343-9', at('2026-05-12T11:00:00+09:00'));
    await pollAt(START);
    expect(await readAcross()).toBe('complete');
    shop.customerWrites('373343-9', at('2026-06-01T12:05:00+09:00'));
    await pollAt('2026-06-01T12:06:00+09:00');
    expect(await rows('select status from inquiry')).toEqual([{ status: 'unanswered' }]);
  });

  test('of years, a first read: reaches as far back as any', async () => {
    shop.customerWrites('373343-1', at('2026-03-10T10:00:00+09:00'));
    expect(await readAcross('2036-06-01T12:00:00+09:00')).toBe('complete');
    expect(await rows('select external_id, status from inquiry')).toEqual([
      { external_id: '373343-1', status: 'unanswered' },
    ]);
  });

  test('a failure: is tried again in five minutes', async () => {
    await pollAt(START);
    rms.faults.add(faults.html500(), { on: 'list', times: 99 });
    expect(await readAcross()).toBe('failed');
    const last = at(START);
    expect(await times()).toEqual([{ next_poll_at: NEXT, last_complete_at: last, failing_since: at(BACK) }]);
  });
});

describe('a read of the source', () => {
  test('takes in every thread with the direction of each message', async () => {
    shop.customerWrites('373343-1', at('2026-06-01T10:00:00+09:00'));
    shop.shopWrites('373343-2', at('2026-06-01T10:30:00+09:00'));
    shop.customerWrites('373343-3', at('2026-06-01T11:00:00+09:00'));
    shop.shopWrites('373343-3', at('2026-06-01T11:30:00+09:00'));
    expect(await pollAt(START)).toBe('complete');
    expect(await rows('select external_id, status from inquiry order by 1')).toEqual([
      { external_id: '373343-1', status: 'unanswered' },
      { external_id: '373343-2', status: 'answered' },
      { external_id: '373343-3', status: 'answered' },
    ]);
    expect(await rows('select failing_since, last_complete_at from source')).toEqual([
      { failing_since: null, last_complete_at: at(START) },
    ]);
  });

  test('takes in every thread whatever is in the texts of one', async () => {
    shop.customerWrites('373343-1', at('2026-06-01T10:00:00+09:00'), {
      itemName: ['煎茶', '100g\ud83d'].join(String.fromCharCode(0)),
      category: '\0',
    });
    shop.customerWrites('373343-2', at('2026-06-01T10:10:00+09:00'), { text: '\0\ud83d' });
    shop.customerWrites('373343-4', at('2026-06-01T10:30:00+09:00'));
    expect(await pollAt(START)).toBe('complete');
    expect(await rows('select external_id as id, item, category from inquiry order by 1')).toEqual([
      { id: '373343-1', item: '煎茶 100g\ufffd', category: null },
      { id: '373343-2', item: null, category: null },
      { id: '373343-4', item: null, category: null },
    ]);
  });

  test('is not due again at once, and a re-read changes nothing', async () => {
    shop.customerWrites('373343-1', at('2026-06-01T10:00:00+09:00'));
    await pollAt(START);
    expect(await poll(it.service, 'sample-tea')).toBe('not-due');
    expect(await pollAt('2026-06-01T12:05:00+09:00')).toBe('complete');
    expect(await rows('select count(*) as n from event')).toEqual([{ n: 1 }]);
  });

  test('sees a completion and its undoing', async () => {
    shop.customerWrites('373343-1', at('2026-06-01T10:00:00+09:00'));
    shop.completes('373343-1', at('2026-06-01T11:00:00+09:00'));
    shop.reopens('373343-1', at('2026-06-01T12:30:00+09:00'));
    await pollAt(START);
    expect(await rows('select status from inquiry')).toEqual([{ status: 'completed' }]);
    await pollAt('2026-06-01T13:00:00+09:00');
    expect(await rows('select status from inquiry')).toEqual([{ status: 'unanswered' }]);
    expect(await rows('select ended_at, opener from episode')).toEqual([{ ended_at: null, opener: 'm' }]);
  });

  test('stores no name, address or text of a customer', async () => {
    shop.customerWrites('373343-1', at('2026-06-01T10:00:00+09:00'));
    await pollAt(START);
    const all = JSON.stringify([await rows('select * from inquiry'), await rows('select * from event')]);
    for (const personal of ['楽天', '様', '@', 'ください']) expect(all).not.toContain(personal);
  });

  test('that fails takes nothing in, says since when, and closes nothing', async () => {
    shop.customerWrites('373343-1', at('2026-06-01T10:00:00+09:00'));
    await pollAt(START);
    rms.faults.add(faults.html500(), { on: 'list', times: 99 });
    expect(await pollAt('2026-06-01T12:10:00+09:00')).toBe('failed');
    expect(await rows('select failing_since, failure_kind, last_complete_at from source')).toEqual([
      { failing_since: at('2026-06-01T12:10:00+09:00'), failure_kind: 'outage', last_complete_at: at(START) },
    ]);
    expect(await rows('select status from inquiry')).toEqual([{ status: 'unanswered' }]);
  });

  test('never writes anything to RMS', async () => {
    shop.customerWrites('373343-1', at('2026-06-01T10:00:00+09:00'));
    await pollAt(START);
    expect(rms.requests.length).toBeGreaterThan(0);
    expect(rms.requests.every((request) => request.method === 'GET')).toBe(true);
  });
});

describe('a source that stays unread', () => {
  test('makes one mail "monitoring is blind" per cause and day, after an hour of business time', async () => {
    await pollAt(START);
    rms.faults.add(faults.html500(), { on: 'list', times: 99 });
    await pollAt('2026-06-01T12:10:00+09:00');
    await watchSources(it.service, at('2026-06-01T12:59:00+09:00'));
    expect(await rows('select 1 from outbox')).toEqual([]);
    for (const when of ['2026-06-01T13:00:00+09:00', '2026-06-01T15:00:00+09:00', '2026-06-02T10:00:00+09:00']) {
      it.clock.set(at(when));
      await tickWorker(it.service);
    }
    expect(it.mail.sent.map((mail) => mail.to.join())).toEqual(['ops@example.jp', 'ops@example.jp']);
    expect(it.mail.sent[0]?.rendered.subject).toContain('監視できていません');
    expect(it.mail.sent[0]?.rendered.text).toContain('サンプル茶舗');
  });

  test('that nobody even tries to read is told as well: its process is dead', async () => {
    await pollAt(START);
    const service = { ...it.service, openedAt: at(START) };
    it.clock.set(at('2026-06-01T13:04:00+09:00'));
    await tickWorker(service);
    expect(it.mail.sent).toEqual([]);
    it.clock.set(at('2026-06-01T13:10:00+09:00'));
    await tickWorker(service);
    expect(it.mail.sent.map((mail) => mail.rendered.subject)).toEqual([expect.stringContaining('監視できていません')]);
    expect(it.mail.sent[0]?.rendered.text).toContain('読み取り処理が動いていません');
  });

  test('holds mails after a start, and they are looked at each second until it was read', async () => {
    shop.customerWrites('373343-1', at('2026-06-01T10:00:00+09:00'));
    await pollAt(START);
    it.clock.set(at('2026-06-04T09:00:00+09:00'));
    const service = { ...it.service, openedAt: it.clock.now() };
    await fireDue(service);
    const offered: string[] = [];
    const look = () => tickMails(service, { offer: (ids) => void offered.push(...ids) });
    expect([await look(), offered]).toEqual([1_000, []]);
    await pollAt('2026-06-04T09:00:02+09:00');
    expect([await look(), offered]).toEqual([30_000, [expect.any(String), expect.any(String)]]);
  });

  test('after its recovery tells what passed meanwhile once, marked as detected late', async () => {
    await pollAt(START);
    shop.customerWrites('373343-1', at('2026-06-01T13:00:00+09:00'));
    rms.faults.add(faults.html500(), { on: 'list', times: 1 });
    await pollAt('2026-06-01T14:00:00+09:00');
    expect(await pollAt('2026-06-04T10:00:00+09:00')).toBe('complete');
    await tickWorker(it.service);
    const owner = it.mail.sent.filter((mail) => mail.to.includes('sample-tea@example.jp'));
    expect(owner).toHaveLength(1);
    expect(owner[0]?.rendered.text).toContain('取り込みが後だったため');
  });
});

describe('the licence key', () => {
  test('is asked once a day and its end told once per mark', async () => {
    await pollAt('2026-07-17T12:00:00+09:00');
    expect(await rows('select licence_expires_at from source')).toEqual([
      { licence_expires_at: at('2026-08-01T23:59:59+09:00') },
    ]);
    for (const day of ['2026-07-18', '2026-07-19', '2026-07-20', '2026-07-25', '2026-07-26'])
      await pollAt(`${day}T13:00:00+09:00`);
    expect(await rows(`select cause from outbox where kind = 'blind' order by id`)).toEqual([
      { cause: 'licence:sample-tea:14' },
      { cause: 'licence:sample-tea:7' },
    ]);
  });
});
