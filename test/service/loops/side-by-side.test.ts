// Nothing holds up what is due (src/README.md, invariant 6): flags go up while a mail server, a webhook or a source never
// answers. What is asserted is the order of events, never a time.

import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { openApp } from '../../../src/app.ts';
import type { SendOutcome } from '../../../src/mail/transport/mail-transport.ts';
import type { RmsClient } from '../../../src/rms/client.ts';
import { intake } from '../../../src/service/intake/intake-events.ts';
import { loopStates, startTicker, type Ticker } from '../../../src/service/loop.ts';
import { openLane } from '../../../src/service/loops/lane.ts';
import { openSourceLanes } from '../../../src/service/loops/source-lanes.ts';
import { openFeeds, startSourceLoop, startWorkerLoops } from '../../../src/service/loops/worker-loops.ts';
import { openDeliveries } from '../../../src/service/notifications/delivery-lanes.ts';
import type { Service } from '../../../src/service/service.ts';
import type { Db } from '../../../src/store/schema.ts';
import { syncSources } from '../../../src/store/status/sources.ts';
import { manualClock } from '../../support/clock.ts';
import { emptyTables, silentLogger, testDatabase } from '../../support/database.ts';
import { environmentOf } from '../../support/environment.ts';
import { eventually } from '../../support/eventually.ts';
import { at, eventOf, shopOf, type TestService, testService } from '../../support/service.ts';
import { startSilentProxy } from '../../support/silent-proxy.ts';

const database = testDatabase({ max: 6 });
const SHOPS = Array.from({ length: 8 }, (_, index) => `shop-${index}`);
const ALWAYS = { mail: { sendWindow: 'always' } };

beforeEach(() => emptyTables(database.db));

const flags = async (db: Db): Promise<number> => {
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from step where step = 'flag'`.execute(db);
  return rows[0]!.n;
};

/** Mails that somebody is just about to send. */
const inWork = async (db: Db): Promise<number> => {
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from outbox where state = 'sending'`.execute(db);
  return rows[0]!.n;
};

/** One customer of each shop writes. */
async function ask(service: Service, shops: readonly string[], inquiry: string, when: string): Promise<void> {
  const events = shops.map((shop) => eventOf('customer_message', 'm0', when, { shop, inquiry }));
  const { refused } = await intake(service, events, 'api');
  expect(refused.size).toBe(0);
}

