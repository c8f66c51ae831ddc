// The stories that every backend must tell alike; one file a backend calls this, so that both can run at once.

import { randomBytes } from 'node:crypto';
import { beforeEach, describe, expect, test } from 'vitest';
import { listedTails } from '../../src/demo/mail-catcher.ts';
import { japanTime, NEW_YEAR, type Story, type StoryThread } from '../../src/demo/story.ts';
import { MIDORI } from '../../src/demo/story-shops.ts';
import { emptyTables, testDatabase } from '../support/database.ts';
import { findingsOf, playStory } from './play-story.ts';

const LONG_MS = 240_000;

/** Tests of the whole app on one queue backend; `queueUrl` null: the queue lives in the database. */
export function storiesOn(queueUrl: string | null): void {
  const backendOf = (databaseUrl: string) => ({
    databaseUrl,
    queueName: `story-${randomBytes(4).toString('hex')}`,
    ...(queueUrl === null ? {} : { queueUrl }),
  });

  describe('New Year, told by two processes of which one is restarted in the middle', () => {
    const database = testDatabase();
    beforeEach(() => emptyTables(database.db));
    test(
      'everything happens once and as the rules say',
      async () => {
        const told = await playStory(
          {
            story: NEW_YEAR,
            daySeconds: 2,
            play: async (scenario, until) => {
              const first = await scenario.openApp();
              await scenario.openApp(['worker', 'source']);
              scenario.begin();
              await until(japanTime('2026-12-31 06:00'));
              await first.close();
              await scenario.openApp();
            },
          },
          backendOf(database.url),
          database.db,
        );
        expect(findingsOf(told)).toEqual([]);
        const ids = told.caught.map(({ messageId }) => messageId);
        expect(new Set(ids).size).toBe(ids.length);
      },
      LONG_MS,
    );
  });

  describe('a week without the service', () => {
    const database = testDatabase();
    beforeEach(() => emptyTables(database.db));
    test(
      'ends with one mail to the owner and one to ops that say so, and nothing is missing',
      async () => {
        const down = { from: japanTime('2026-06-02 20:00'), to: japanTime('2026-06-08 18:30') };
        const told = await playStory(
          {
            story: QUIET_WEEK,
            daySeconds: 2,
            down: [down],
            play: async (scenario, until) => {
              const before = await scenario.openApp();
              scenario.begin();
              await until(down.from);
              await before.close();
              await until(down.to);
              await scenario.openApp();
            },
          },
          backendOf(database.url),
          database.db,
        );
        expect(findingsOf(told)).toEqual([]);
        const toOwner = told.caught.filter(({ to }) => to.includes('owner@midori-tea.example'));
        const [owner, ...others] = toOwner.filter(({ subject }) => !/目標|のまとめ/.test(subject));
        expect(others).toEqual([]);
        expect(owner!.text.match(/いずれも監視が止まっていたため/g)).toHaveLength(1);
        const ops = told.caught.filter(({ to }) => to.includes('ops@example.jp'));
        expect(ops.map(listedTails)).toEqual([['0301o', '0304o', '0302o', '0303o']]);
      },
      LONG_MS,
    );
  });
}

function thread(
  number: number,
  events: readonly (readonly [string, 'customer_message' | 'shop_reply'])[],
): StoryThread {
  return {
    shop: MIDORI.id,
    inquiry: `600100-20260601-0000030${number}o`,
    channel: 'r-messe',
    title: { ja: '', en: '' },
    events: events.map(([at, type], n) => ({ type, id: `e${n}`, at: japanTime(at), words: { ja: '', en: '' } })),
  };
}

/** One known before, two that begin meanwhile, one that is answered late meanwhile: a breach nobody saw (RULES.md 7). */
const QUIET_WEEK: Story = {
  startsAt: japanTime('2026-06-01 08:00'),
  endsAt: japanTime('2026-06-10 12:00'),
  threads: [
    thread(1, [['2026-06-01 12:00', 'customer_message']]),
    thread(2, [['2026-06-03 11:00', 'customer_message']]),
    thread(3, [['2026-06-03 15:00', 'customer_message']]),
    thread(4, [
      ['2026-06-01 13:00', 'customer_message'],
      ['2026-06-08 15:00', 'shop_reply'],
    ]),
    thread(5, [
      ['2026-06-03 10:00', 'customer_message'],
      ['2026-06-03 17:00', 'shop_reply'],
    ]),
  ],
};
