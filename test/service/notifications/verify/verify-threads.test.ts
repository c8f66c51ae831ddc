// MAIL.md 3: before threads of a polled shop are told, they are read afresh; for five seconds at most, and beside the others.

import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type FakeRms, startFakeRms } from '../../../../src/demo/fake-rms/fake-rms.ts';
import { faults } from '../../../../src/demo/fake-rms/injected-faults.ts';
import { createWorld, type FakeShop } from '../../../../src/demo/fake-rms/world.ts';
import { createRmsClient, type RmsClient } from '../../../../src/rms/client.ts';
import { openDeliveries } from '../../../../src/service/notifications/delivery-lanes.ts';
import { openMails } from '../../../../src/service/notifications/enqueue-mails.ts';
import { openVerifier } from '../../../../src/service/notifications/verify/verify-threads.ts';
import { syncSources } from '../../../../src/store/status/sources.ts';
import { type Desk, inquiry, listed, OPS, OWNER, openDesk, outbox, tail } from '../../../behaviours/desk.ts';
import { testDatabase } from '../../../support/database.ts';
import { eventually } from '../../../support/eventually.ts';
import { readSource } from '../../../support/read-source.ts';
import { at, shopOf } from '../../../support/service.ts';
import { tickWorker } from '../../../support/tick.ts';

const database = testDatabase();
const ASKED = '2026-06-01T10:00:00+09:00';
const LAST_READ = '2026-06-04T08:57:00+09:00';
const MINUTE_BEFORE = '2026-06-04T08:59:00+09:00';
const SLOT = '2026-06-04T09:00:00+09:00';

const world = () => createWorld();
const keysOf = (n: number) => ({ serviceSecret: `secret${n}`, licenseKey: 'key', nextLicenseKey: null });
const UNPACED = { run: (_lane: string, work: () => Promise<unknown>) => work(), hold: () => {}, pausedFor: () => 0 };

let desk: Desk;
let rms: FakeRms;
let shops: FakeShop[];

/** So many polled shops on one fake RMS; nobody waits for the pace. */
async function begin(count: number, ops: string[] = []): Promise<void> {
  const all = world();
  const ids = Array.from({ length: count }, (_, n) => (n === 0 ? 'sample-tea' : `shop-${n}`));
  const keys = [{ key: 'key', endsAt: at('2026-12-01T23:59:59+09:00') }];
  shops = ids.map((_, n) => all.addShop({ shopId: 1_000 + n, serviceSecret: keysOf(n).serviceSecret, keys }));
  const clients = new Map<string, RmsClient>();
  const access = (n: number) => ({ shopId: 1_000 + n, serviceSecret: `$\{SECRET_${n}}`, licenseKey: `$\{KEY_${n}}` });
  desk = await openDesk({
    db: database.db,
    now: ASKED,
    ops,
    shops: ids.map((id, n) => shopOf(id, { rms: access(n), owner: [n === 0 ? OWNER : `${id}@example.jp`] })),
    rmsClient: ({ id }) => clients.get(id)!,
  });
  rms = await startFakeRms({ world: all, clock: desk.clock });
  for (const [n, id] of ids.entries()) {
    const options = { shopId: 1_000 + n, keys: keysOf(n), clock: desk.clock, baseUrl: rms.url, pacer: UNPACED };
    clients.set(id, createRmsClient(options as Parameters<typeof createRmsClient>[0]));
  }
  await syncSources(database.db, ids, desk.clock.now());
}

/** Customers wrote to each shop, the steps are due, and each shop was read three minutes before its mail may go. */
async function askedAndRead(threads = 1): Promise<void> {
  for (const [n, shop] of shops.entries())
    for (let i = 0; i < threads; i++) shop.customerWrites(inquiry(n * 1_000 + i), at(ASKED) + i * 1_000);
  desk.clock.set(at(LAST_READ));
  for (const id of desk.service.config.shops.keys()) expect(await readSource(desk.service, id)).toBe('complete');
  await tickWorker(desk.service);
  desk.clock.set(at(SLOT));
}