describe('with the queue away', () => {
  let running: { stop(): Promise<void> }[] = [];
  let entered: string[] = [];
  let answer: (outcome: SendOutcome) => void = () => {};

  afterEach(async () => {
    // In the order in which app.ts closes: what hangs is let go, then waited for.
    answer({ kind: 'retry', reason: 'it answered at last', refused: [] });
    await Promise.all(running.map((one) => one.stop()));
    running = [];
    entered = [];
  });

  /** A worker whose transport answers nothing before the test ends. */
  async function hangingWorker(): Promise<TestService> {
    const shops = SHOPS.map((id) => shopOf(id, ALWAYS));
    const it = await testService({ db: database.db, shops, now: '2026-06-01T09:00:00+09:00' });
    const answered = new Promise<SendOutcome>((resolve) => {
      answer = resolve;
    });
    const send = (mail: { outboxId: string }) => {
      entered.push(mail.outboxId);
      return answered;
    };
    const service: Service = { ...it.service, mail: { ...it.service.mail, send } };
    const deliveries = openDeliveries(service);
    const parts = {
      queueAwaySince: () => null,
      drainJumps: () => 0,
      refreshClock: async () => {},
      due: service,
      deliveries,
    };
    const { tickers } = startWorkerLoops(service, parts);
    running = [...tickers, deliveries];
    return { ...it, service };
  }

  test('flags go up while every place for mails waits for a server that says nothing', async () => {
    const { service, clock } = await hangingWorker();
    clock.set(at('2026-06-01T10:00:00+09:00'));
    await ask(service, SHOPS, 'q1', '2026-06-01T10:00:00+09:00');
    // The owner alerts of all eight shops, and the summary to ops, are due.
    clock.set(at('2026-06-04T00:00:00+09:00'));
    await eventually(() => clock.advance(30_000).then(() => entered.length === 5));
    const before = await flags(database.db);
    expect(before).toBe(8);
    await ask(service, ['shop-0'], 'q2', '2026-06-01T11:00:00+09:00');
    await eventually(async () => clock.advance(30_000).then(async () => (await flags(database.db)) === 9));
    // Nobody answered meanwhile, and no place was taken twice.
    expect(new Set(entered).size).toBe(entered.length);
    expect(entered).toHaveLength(5);
  });

  test.each([
    ['away: every second, also with nothing to arm', () => 0, 1_000],
    ['there: every 30 seconds', () => null, 30_000],
  ])('the loop goes round by the queue that is %s', async (_, queueAwaySince, everyMs) => {
    const it = await testService({ db: database.db, shops: [], now: '2026-06-01T09:00:00+09:00' });
    const service: Service = { ...it.service, wakeUps: { ...it.service.wakeUps, armAlarms: async () => true } };
    const deliveries = openDeliveries(service);
    const parts = { queueAwaySince, drainJumps: () => 0, refreshClock: async () => {}, due: service, deliveries };
    const { tickers } = startWorkerLoops(service, parts);
    running = [...tickers, deliveries];
    const [worker, arming] = [tickers[0]!, tickers[1]!];
    const start = it.clock.now();
    const isIdle = (one: Ticker) => one.lastGoodAt() !== null && one.busySince() === null;
    await eventually(() => isIdle(worker) && isIdle(arming) && it.clock.sleepers() === tickers.length);
    // The first round did not know yet whether alarms were armed.
    worker.wake();
    await eventually(() => isIdle(worker) && it.clock.sleepers() === tickers.length);
    await it.clock.advance(everyMs - 1);
    expect(worker.lastGoodAt()).toBe(start);
    await it.clock.advance(1);
    await eventually(() => worker.lastGoodAt() === start + everyMs);
  });

  test('a source and a feed that say nothing hold up no round of their loop', async () => {
    const asked = new Set<string>();
    const never = (shop: string): RmsClient =>
      new Proxy({} as RmsClient, {
        get: () => () => {
          asked.add(shop);
          return new Promise(() => {});
        },
      });
    // biome-ignore lint/suspicious/noTemplateCurlyInString: names of environment variables, as in a shop file
    const rms = { shopId: 1, serviceSecret: '${SECRET}', licenseKey: '${KEY}' };
    const shops = [shopOf('shop-0', { rms }), shopOf('shop-1', { rms })];
    const now = '2026-06-01T09:00:00+09:00';
    const { service, clock } = await testService({ db: database.db, shops, now, rmsClient: ({ id }) => never(id) });
    await syncSources(database.db, ['shop-0', 'shop-1'], clock.now());
    const options = { atOnce: 10, logger: silentLogger, patienceMs: 1 };
    const feeds = openLane('feeds', () => new Promise<void>(() => {}), options);
    const lanes = openSourceLanes(service);
    const { polls } = lanes;
    const source = startSourceLoop(service, lanes, feeds);
    await eventually(() => asked.size === 2 && source.lastGoodAt() !== null);
    const first = source.lastGoodAt();
    await eventually(() => clock.advance(30_000).then(() => source.lastGoodAt() !== first));
    expect([polls.busy(), feeds.busy()]).toEqual([2, 1]);
    await Promise.all([source.stop(), feeds.stop()]);
  });

  test('feeds that are due are read in their lane', async () => {
    const { service, clock } = await testService({ db: database.db, now: '2026-06-01T09:00:00+09:00' });
    const feeds = openFeeds(service);
    await feeds.run('feeds');
    expect([feeds.busy(), clock.now()]).toEqual([0, at('2026-06-01T09:00:00+09:00')]);
  });
});

test('an alarm rings and raises while the service waits for a silent mail server', async () => {
  const sockets: Socket[] = [];
  // It greets, and then says every second that it will say more: no time-out of a command ends the wait.
  const silent: Server = createServer((socket) => {
    socket.on('error', () => {});
    sockets.push(socket);
    socket.write('220 silent\r\n');
    const more = setInterval(() => socket.write('250-more\r\n'), 1_000);
    socket.on('close', () => clearInterval(more));
  }).listen(0, '127.0.0.1');
  await once(silent, 'listening');
  const shops = SHOPS.map((id) => shopOf(id, ALWAYS));
  const { service: given } = await testService({ db: database.db, shops, now: '2026-06-01T09:00:00+09:00' });
  const app = await openApp({
    config: given.config,
    environment: environmentOf(database.url, {
      smtpUrl: `smtp://127.0.0.1:${(silent.address() as AddressInfo).port}?maxConnections=1`,
    }),
    dataDir: '',
    roles: new Set(['worker']),
    logger: silentLogger,
    queueName: 'side-by-side',
    openClock: async () => manualClock(at('2026-06-04T09:00:00+09:00')),
  });
  onTestFinished(async () => {
    // Nobody takes the next connection either: stopping has nothing to wait for.
    silent.close();
    for (const socket of sockets) socket.destroy();
    await app.close();
  });
  await ask(app.service, SHOPS, 'q1', '2026-06-01T10:00:00+09:00');
  // Eight owners and ops are to be told, and one connection has six places.
  await eventually(async () => {
    await app.service.wakeUps.armAlarms([app.service.clock.now()]);
    return (await inWork(database.db)) === 6;
  });
  await ask(app.service, ['shop-0'], 'q2', '2026-06-01T11:00:00+09:00');
  await eventually(async () => {
    await app.service.wakeUps.armAlarms([app.service.clock.now()]);
    return (await flags(database.db)) === 9;
  });
  expect(await inWork(database.db)).toBe(6);
});

