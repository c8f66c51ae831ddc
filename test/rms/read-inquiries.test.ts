import { describe, expect, test } from 'vitest';
import { type Fault, type FaultRule, faults } from '../../src/demo/fake-rms/injected-faults.ts';
import { slices, sweepShop } from '../../src/rms/read-inquiries.ts';
import { failure, jst, NO_AUTO, NOW, type Stage, stage } from './support.ts';

const DAY = 86_400_000;
const OPTIONS = { now: NOW, autoReplies: NO_AUTO, olderOpen: [] };

function fill({ shop }: Stage, count: number, from = NOW - 10 * DAY): void {
  for (let i = 0; i < count; i += 1) shop.customerWrites(`n-${String(i).padStart(5, '0')}`, from + i * 1000);
}

function lists({ rms }: Stage) {
  return rms.requests.filter((request) => request.endpoint === 'list');
}

describe('the window', () => {
  test('is 60 days in two slices of 30 that overlap', () => {
    const spans = slices(OPTIONS);
    expect(spans).toHaveLength(2);
    expect(spans.map((span) => span.to - span.from)).toEqual([30 * DAY, 30 * DAY]);
    expect(spans[1]!.to - spans[0]!.from).toBe(60_000);
  });

  test.each([
    [60, 30],
    [60, 7],
    [30, 30],
    [45, 30],
    [1, 30],
    [365, 30],
  ])('of %s days in slices of %s has no hole and no slice that is too long', (windowDays, sliceDays) => {
    const spans = slices({ ...OPTIONS, from: NOW - windowDays * DAY, sliceDays });
    expect(spans[0]!.to).toBe(NOW);
    for (const span of spans) expect(span.to - span.from).toBeLessThanOrEqual(sliceDays * DAY);
    for (const [i, span] of spans.slice(1).entries()) expect(span.to).toBeGreaterThan(spans[i]!.from);
    const short = spans.at(-1)!.from - (NOW - windowDays * DAY);
    expect(short).toBeGreaterThanOrEqual(0);
    expect(short).toBeLessThanOrEqual(60_000 * spans.length);
  });

  test('a sweep asks RMS with the same frozen end for every page', async () => {
    const s = await stage();
    fill(s, 250);
    const { inquiries, requests } = await sweepShop(s.client, OPTIONS);
    expect(inquiries).toHaveLength(250);
    expect(requests).toBe(4);
    expect(lists(s).map(({ query }) => `${query.toDate} ${query.limit} ${query.page}`)).toEqual([
      '2026-06-15T12:00:00 100 1',
      '2026-06-15T12:00:00 100 2',
      '2026-06-15T12:00:00 100 3',
      '2026-05-16T12:01:00 100 1',
    ]);
  });

  test('a thread in the overlap comes once, one on the edge is not lost', async () => {
    const s = await stage();
    s.shop.customerWrites('edge', NOW - 30 * DAY);
    s.shop.customerWrites('both', NOW - 30 * DAY + 30_000);
    s.shop.customerWrites('old', NOW - 59 * DAY);
    s.shop.customerWrites('too-old', NOW - 61 * DAY);
    const { inquiries } = await sweepShop(s.client, OPTIONS);
    expect(inquiries.map((one) => one.number).sort()).toEqual(['both', 'edge', 'old']);
  });

  test('a follow-up in an old thread of the window is seen', async () => {
    const s = await stage();
    s.shop.customerWrites('1', NOW - 50 * DAY);
    s.shop.shopWrites('1', NOW - 49 * DAY);
    s.shop.customerWrites('1', NOW - 60_000);
    const { inquiries } = await sweepShop(s.client, OPTIONS);
    expect(inquiries[0]!.replies).toHaveLength(2);
  });

  test('a span with more than 10,000 rows is read in halves', async () => {
    const s = await stage();
    fill(s, 10_150, NOW - 5 * DAY);
    const { inquiries } = await sweepShop(s.client, { ...OPTIONS, from: NOW - 6 * DAY, sliceDays: 6 });
    expect(inquiries).toHaveLength(10_150);
  });
});

describe('older open threads', () => {
  test('are read directly, unless the window already showed them', async () => {
    const s = await stage();
    s.shop.customerWrites('old-1', NOW - 100 * DAY);
    s.shop.customerWrites('new-1', NOW - 10 * DAY);
    const { inquiries } = await sweepShop(s.client, { ...OPTIONS, olderOpen: ['old-1', 'new-1', 'old-1'] });
    expect(inquiries.map((one) => one.number)).toEqual(['new-1', 'old-1']);
    expect(s.rms.requests.filter((request) => request.endpoint === 'one')).toHaveLength(1);
  });

  test('that RMS no longer knows are reported and nothing else', async () => {
    const s = await stage();
    const {
      inquiries,
      faults: bad,
      missing,
    } = await sweepShop(s.client, { ...OPTIONS, olderOpen: ['gone-1', '../x'] });
    expect({ inquiries, bad, missing }).toEqual({ inquiries: [], bad: [], missing: ['gone-1', '../x'] });
  });

  test('fail the sweep when the read fails', async () => {
    const s = await stage();
    s.rms.faults.add(faults.html503(), { on: 'one' });
    expect(await failure(sweepShop(s.client, { ...OPTIONS, olderOpen: ['old-1'] }))).toMatchObject({ kind: 'outage' });
  });
});

