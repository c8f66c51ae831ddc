// The malls' rules as shop files: what each counts, by instants worked by hand from the sources in the files' comments.

import { describe, expect, test } from 'vitest';
import { deadline } from '../../src/cli/ndjson/deadline.ts';
import { lintConfig } from '../../src/config/lint/lint.ts';
import { readConfig } from '../../src/config/load.ts';
import { testIo } from '../cli/io.ts';

const DIR = 'config/examples';

test('the examples are without fault', () => {
  const { faults, shops } = readConfig(DIR);
  expect(faults).toEqual([]);
  expect(shops.size).toBe(12);
});

interface Due {
  readonly flagAt: string;
  readonly mailOwnerAt: string;
  readonly breachAt: string;
}

function due(shop: string, at: string, options: { channel: string; type?: string }): Due {
  const io = testIo();
  expect(deadline(shop, at, { config: DIR, json: true, ...options }, io)).toBe(0);
  return JSON.parse(io.written.join(''));
}

describe('what each mall asks for', () => {
  test.each([
    [
      'Rakuten: three business days, New Year closed',
      'rakuten',
      'r-messe',
      '2026-12-28T10:00:00+09:00',
      '2027-01-07T00:00:00+09:00',
    ],
    ['Yahoo: 12 hours, every day', 'yahoo', 'yahoo', '2026-11-28T22:00:00+09:00', '2026-11-29T10:00:00+09:00'],
    [
      'Amazon: 24 hours, over the weekend',
      'amazon',
      'amazon',
      '2026-11-27T17:30:00+09:00',
      '2026-11-28T17:30:00+09:00',
    ],
    ['Walmart: 48 hours', 'walmart', 'walmart', '2026-11-27T17:30:00-08:00', '2026-11-29T17:30:00-08:00'],
    ['Etsy: 24 hours', 'etsy', 'etsy', '2026-11-28T10:00:00Z', '2026-11-29T10:00:00Z'],
    ['Shopee: 12 hours', 'shopee', 'shopee', '2026-11-28T20:00:00+08:00', '2026-11-29T08:00:00+08:00'],
    [
      'Shopee Taiwan: 6 hours of 09:00 to 18:00',
      'shopee-taiwan',
      'shopee',
      '2026-11-27T17:15:00+08:00',
      '2026-11-30T14:15:00+08:00',
    ],
    ['TikTok Shop: 12 hours', 'tiktok-shop', 'tiktok', '2026-11-28T20:00:00+07:00', '2026-11-29T08:00:00+07:00'],
    ['TikTok Shop US: 24 hours', 'tiktok-shop-us', 'tiktok', '2026-11-28T20:00:00-05:00', '2026-11-29T20:00:00-05:00'],
    [
      'eBay UK: three business days, both Christmas days and the substitute closed',
      'ebay-uk',
      'ebay',
      '2026-12-23T10:00:00Z',
      '2026-12-31T00:00:00Z',
    ],
  ])('%s', (_, shop, channel, at, breach) => {
    expect(Date.parse(due(shop, at, { channel }).breachAt)).toBe(Date.parse(breach));
  });

  test.each([
    [
      'Lazada: until 18:00 the same day at 19:00',
      'lazada',
      { channel: 'lazada' },
      '2026-06-06T17:59:00+08:00',
      '2026-06-06T19:00:00+08:00',
    ],
    [
      'Lazada: from 18:00 the next day',
      'lazada',
      { channel: 'lazada' },
      '2026-06-06T18:00:00+08:00',
      '2026-06-07T19:00:00+08:00',
    ],
    [
      'Lazada: a public holiday does not count',
      'lazada',
      { channel: 'lazada' },
      '2026-06-11T18:00:00+08:00',
      '2026-06-13T19:00:00+08:00',
    ],
    [
      'an own shop: until 15:00 the same day',
      'own-shop',
      { channel: 'mail' },
      '2026-06-01T10:00:00+09:00',
      '2026-06-02T00:00:00+09:00',
    ],
    [
      'an own shop: from 15:00 the next business day',
      'own-shop',
      { channel: 'mail' },
      '2026-06-05T16:00:00+09:00',
      '2026-06-09T00:00:00+09:00',
    ],
    [
      'TikTok Shop US with chatbots: Saturday by Monday noon',
      'tiktok-shop-us',
      { channel: 'tiktok', type: 'chatbot-weekend' },
      '2026-11-28T10:00:00-05:00',
      '2026-11-30T12:00:00-05:00',
    ],
  ])('%s', (_, shop, options, at, flag) => {
    expect(Date.parse(due(shop, at, options).flagAt)).toBe(Date.parse(flag));
  });
});

test('what the malls ask of a share or a mean over a time stands as goals', () => {
  const goals = [...readConfig(DIR).shops.values()].flatMap(({ id, goals = [] }) =>
    goals.map((goal) =>
      'within' in goal ? [id, goal.percent, goal.days] : [id, goal.averageMs / 3_600_000, goal.days],
    ),
  );
  expect(goals).toEqual([
    ['etsy', 95, 90],
    ['tiktok-shop-us', 90, 30],
    ['tiktok-shop', 90, 30],
    ['walmart', 95, 30],
    ['walmart', 95, 60],
    ['yahoo', 12, 30],
  ]);
});

test('nothing in them looks like a mistake', () => {
  expect(lintConfig(readConfig(DIR), { now: Date.parse('2026-11-28T00:00:00Z') })).toEqual([]);
});
