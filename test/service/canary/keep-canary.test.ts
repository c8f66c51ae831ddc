// The canary: an inquiry of our own goes the whole way, over a real mail server; nobody but its own figures knows of it; and
// one that does not arrive is seen, told once, and forgotten when the next one does.

import { sql } from 'kysely';
import { beforeEach, describe, expect, test } from 'vitest';
import { CANARY } from '../../../src/core/shop-id.ts';
import { guardedRoutes } from '../../../src/http/access/needs.ts';
import { createHttpApp } from '../../../src/http/http-app.ts';
import { keepCanary } from '../../../src/service/canary/keep-canary.ts';
import { proveNextDay } from '../../../src/service/proof/prove-days.ts';
import type { Service } from '../../../src/service/service.ts';
import { dropCanary, latestCanary } from '../../../src/store/canary/canary-rows.ts';
import { latestProofs } from '../../../src/store/proof/daily-proof.ts';
import { readCounts } from '../../../src/store/status/counters.ts';
import { asks, type Desk, happens, listed, OPS, OWNER, openDesk, whole } from '../../behaviours/desk.ts';
import { pathOf } from '../../http/access/routes.ts';
import { allTicked, HEALTHY } from '../../http/support.ts';
import { silentLogger, testDatabase } from '../../support/database.ts';
import { at } from '../../support/service.ts';

const database = testDatabase();
const TO = 'canary@example.jp';
/** A Thursday. */
const DAY = '2026-06-04';
let desk: Desk;

beforeEach(async () => {
  desk = await openDesk({ db: database.db, now: `${DAY}T07:50:00+09:00`, ops: [OPS], config: { canary: { to: TO } } });
});

/** A worker's round at that time of the day, with the look at the canary before and after it. */
async function round(time: string, day = DAY): Promise<void> {
  desk.clock.set(at(`${day}T${time}+09:00`));
  await keepCanary(desk.service);
  await desk.tick(`${day}T${time}+09:00`);
  await keepCanary(desk.service);
}

const SHOP_TABLES = ['inquiry', 'episode', 'step', 'outbox'];
const rowsLeft = async () => {
  const counts = SHOP_TABLES.map((table) => desk.rows(`select 1 from ${table} where shop = '${CANARY}'`));
  return (await Promise.all(counts)).flat().length;
};

describe('goes the whole way', () => {
  test('once a day from eight on: raised, mailed, on the board, and in the daily proof', async () => {
    await round('07:59:00');
    expect(await latestCanary(desk.service.db)).toBeNull();
    await round('08:00:00');
    await round('08:01:30');
    expect(desk.inbox(TO)).toHaveLength(0);
    await round('08:02:04');
    expect(await latestCanary(desk.service.db)).toEqual({
      day: DAY,
      beganAt: at(`${DAY}T08:00:00+09:00`),
      dueAt: at(`${DAY}T08:02:00+09:00`),
      raisedAt: at(`${DAY}T08:02:04+09:00`),
      acceptedAt: at(`${DAY}T08:02:04+09:00`),
      arrivedAt: at(`${DAY}T08:02:04+09:00`),
      toldAt: null,
    });
    const [mail, ...others] = desk.inbox(TO);
    expect(others).toEqual([]);
    expect(mail!.parsed.subject).toContain('動作確認（カナリア）');
    expect(whole(mail!)).toContain('https://sla.example.jp/system');
    for (const time of ['08:02:34', '12:00:00', '23:59:00']) await round(time);
    expect(await rowsLeft()).toBe(0);
    expect(desk.server.received).toHaveLength(1);

    desk.clock.set(at('2026-06-05T00:05:00+09:00'));
    await proveNextDay(desk.service);
    expect(await latestProofs(desk.service.db, 1)).toMatchObject([{ day: DAY, canaryMs: 4_000, expected: 0 }]);
    expect(await readCounts(desk.service.db)).toEqual([]);
  });

  test('beside a shop of its owner, whose mail names only its own', async () => {
    await happens(desk, asks('2026-06-01T10:00:00+09:00', { inquiry: 'of-the-shop' }));
    for (const time of ['08:00:00', '08:02:00', '09:00:00']) await round(time);
    expect(desk.inbox(TO)).toHaveLength(1);
    expect(desk.inbox(OWNER).map((mail) => listed(mail).length)).toEqual([1]);
    expect(desk.inbox(OWNER)[0]!.parsed.text).not.toContain('カナリア');
    expect(
      desk
        .inbox(OPS)
        .map(({ parsed }) => parsed.text)
        .join(),
    ).not.toContain('カナリア');
    expect(desk.inbox(OPS)).toHaveLength(1);
  });

  test('a process that dies at any place leaves it to the next look', async () => {
    await round('08:00:00');
    const next = desk.restarted();
    next.clock.set(at(`${DAY}T08:02:30+09:00`));
    await next.tick(`${DAY}T08:02:30+09:00`);
    // It dies here: raised and mailed, and not noted.
    expect(await keepCanary(desk.restarted().service)).toBe(true);
    expect(await keepCanary(desk.restarted().service)).toBe(false);
    expect(desk.inbox(TO)).toHaveLength(1);
  });

  test('two workers at once begin one', async () => {
    desk.clock.set(at(`${DAY}T08:00:00+09:00`));
    await Promise.all([desk, desk.restarted(), desk.restarted()].map(({ service }) => keepCanary(service)));
    expect(await desk.rows(`select external_id from inquiry where shop = '${CANARY}'`)).toHaveLength(1);
    await round('08:02:00');
    expect(desk.inbox(TO)).toHaveLength(1);
  });

  test('nothing is begun without a mail server, or where nobody asks for it', async () => {
    desk.clock.set(at(`${DAY}T09:00:00+09:00`));
    const { service } = desk;
    await keepCanary({ ...service, mail: { ...service.mail, kind: 'files' } });
    const { canary: _, ...rest } = service.config.service;
    await keepCanary({ ...service, config: { ...service.config, service: rest } });
    expect(await latestCanary(service.db)).toBeNull();
  });
});