describe('all or nothing', () => {
  const table: [string, Fault, FaultRule, string][] = [
    ['the second page is an outage', faults.html500(), { skip: 1 }, 'outage'],
    ['the second slice is an outage', faults.html503(), { skip: 3 }, 'outage'],
    ['the last page is cut', faults.cutJson(), { skip: 2 }, 'outage'],
    ['a page is another shop', faults.wrongShop(999), { skip: 1 }, 'foreign-shop'],
    ['the rate limit does not end', faults.qpsLimit(), { skip: 1, times: 9 }, 'rate-limit'],
    [
      'a page comes back empty every time',
      faults.emptyAs404(),
      { when: ({ query }) => query.page === '2', times: 9 },
      'outage',
    ],
  ];
  test.each(table)('%s', async (_, fault, rule, kind) => {
    const s = await stage();
    fill(s, 250);
    s.rms.faults.add(fault, { on: 'list', ...rule });
    expect(await failure(sweepShop(s.client, OPTIONS))).toMatchObject({ kind });
  });

  test('a page that comes back empty once is read again', async () => {
    const s = await stage();
    fill(s, 250);
    s.rms.faults.add(faults.emptyAs404(), { on: 'list', skip: 1 });
    expect((await sweepShop(s.client, OPTIONS)).inquiries).toHaveLength(250);
  });
});

describe('an arrival in mid-sweep', () => {
  test('shifts the pages; the slice is read once more and every thread comes once', async () => {
    const s = await stage();
    fill(s, 250);
    const arrive = faults.meanwhile(() => s.shop.customerWrites('late', NOW - 1000));
    s.rms.faults.add(arrive, { on: 'list', skip: 1 });
    const { inquiries } = await sweepShop(s.client, OPTIONS);
    expect(inquiries).toHaveLength(251);
    expect(lists(s)).toHaveLength(3 + 3 + 1);
  });

  test('in both reads costs nothing but the second read', async () => {
    const s = await stage();
    fill(s, 250);
    let arrivals = 0;
    const arrive = faults.meanwhile(() => s.shop.customerWrites(`late-${arrivals++}`, NOW - 1000 + arrivals));
    s.rms.faults.add(arrive, { on: 'list', when: ({ query }) => query.page === '2', times: 2 });
    const { inquiries } = await sweepShop(s.client, OPTIONS);
    expect(inquiries.filter((one) => one.number.startsWith('n-'))).toHaveLength(250);
  });

  test('a thread that begins after the frozen end waits for the next sweep', async () => {
    const s = await stage();
    fill(s, 150);
    s.rms.faults.add(
      faults.meanwhile(() => s.shop.customerWrites('after', NOW + 1000)),
      { on: 'list', skip: 1 },
    );
    const { inquiries } = await sweepShop(s.client, OPTIONS);
    expect(inquiries).toHaveLength(150);
  });
});

describe('rows', () => {
  test.each([
    ['without userMaskEmail', faults.noMaskEmail()],
    ['without replies', faults.noReplies()],
    ['with unsorted replies', faults.unsortedReplies()],
  ])('%s are read', async (_, fault) => {
    const s = await stage();
    fill(s, 3);
    s.rms.faults.add(fault, { on: 'list' });
    const { inquiries, faults: bad } = await sweepShop(s.client, OPTIONS);
    expect([inquiries.length, bad.length]).toEqual([3, 0]);
  });

  test('a bad one is reported and the rest goes on', async () => {
    const s = await stage();
    fill(s, 3);
    s.shop.shopWrites('n-00001', NOW - DAY);
    s.rms.faults.add(faults.replyField('replyFrom', 'bot'), { on: 'list' });
    const { inquiries, faults: bad } = await sweepShop(s.client, OPTIONS);
    expect(inquiries.map((one) => one.number).sort()).toEqual(['n-00000', 'n-00002']);
    expect(bad).toEqual([
      { inquiry: 'n-00001', field: 'replies.0.replyFrom', problem: 'must be one of merchant, user' },
    ]);
  });

  test('without a readable number are all reported and count for the total', async () => {
    const s = await stage();
    fill(s, 3);
    s.rms.faults.add(faults.field('inquiryNumber', '壊れた番号'), { on: 'list' });
    const { inquiries, faults: bad } = await sweepShop(s.client, OPTIONS);
    expect([inquiries.length, bad.length]).toEqual([0, 3]);
  });

  test('of an unknown type are kept and reported as a changed contract', async () => {
    const s = await stage();
    s.shop.customerWrites('1', NOW - DAY, { type: 'ライブ問い合わせ' });
    const { inquiries, notices } = await sweepShop(s.client, OPTIONS);
    expect(inquiries).toHaveLength(1);
    expect(notices).toEqual(['contract changed: inquiry 1 has an unknown type']);
  });
});

test('a sweep stops between two pages when the caller aborts', async () => {
  const s = await stage();
  fill(s, 250);
  const controller = new AbortController();
  s.rms.faults.add(
    faults.meanwhile(() => controller.abort(new Error('shutdown'))),
    { on: 'list', skip: 1 },
  );
  await expect(sweepShop(s.client, { ...OPTIONS, signal: controller.signal })).rejects.toThrow('shutdown');
  expect(lists(s)).toHaveLength(2);
});

test('an instant between two seconds never asks beyond now', async () => {
  const s = await stage();
  await sweepShop(s.client, { ...OPTIONS, now: jst('2026-06-15T12:00:00') + 999 });
  expect(lists(s)[0]!.query.toDate).toBe('2026-06-15T12:00:00');
});