test('flags go up while the queue says nothing, and alarms ring again when it speaks', async () => {
  const queue = await startSilentProxy(database.url);
  const dataDir = mkdtempSync(join(tmpdir(), 'inquiry-sla-silent-'));
  const { service: given } = await testService({
    db: database.db,
    shops: SHOPS.map((id) => shopOf(id, ALWAYS)),
    now: '2026-06-01T09:00:00+09:00',
  });
  const clock = manualClock(at('2026-06-01T10:00:00+09:00'));
  const app = await openApp({
    config: given.config,
    environment: environmentOf(database.url, { queueUrl: queue.url }),
    dataDir,
    roles: new Set(['worker']),
    logger: silentLogger,
    queueName: 'silent-queue',
    openClock: async () => clock,
  });
  onTestFinished(async () => {
    queue.close();
    await app.close();
    rmSync(dataDir, { recursive: true, force: true });
  });
  const takesAlarms = () => app.service.wakeUps.armAlarms([clock.now() + 60_000]);
  await eventually(takesAlarms);
  await ask(app.service, SHOPS, 'q1', '2026-06-01T10:00:00+09:00');
  queue.silence();
  clock.set(at('2026-06-03T00:00:00+09:00'));
  await eventually(() => clock.advance(1_000).then(async () => (await flags(database.db)) === SHOPS.length));
  expect(await takesAlarms()).toBe(false);
  queue.speak();
  await eventually(takesAlarms);
});

describe('of mail, webhook and chat', () => {
  test.each(['mail', 'webhook', 'chat'] as const)(
    '%s held still holds up neither flags nor the others',
    async (held) => {
      const asked = new Set<string>();
      let letGo: () => void = () => {};
      const answers = new Promise<void>((resolve) => {
        letGo = resolve;
      });
      const by =
        <T>(way: typeof held, taken: T) =>
        async (): Promise<T> => {
          asked.add(way);
          if (way === held) await answers;
          return taken;
        };
      const shop = shopOf('sample-tea', {
        ...ALWAYS,
        webhook: { url: 'https://hooks.example.jp/', secret: `$\{HOOK}` },
        chats: { room: { kind: 'slack', url: `$\{SLACK}` } },
        contacts: { staff: { chat: ['room'] } },
        policies: [{ notices: [{ at: 'owner_alert', tell: ['staff'] }] }],
      });
      const it = await testService({
        db: database.db,
        shops: [shop],
        now: '2026-06-01T09:00:00+09:00',
        webhooks: { send: by('webhook', { kind: 'delivered', reason: 'HTTP 200' }) },
        chats: { send: by('chat', { kind: 'taken', meaning: 'taken', reason: 'HTTP 200' }) },
      });
      const sent: SendOutcome = { kind: 'delivered', accepted: ['o@example.jp'], refused: [], deferred: [] };
      const service: Service = { ...it.service, mail: { ...it.service.mail, send: by('mail', sent) } };
      const deliveries = openDeliveries(service);
      const { tickers } = startWorkerLoops(service, {
        queueAwaySince: () => null,
        drainJumps: () => 0,
        refreshClock: async () => {},
        due: service,
        deliveries,
      });
      onTestFinished(async () => {
        letGo();
        await Promise.all([...tickers, deliveries].map((one) => one.stop()));
      });
      const rounds = (is: () => Promise<boolean> | boolean) => eventually(() => it.clock.advance(30_000).then(is));
      it.clock.set(at('2026-06-01T10:00:00+09:00'));
      await ask(service, ['sample-tea'], 'q1', '2026-06-01T10:00:00+09:00');
      it.clock.set(at('2026-06-04T00:00:00+09:00'));
      const others = (['owner', 'hook', 'chat'] as const).filter((kind) => kind !== KIND[held]);
      await rounds(
        async () => asked.has(held) && (await sentKinds()).filter((kind) => others.includes(kind)).length === 2,
      );
      await ask(service, ['sample-tea'], 'q2', '2026-06-02T10:00:00+09:00');
      await rounds(async () => (await flags(database.db)) === 2);
      expect(await sentKinds()).not.toContain(KIND[held]);
      letGo();
      await rounds(async () => (await sentKinds()).includes(KIND[held]));
    },
  );

  const KIND = { mail: 'owner', webhook: 'hook', chat: 'chat' } as const;

  const sentKinds = async () => {
    const { rows } = await sql<{ kind: 'owner' | 'hook' | 'chat' }>`
      select distinct kind from outbox where state = 'sent'`.execute(database.db);
    return rows.map(({ kind }) => kind);
  };
});

