// The preview says beforehand exactly what applying an edit then does.

import fc from 'fast-check';
import { sql } from 'kysely';
import { beforeEach, describe, expect, test } from 'vitest';
import { epochDay } from '../../../src/core/time/civil-date.ts';
import { previewConfig } from '../../../src/service/configuration/preview-config.ts';
import { applyRevisions } from '../../../src/service/configuration/register-revisions.ts';
import type { IncomingEvent } from '../../../src/service/intake/incoming-event.ts';
import { intake } from '../../../src/service/intake/intake-events.ts';
import { emptyTables, testDatabase } from '../../support/database.ts';
import { at, eventOf, shopOf, type TestService, testService, withShops } from '../../support/service.ts';
import { tickWorker } from '../../support/tick.ts';

const database = testDatabase();
let it: TestService;

beforeEach(async () => {
  await emptyTables(database.db);
  it = await testService({ db: database.db, now: '2026-06-01T12:00:00+09:00' });
});

const closedOn = (on: string) => shopOf('sample-tea', { calendar: { closed: [{ on, name: '棚卸' }] } });
const rows = async (statement: string) => (await sql.raw<Record<string, unknown>>(statement).execute(database.db)).rows;

async function preview(...shops: ReturnType<typeof shopOf>[]) {
  const edited = withShops(it.service, shops);
  return previewConfig(edited, edited.config);
}

describe('of a closed day', () => {
  test('names the day, the deadlines that move from and to, the flag that is withdrawn and the mail that was sent', async () => {
    await intake(it.service, [eventOf('customer_message', 'm0', '2026-06-01T10:00:00+09:00')], 'api');
    it.clock.set(at('2026-06-04T09:00:00+09:00'));
    await tickWorker(it.service);
    const { shops, inquiries } = await preview(closedOn('2026-06-03'));
    expect(inquiries).toBe(1);
    expect(shops).toMatchObject([
      {
        shop: 'sample-tea',
        change: 'edited',
        difference: { ja: ['臨時休業を追加: 2026/6/3(水) 棚卸'], en: ['closed added: Wed 3 Jun 2026 棚卸'] },
        opens: [],
        closes: [epochDay(2026, 6, 3)],
        moved: [
          {
            inquiry: 'q1',
            from: { flag: at('2026-06-03T00:00:00+09:00'), owner_alert: at('2026-06-04T00:00:00+09:00') },
            to: { flag: at('2026-06-03T00:00:00+09:00'), owner_alert: at('2026-06-05T00:00:00+09:00') },
          },
        ],
        withdrawn: [
          {
            step: 'owner_alert',
            from: at('2026-06-04T00:00:00+09:00'),
            to: at('2026-06-05T00:00:00+09:00'),
            mailedAt: at('2026-06-04T09:00:00+09:00'),
          },
        ],
        raised: [],
      },
    ]);
  });

  test('changes nothing', async () => {
    await intake(it.service, [eventOf('customer_message', 'm0', '2026-06-01T10:00:00+09:00')], 'api');
    const before = await rows('select * from episode, shop');
    await preview(closedOn('2026-06-02'));
    expect(await rows('select * from episode, shop')).toEqual(before);
    expect(await rows('select count(*)::int as n from config_revision where shop <> $$$$')).toEqual([{ n: 1 }]);
  });
});

test('of an opened day tells what falls due by it, breaches too', async () => {
  it = await testService({
    db: database.db,
    now: '2026-06-01T12:00:00+09:00',
    shops: [closedOn('2026-06-02..2026-06-04')],
  });
  await applyRevisions(it.service);
  await intake(it.service, [eventOf('customer_message', 'm0', '2026-06-01T10:00:00+09:00')], 'api');
  it.clock.set(at('2026-06-05T12:00:00+09:00'));
  const { shops } = await preview(shopOf('sample-tea'));
  expect(shops[0]!.opens).toHaveLength(3);
  expect(shops[0]!.raised.map(({ step, to }) => [step, to])).toEqual([
    ['flag', at('2026-06-03T00:00:00+09:00')],
    ['owner_alert', at('2026-06-04T00:00:00+09:00')],
    ['breach', at('2026-06-05T00:00:00+09:00')],
  ]);
});

test('of a configuration that is in force is empty', async () => {
  expect((await preview(shopOf('sample-tea'))).shops).toEqual([]);
});

test('of a shop whose file is gone counts the inquiries that are watched no longer', async () => {
  await intake(it.service, [eventOf('customer_message', 'm0', '2026-06-01T10:00:00+09:00')], 'api');
  const { shops, inquiries } = await preview(shopOf('other'));
  expect(shops.map(({ shop, change, unwatched }) => [shop, change, unwatched])).toEqual([
    ['other', 'new', 0],
    ['sample-tea', 'removed', 1],
  ]);
  expect(inquiries).toBe(1);
});

test('of one shop leaves out what else was edited', async () => {
  const edited = withShops(it.service, [closedOn('2026-06-02'), shopOf('other')]);
  const { shops } = await previewConfig(edited, edited.config, new Set(['other']));
  expect(shops.map(({ shop }) => shop)).toEqual(['other']);
});

