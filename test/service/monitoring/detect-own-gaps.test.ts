// Behaviour 15, the service itself: what is wrong with the queue, the tick and the clock reaches ops, once a day.

import { beforeEach, describe, expect, test } from 'vitest';
import { lookAtSelf, notifyOfSelf, type SelfParts, tickDone } from '../../../src/service/monitoring/detect-own-gaps.ts';
import { type Desk, OPS, openDesk } from '../../behaviours/desk.ts';
import { testDatabase } from '../../support/database.ts';
import { at } from '../../support/service.ts';

const database = testDatabase();
const START = '2026-06-04T09:00:00+09:00';
const WELL: SelfParts = { queueAwaySince: () => null, drainJumps: () => 0 };
let desk: Desk;

beforeEach(async () => {
  desk = await openDesk({ db: database.db, now: START, ops: [OPS] });
});

/** A worker's loop at that time. */
async function loop(time: string, parts: Partial<SelfParts> = {}, day = '04'): Promise<void> {
  const when = `2026-06-${day}T${time}+09:00`;
  desk.clock.set(at(when));
  await notifyOfSelf(desk.service, await lookAtSelf(desk.service, { ...WELL, ...parts }));
  await desk.tick(when);
  await tickDone(desk.service);
}

const subjects = () => desk.inbox(OPS).map(({ parsed }) => parsed.subject);

describe('behaviour 15: the service itself', () => {
  test('15: all is well: nothing is said, at the first start neither', async () => {
    for (const time of ['09:00:00', '09:00:30', '09:05:30']) await loop(time);
    expect(subjects()).toEqual([]);
  });

  test('15: no tick for more than five minutes is told by the next one, as after a crash; once a day', async () => {
    await loop('09:00:00');
    await loop('09:05:01');
    await loop('09:30:00');
    expect(subjects()).toEqual(['【監視できていません】監視が5分以上止まっていました（現在は再開しています）']);
    expect(desk.inbox(OPS)[0]?.parsed.text).toContain('監視サービスに異常がありました');
    await loop('09:00:00', {}, '05');
    expect(subjects()).toHaveLength(2);
  });

  test('15: another worker’s tick counts: there was no gap', async () => {
    await loop('09:00:00');
    desk.clock.set(at('2026-06-04T09:04:00+09:00'));
    await tickDone(desk.restarted().service);
    await loop('09:08:00');
    expect(subjects()).toEqual([]);
  });

  test('15: a queue away for more than ten minutes', async () => {
    const away = { queueAwaySince: () => at('2026-06-04T09:00:00+09:00') };
    for (let minute = 0; minute <= 14; minute++) await loop(`09:${String(minute).padStart(2, '0')}:00`, away);
    expect(subjects()).toEqual([expect.stringMatching(/^【監視できていません】キューに10分以上つながりません/)]);
    expect(desk.inbox(OPS)[0]?.parsed.date).toEqual(new Date('2026-06-04T09:11:00+09:00'));
  });

  test('15: a jump of the clock, and not that the ticks stood still', async () => {
    await loop('09:00:00');
    await loop('15:00:00', { drainJumps: () => 1 });
    expect(subjects()).toEqual(['【監視できていません】データベースの時計が急に変わりました']);
  });

  test('15: on an accelerated clock real minutes count', async () => {
    const fast = { ...desk.service.clock, now: desk.clock.now, realMs: (ms: number) => ms / 1_000 };
    await tickDone(desk.service);
    desk.clock.set(at('2026-06-04T12:00:00+09:00'));
    const fastService = { ...desk.service, clock: fast };
    await notifyOfSelf(fastService, await lookAtSelf(fastService, WELL));
    expect(await desk.rows('select 1 from outbox')).toEqual([]);
  });
});