beforeEach(() => begin(1));
afterEach(() => rms.close());

const looks = (endpoint: 'list' | 'one', from = SLOT) =>
  rms.requests.filter((request) => request.endpoint === endpoint && request.at >= at(from));

const lowered = async () =>
  (await desk.rows(`select step, lowered_at is not null as lowered from step order by due_at`)).map(
    (row) => `${row.step} ${row.lowered ? 'lowered' : 'stands'}`,
  );

describe('behaviour 3: read afresh before it is told', () => {
  test('3: a reply written a minute before the mail stops it, and its step is lowered', async () => {
    await askedAndRead();
    shops[0]!.shopWrites(inquiry(0), at(MINUTE_BEFORE));
    await tickWorker(desk.service);
    expect(desk.inbox(OWNER)).toEqual([]);
    expect(await lowered()).toEqual(['flag lowered', 'owner_alert lowered']);
    expect(await outbox(database.db, 'owner')).toMatchObject([{ state: 'empty' }]);
    expect(looks('one')).toHaveLength(1);
    // What was taken in aside is read again with its day, and changes nothing.
    desk.clock.set(at('2026-06-04T09:03:00+09:00'));
    expect(await readSource(desk.service, 'sample-tea')).toBe('complete');
    expect(await desk.rows('select count(*)::int as events from event')).toEqual([{ events: 2 }]);
  });

  test('3: of many threads those that were answered are left out, read by few list pages', async () => {
    await askedAndRead(250);
    for (let i = 0; i < 249; i++) shops[0]!.shopWrites(inquiry(i), at(MINUTE_BEFORE));
    await tickWorker(desk.service);
    expect(listed(desk.inbox(OWNER)[0]!)).toEqual([tail(249)]);
    expect(looks('list').map(({ query }) => query.page)).toEqual(['1', '2', '3']);
    expect(looks('one')).toEqual([]);
  });

  test('3: a look of a time that was never there, before the clock was set back, does not count', async () => {
    await askedAndRead();
    const { verify } = openVerifier(desk.service);
    const threads = new Map([['sample-tea', [{ shop: 'sample-tea', number: inquiry(0), beganAt: at(ASKED) }]]]);
    await verify(threads);
    await desk.rows('update source set claimed_until = null');
    desk.clock.set(at(MINUTE_BEFORE));
    await verify(threads);
    expect(looks('one', MINUTE_BEFORE)).toHaveLength(2);
  });

  test('3: owner and ops are told of the same threads after one look', async () => {
    await rms.close();
    await begin(1, [OPS]);
    await askedAndRead();
    const deliveries = openDeliveries(desk.service);
    await openMails(desk.service, desk.clock.now());
    await deliveries.run('');
    await deliveries.stop();
    expect(desk.inbox(OWNER)).toHaveLength(1);
    expect(desk.inbox(OPS)).toHaveLength(1);
    expect(looks('one')).toHaveLength(1);
  });

  test('3: RMS that does not answer costs five seconds, and the mail says how old its data is', async () => {
    await askedAndRead();
    rms.faults.add(faults.stalled(), { times: 9 });
    const told = tickWorker(desk.service);
    await eventually(() => looks('one').length > 0);
    await desk.clock.advance(4_900);
    expect(desk.inbox(OWNER)).toEqual([]);
    await desk.clock.advance(100);
    await told;
    expect(listed(desk.inbox(OWNER)[0]!)).toEqual([tail(0)]);
    expect(desk.inbox(OWNER)[0]!.parsed.text).toContain('データ取得: 6/4(木) 08:57');
    expect(desk.clock.now() - at(SLOT)).toBe(5_000);
  });

  test.each([
    ['429', () => faults.tooManyRequests('120')],
    ['503', () => faults.html503()],
    ['a cut answer', () => faults.cutOff()],
    ['another shop’s row', () => faults.wrongShop(7)],
  ])('3: %s costs no time: the mail goes with the age of its data, once', async (_, fault) => {
    await askedAndRead();
    rms.faults.add(fault(), { times: 9 });
    await tickWorker(desk.service);
    expect(desk.inbox(OWNER)).toHaveLength(1);
    expect(desk.inbox(OWNER)[0]!.parsed.text).toContain('データ取得: 6/4(木) 08:57');
    await tickWorker(desk.service);
    expect(desk.inbox(OWNER)).toHaveLength(1);
  });

  test('3: a source that told us to stay away is not asked, nor one that has failed for longer', async () => {
    await askedAndRead();
    await desk.rows(`update source set failing_since = timestamptz '${MINUTE_BEFORE}', failure_kind = 'rate-limit',
      next_poll_at = timestamptz '2026-06-04T09:10:00+09:00'`);
    shops[0]!.shopWrites(inquiry(0), at(MINUTE_BEFORE));
    await tickWorker(desk.service);
    expect(desk.inbox(OWNER)).toHaveLength(1);
    expect(rms.requests.filter((request) => request.at >= at(SLOT))).toEqual([]);
  });

  test('3: whoever reads the shop right now is waited for instead of asking a second time', async () => {
    await askedAndRead();
    shops[0]!.shopWrites(inquiry(0), at(MINUTE_BEFORE));
    await desk.rows(
      `update source set next_poll_at = timestamptz '${SLOT}', claimed_until = '${SLOT}'::timestamptz + interval '1 min'`,
    );
    const told = tickWorker(desk.service);
    // The two limits, and whoever waits for the reader.
    await eventually(() => desk.clock.sleepers() === 3);
    await desk.rows('update source set claimed_until = null');
    expect(await readSource(desk.service, 'sample-tea')).toBe('complete');
    await desk.clock.advance(250);
    await told;
    expect(looks('one')).toEqual([]);
    expect(desk.inbox(OWNER)).toEqual([]);
    expect(await lowered()).toEqual(['flag lowered', 'owner_alert lowered']);
  });

  test('3: of many shops one that hangs keeps nobody else waiting', async () => {
    await rms.close();
    await begin(12);
    await askedAndRead();
    for (const n of [3, 4]) shops[n]!.shopWrites(inquiry(n * 1_000), at(MINUTE_BEFORE));
    rms.faults.add(faults.stalled(), { when: ({ path }) => path.endsWith(inquiry(0)), times: 99 });
    const deliveries = openDeliveries(desk.service);
    await openMails(desk.service, desk.clock.now());
    const told = deliveries.run('');
    const mailed = async () =>
      (await desk.rows(`select shop from outbox where state = 'sent' order by id`)).map(({ shop }) => shop);
    await eventually(async () => (await mailed()).length === 9);
    expect(await mailed()).not.toContain('sample-tea');
    expect(desk.inbox(OWNER)).toEqual([]);
    await desk.clock.advance(5_000);
    await told;
    await deliveries.stop();
    expect(desk.inbox(OWNER)).toHaveLength(1);
    expect(await desk.rows(`select shop from outbox where state = 'empty' order by shop`)).toEqual([
      { shop: 'shop-3' },
      { shop: 'shop-4' },
    ]);
  });

  test('3: a stop in the middle of a look puts the mail back, for the next process', async () => {
    await askedAndRead();
    rms.faults.add(faults.stalled());
    const deliveries = openDeliveries(desk.service);
    await openMails(desk.service, desk.clock.now());
    const told = deliveries.run('').catch(() => undefined);
    await eventually(() => looks('one').length > 0);
    await deliveries.stop();
    await told;
    expect(await outbox(database.db, 'owner')).toMatchObject([{ state: 'pending', attempts: 0 }]);
    expect(await desk.rows('select claimed_until from source')).toEqual([{ claimed_until: null }]);
    shops[0]!.shopWrites(inquiry(0), at(MINUTE_BEFORE));
    await tickWorker(desk.service);
    expect(desk.inbox(OWNER)).toEqual([]);
  });
});