describe('does not arrive', () => {
  test('in time: a matter at once, one mail to ops however often it is looked at, over when it arrives', async () => {
    desk.server.faults.refuse = { [TO]: 450 };
    await round('08:00:00');
    await round('08:02:00');
    expect(await matters()).toEqual([]);
    await round('08:07:01');
    expect(await matters()).toEqual(['canary']);
    for (const time of ['08:07:31', '08:08:01', '08:40:00']) await round(time);
    const told = ['【監視できていません】毎日の動作確認（カナリア）が時間内に届きませんでした'];
    expect(desk.inbox(OPS).map(({ parsed }) => parsed.subject)).toEqual(told);
    expect(desk.inbox(TO)).toHaveLength(0);
    desk.server.faults.refuse = {};
    await round('09:30:00');
    expect(desk.inbox(TO)).toHaveLength(1);
    expect(await matters()).toEqual([]);
    expect(desk.inbox(OPS)).toHaveLength(1);
  });

  test('at all: the address is refused for good; ops hear of the canary and of nothing else, and the next day begins anew', async () => {
    desk.server.faults.refuse = { [TO]: '550 5.1.1 nobody' };
    await round('08:00:00');
    await round('08:02:00');
    await round('08:10:00');
    expect(desk.inbox(OPS)).toHaveLength(1);
    expect(await matters()).toEqual(['canary']);
    desk.server.faults.refuse = {};
    await round('08:00:30', '2026-06-05');
    await round('08:02:30', '2026-06-05');
    expect(desk.inbox(TO)).toHaveLength(1);
    expect(await matters()).toEqual([]);
    expect(await rowsLeft()).toBe(0);
    expect(await desk.rows('select day::text, arrived_at is not null as arrived from canary order by day')).toEqual([
      { day: '2026-06-04', arrived: false },
      { day: '2026-06-05', arrived: true },
    ]);
  });

  test('because no worker raises it: whoever is asked says so, also where nobody looks after it any more', async () => {
    desk.clock.set(at(`${DAY}T08:00:00+09:00`));
    await keepCanary(desk.service);
    desk.clock.set(at(`${DAY}T08:08:00+09:00`));
    expect(await matters()).toEqual(['canary']);
    await round('08:09:00');
    expect(await matters()).toEqual([]);
    // Nobody begins the next day's.
    desk.clock.set(at('2026-06-05T08:30:00+09:00'));
    expect(await matters()).toEqual([]);
    desk.clock.set(at('2026-06-05T09:00:00+09:00'));
    expect(await matters()).toEqual(['canary']);
  });
});

const appOf = (service: Service) =>
  createHttpApp({ service, health: HEALTHY, healthOptions: { keptMs: 0 }, logger: silentLogger });

/** What /readyz says, where all else is well. */
async function matters(): Promise<readonly string[]> {
  await allTicked(desk.service.db, desk.clock.now());
  const answer = await appOf(desk.service).request('/readyz');
  const body = (await answer.json()) as { readonly ready: boolean; readonly matters: readonly string[] };
  expect([answer.status, body.ready]).toEqual([200, true]);
  return body.matters.filter((matter) => !matter.startsWith('proof'));
}