describe('a lane', () => {
  const options = { atOnce: 2, logger: silentLogger, patienceMs: 1 };

  test('does so much at once, the rest in turn, and a key once for all who ask', async () => {
    const log: string[] = [];
    const gates = new Map<string, () => void>();
    const work = (key: string) => {
      log.push(`begin ${key}`);
      return new Promise<void>((resolve) => gates.set(key, resolve)).then(() => void log.push(`end ${key}`));
    };
    const lane = openLane('test', work, options);
    lane.offer(['a', 'b', 'c', 'a']);
    const again = lane.run('a');
    expect([log, lane.busy()]).toEqual([['begin a', 'begin b'], 2]);
    gates.get('a')!();
    await again;
    await eventually(() => log.includes('begin c'));
    expect(log).toEqual(['begin a', 'begin b', 'end a', 'begin c']);
    gates.get('b')!();
    gates.get('c')!();
    await eventually(() => lane.busy() === 0);
  });

  test('goes on after work that failed, and rejects for whoever waits', async () => {
    const lane = openLane('test', (key) => (key === 'bad' ? Promise.reject(new Error('no')) : Promise.resolve()), {
      ...options,
      atOnce: 1,
    });
    lane.offer(['bad']);
    await expect(lane.run('bad')).rejects.toThrow('no');
    await lane.run('good');
    expect(lane.busy()).toBe(0);
  });

  test('stops at once though its work never ends; what waits is dropped, nothing more is taken', async () => {
    const begun: string[] = [];
    const work = (key: string) => {
      begun.push(key);
      return new Promise<void>(() => {});
    };
    const lane = openLane('test', work, { ...options, atOnce: 1 });
    lane.offer(['a', 'b']);
    const dropped = expect(lane.run('b')).rejects.toThrow('the service stops');
    await lane.stop();
    await dropped;
    lane.offer(['c']);
    expect(begun).toEqual(['a']);
  });
});

describe('a loop', () => {
  test('that hangs is seen: since when it runs, and that it is stuck', async () => {
    const clock = manualClock(0);
    let finish: () => void = () => {};
    const work = () => new Promise<number>((resolve) => (finish = () => resolve(30_000)));
    const ticker = startTicker('hung', work, { clock, logger: silentLogger });
    clock.set(59_000);
    expect(loopStates([ticker], clock)).toEqual([{ name: 'hung', lastGoodAt: null, busySince: 0, stuck: false }]);
    clock.set(60_000);
    expect(loopStates([ticker], clock)[0]).toMatchObject({ busySince: 0, stuck: true });
    finish();
    await eventually(() => ticker.lastGoodAt() === 60_000);
    expect(loopStates([ticker], clock)).toEqual([{ name: 'hung', lastGoodAt: 60_000, busySince: null, stuck: false }]);
    await ticker.stop();
  });

  test('that is woken works now; woken while it works, once more', async () => {
    const clock = manualClock(0);
    let runs = 0;
    let inner: () => void = () => {};
    const ticker = startTicker(
      'woken',
      async () => {
        if (++runs === 2) inner();
        return 30_000;
      },
      { clock, logger: silentLogger },
    );
    inner = ticker.wake;
    await eventually(() => clock.sleepers() === 1);
    ticker.wake();
    await eventually(() => runs === 3 && clock.sleepers() === 1);
    await ticker.stop();
    expect(runs).toBe(3);
  });
});
