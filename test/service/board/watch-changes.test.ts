import type { KyselyPlugin } from 'kysely';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { mute } from '../../../src/service/actions/mute.ts';
import { createLive, type Live } from '../../../src/service/board/watch-changes.ts';
import { intake } from '../../../src/service/intake/intake-events.ts';
import type { Service } from '../../../src/service/service.ts';
import { emptyTables, testDatabase } from '../../support/database.ts';
import { eventually } from '../../support/eventually.ts';
import { at, eventOf, shopOf, type TestService, testService } from '../../support/service.ts';

const NOW = '2026-11-26T10:00:00+09:00';
const PAUSE_MS = 5;
const database = testDatabase();
let on: TestService;
let queries: number;
let live: Live;
/** What still watches at the end of a test. */
let stops: (() => void)[];

/** Counts the statements that go through the database. */
const counting: KyselyPlugin = {
  transformQuery: ({ node }) => {
    queries++;
    return node;
  },
  transformResult: async ({ result }) => result,
};

beforeEach(async () => {
  await emptyTables(database.db);
  const shops = [shopOf('sample-tea'), shopOf('other')];
  on = await testService({ db: database.db, shops, now: NOW });
  queries = 0;
  const watched: Service = { ...on.service, db: database.db.withPlugin(counting) };
  const real = createLive(watched, PAUSE_MS);
  stops = [];
  live = {
    watch: (...watching) => {
      const stop = real.watch(...watching);
      stops.push(stop);
      return stop;
    },
  };
});

afterEach(() => {
  for (const stop of stops) stop();
});

const TEA = { shop: 'sample-tea' };
const message = (id: string, more = {}) => eventOf('customer_message', id, '2026-11-25T10:00:00+09:00', more);

/** Watches and notes every time it is told; resolves when the first look is done. */
async function watcher(place: Parameters<Live['watch']>[0] = TEA, seen: string | null = null) {
  const told: (string | null)[] = [];
  let last = '';
  const stop = live.watch(place, seen, (fingerprint, before) => {
    told.push(before);
    last = fingerprint;
  });
  await eventually(() => told.length > 0);
  return { told, stop, last: () => last };
}

/** Until the places have been looked at some times more. */
async function someLooks(): Promise<void> {
  const before = queries;
  await eventually(() => queries > before + 12);
}

describe('whoever watches a shop', () => {
  test.each([
    ['a new inquiry', () => intake(on.service, [message('m1')], 'api')],
    [
      'an inquiry in hand',
      () => mute(on.service, { kind: 'in_hand', target: 'sample-tea/q0', until: '2h', why: 'x', by: '佐藤' }),
    ],
    ['a step that passes', async () => on.clock.set(at('2026-11-27T00:00:00+09:00'))],
    ['an answer', () => intake(on.service, [eventOf('shop_reply', 'r', NOW, { inquiry: 'q0' })], 'api')],
  ])('is told once of %s', async (_, change) => {
    await intake(on.service, [message('m0', { inquiry: 'q0' })], 'api');
    const { told } = await watcher();
    await change();
    await eventually(() => told.length === 2);
    await someLooks();
    expect(told).toHaveLength(2);
  });

  test('hears nothing while nothing changes, nor of another shop', async () => {
    const { told } = await watcher();
    await intake(on.service, [message('m1', { shop: 'other' })], 'api');
    await someLooks();
    expect(told).toEqual([null]);
  });

  test('hears at once what was missed since the fingerprint that it brings back', async () => {
    const first = await watcher();
    first.stop();
    await intake(on.service, [message('m1')], 'api');
    const second = await watcher(TEA, first.last());
    expect(second.told).toEqual([first.last()]);
  });

  test('hears nothing when nothing was missed', async () => {
    const first = await watcher();
    const told: string[] = [];
    live.watch(TEA, first.last(), (fingerprint) => told.push(fingerprint));
    await someLooks();
    expect(told).toEqual([]);
  });
});

describe('the page of all shops', () => {
  test('is told when any shop changes', async () => {
    const { told } = await watcher('board');
    await intake(on.service, [message('m1', { shop: 'other' })], 'api');
    await eventually(() => told.length === 2);
  });
});

describe('looking costs', () => {
  /** Statements while a clock of the test's own runs. */
  const during = async (ms: number): Promise<number> => {
    const before = queries;
    const began = performance.now();
    await eventually(() => performance.now() - began > ms);
    return queries - before;
  };

  test('nothing without a watcher', async () => {
    expect(await during(50)).toBe(0);
    const { stop } = await watcher();
    stop();
    // One look may be under way.
    await during(50);
    expect(await during(50)).toBe(0);
  });

  test('the same for one watcher and for twenty', async () => {
    const looks = async (place: Parameters<Live['watch']>[0]) => {
      const before = queries;
      await watcher(place);
      return queries - before;
    };
    const one = await looks(TEA);
    const told: string[] = [];
    for (let i = 0; i < 20; i++) live.watch({ shop: 'other' }, null, (fingerprint) => told.push(fingerprint));
    const before = queries;
    await eventually(() => told.length === 20);
    // All twenty were told by one look; the shop watched before is looked at meanwhile.
    expect(queries - before).toBeLessThan(one * 20);
    expect(new Set(told).size).toBe(1);
  });
});