/** Its own: how it is, and how long one under way has been so. */
const OWN = /^inquiry_sla_canary_\w+ .*$|^# .*canary.*$|^inquiry_sla_matters\{matter="canary"\} .*$/gm;
/** What differs from one moment to the next in any case. */
const OF_THE_MOMENT =
  /^(?:# .*)?(?:process|nodejs)_.*$|^(?:# .*)?inquiry_sla_http_request_duration.*$|"asOf":"[^"]*"|name="form_token" value="[^"]*"|"ageMs":\d+/gm;

/** Everything that can be read, by its path: pages in both languages, the API, feeds, metrics. */
async function everything(service: Service): Promise<Map<string, string>> {
  const paths = guardedRoutes(appOf(service)).flatMap((route) => {
    if (route.method !== 'GET' || /\/events$|\/live|\/queues|\/assets\//.test(route.path)) return [];
    const path = pathOf(route, 'sample-tea').replace(/\/q1\b/, '/of-the-shop');
    return route.path.startsWith('/v1') || route.path === '/metrics' ? [path] : [path, `${path}?lang=en`];
  });
  const read = new Map<string, string>();
  // What is exported is noted.
  await sql.raw('set local session_replication_role = replica; truncate audit_entry').execute(service.db);
  for (const path of [...new Set(paths)]) {
    const answer = await appOf(service).request(path);
    const text = await answer.text();
    read.set(path, `${answer.status} ${text.replaceAll(OF_THE_MOMENT, '').replaceAll(OWN, '')}`);
  }
  return read;
}

describe('nobody else knows of it', () => {
  /** With the canary as it stands, and without its rows. */
  async function compared(): Promise<void> {
    const { service } = desk;
    await allTicked(service.db, desk.clock.now());
    expect(await rowsLeft()).toBeGreaterThan(1);
    const present = await everything(service);
    const proof = await proofOf('2026-06-05T00:05:00+09:00');
    await service.db.transaction().execute(dropCanary);
    expect(await rowsLeft()).toBe(0);
    const absent = await everything(service);
    expect(present.size).toBeGreaterThan(40);
    expect([...present.keys()]).toEqual([...absent.keys()]);
    const differing = [...present].filter(([path, text]) => text !== absent.get(path)).map(([path]) => path);
    expect(differing).toEqual([]);
    expect(proof).toEqual(await proofOf('2026-06-05T00:05:00+09:00'));
  }

  /** Made, and taken back: the day is not over. */
  async function proofOf(when: string) {
    const [now, { service }] = [desk.clock.now(), desk];
    desk.clock.set(at(when));
    const found = await proveNextDay(service);
    await service.db.deleteFrom('daily_proof').execute();
    await service.db.deleteFrom('outbox').where('cause', 'like', 'proof:%').execute();
    desk.clock.set(now);
    return found;
  }

  beforeEach(async () => {
    await happens(desk, asks('2026-06-02T10:00:00+09:00', { inquiry: 'of-the-shop' }));
    await happens(desk, asks('2026-06-03T10:00:00+09:00', { inquiry: 'another' }));
    await desk.tick(`${DAY}T07:55:00+09:00`);
    desk.clock.set(at(`${DAY}T08:00:00+09:00`));
    await keepCanary(desk.service);
  });

  test('when it is due and nobody has raised it', async () => {
    desk.clock.set(at(`${DAY}T08:02:30+09:00`));
    await compared();
  });

  test('when it is raised and its mail waits', async () => {
    desk.server.faults.refuse = { [TO]: 450 };
    await desk.tick(`${DAY}T08:02:30+09:00`);
    expect(await desk.rows(`select state from outbox where shop = '${CANARY}'`)).toEqual([{ state: 'pending' }]);
    await compared();
  });

  test('when its mail was given up', async () => {
    desk.server.faults.refuse = { [TO]: '550 5.1.1 nobody' };
    await desk.tick(`${DAY}T08:02:30+09:00`);
    expect(await desk.rows(`select state from outbox where shop = '${CANARY}'`)).toEqual([{ state: 'undeliverable' }]);
    await compared();
  });

  test('when its mail was sent and nobody has noted it', async () => {
    await desk.tick(`${DAY}T08:02:30+09:00`);
    expect(desk.inbox(TO)).toHaveLength(1);
    await compared();
  });

  test('no event can be pushed into its shop', async () => {
    const shop = { shop: CANARY, inquiry: 'x', channel: 'mail' };
    await expect(desk.take({ ...asks(`${DAY}T07:00:00+09:00`), ...shop })).rejects.toThrow('unknown-shop');
  });
});