/** Raised and withdrawn steps, however they came about. */
const standing = () =>
  rows(`select i.external_id as inquiry, t.step, t.due_at from step t join episode e on e.id = t.episode_id
    join inquiry i on i.id = e.inquiry_id where t.withdrawn_at is null and not t.while_completed order by 1, 2`);

const HOUR = 3_600_000;
const START = at('2026-06-01T00:00:00+09:00');
const arbitraryDay = fc.integer({ min: 1, max: 12 }).map((day) => `2026-06-${String(day).padStart(2, '0')}`);
const arbitraryThread = fc.record({
  wroteAfter: fc.integer({ min: 0, max: 160 }),
  completedAfter: fc.option(fc.integer({ min: 1, max: 60 }), { nil: undefined }),
  reopenedAfter: fc.option(fc.integer({ min: 1, max: 60 }), { nil: undefined }),
});

test('says for random threads and edits what applying them then does', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(arbitraryThread, { minLength: 1, maxLength: 8 }),
      fc.array(arbitraryDay, { maxLength: 4 }),
      fc.array(arbitraryDay, { maxLength: 4 }),
      fc.integer({ min: 0, max: 200 }),
      async (threads, before, after, hours) => {
        await emptyTables(database.db);
        const shop = (days: readonly string[]) =>
          shopOf('sample-tea', { calendar: { closed: [...new Set(days)].map((on) => ({ on })) } });
        it = await testService({ db: database.db, now: '2026-06-01T00:00:00+09:00', shops: [shop(before)] });
        it.clock.set(START + hours * HOUR);
        await intake(
          it.service,
          threads.flatMap(eventsOf).filter((e) => e.event.at <= it.clock.now()),
          'api',
        );
        await tickWorker(it.service);
        const was = await standing();
        const edited = withShops(it.service, [shop(after)]);
        const { shops } = await previewConfig(edited, edited.config);
        await applyRevisions(edited);
        const is = await standing();
        const keys = (list: readonly Record<string, unknown>[]) =>
          list.map(({ inquiry, step }) => `${inquiry} ${step}`);
        const planned = (steps: readonly { inquiry: string; step: string }[]) =>
          steps.map(({ inquiry, step }) => `${inquiry} ${step}`).sort();
        const withdrawn = keys(was).filter((key) => !keys(is).includes(key));
        const raised = keys(is).filter((key) => !keys(was).includes(key));
        expect(planned(shops.flatMap((one) => one.withdrawn))).toEqual(withdrawn.sort());
        expect(planned(shops.flatMap((one) => one.raised))).toEqual(raised.sort());
      },
    ),
    {
      numRuns: 40,
      // A breach that passed while completed stood, never counted, and was listed as withdrawn.
      examples: [
        [
          [
            { wroteAfter: 15, completedAfter: 57, reopenedAfter: 25 },
            { wroteAfter: 0, completedAfter: undefined, reopenedAfter: undefined },
          ],
          [],
          ['2026-06-02'],
          97,
        ],
      ],
    },
  );
}, 60_000);

function eventsOf(
  thread: { wroteAfter: number; completedAfter?: number | undefined; reopenedAfter?: number | undefined },
  n: number,
): IncomingEvent[] {
  const { wroteAfter, completedAfter, reopenedAfter } = thread;
  const event = (type: IncomingEvent['event']['type'], id: string, hours: number) => ({
    ...eventOf('customer_message', 'm', '2026-06-01T00:00:00+09:00'),
    inquiry: `q${n}`,
    event: { type, id, at: START + hours * HOUR },
  });
  const wrote = event('customer_message', 'm', wroteAfter);
  if (completedAfter === undefined) return [wrote];
  const done = event('completed', 'c', wroteAfter + completedAfter);
  if (reopenedAfter === undefined) return [wrote, done];
  return [wrote, done, event('reopened', 'o', wroteAfter + completedAfter + reopenedAfter)];
}

describe('of notices', () => {
  const told = (notices: readonly object[], file: object = {}) =>
    shopOf('sample-tea', { contacts: { staff: { mail: ['staff@example.jp'] } }, ...file, policies: [{ notices }] });
  const AT_FLAG = { at: 'flag', tell: ['staff'] };

  test('tells how many fall due and how many are withdrawn by it, and which inquiries that concerns', async () => {
    it = await testService({ db: database.db, now: '2026-06-01T12:00:00+09:00', shops: [told([AT_FLAG])] });
    await intake(it.service, [eventOf('customer_message', 'm0', '2026-06-01T10:00:00+09:00')], 'api');
    it.clock.set(at('2026-06-03T08:00:00+09:00'));
    const noticed = async (...shops: ReturnType<typeof shopOf>[]) => (await preview(...shops)).shops[0]!.noticed;
    expect(await noticed(told([{ after: '1d', tell: ['staff'] }]))).toEqual([{ inquiry: 'q1', due: 1, withdrawn: 1 }]);
    expect(await noticed(told([AT_FLAG, { at: 'breach', tell: ['staff'] }]))).toEqual([]);
    await tickWorker(it.service);
    it.clock.set(at('2026-06-03T09:00:00+09:00'));
    await tickWorker(it.service);
    // What is told stays told.
    expect(await noticed(told([]))).toEqual([]);
  });
});
