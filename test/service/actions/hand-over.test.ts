// Handing over: all of somebody's, some of it, or freeing it; and what was in hand in vain.

import { beforeEach, describe, expect, test } from 'vitest';
import { type HandOver, handOver } from '../../../src/service/actions/hand-over.ts';
import { readMutes } from '../../../src/service/actions/mute.ts';
import { promiseAnswers } from '../../../src/service/actions/promise-answers.ts';
import { giveBack, takeInHand } from '../../../src/service/actions/take-in-hand.ts';
import { readInquiryDetail } from '../../../src/service/board/read-inquiry.ts';
import { readOpenPage } from '../../../src/service/board/read-open-page.ts';
import { readPeople } from '../../../src/service/board/read-people.ts';
import { intake } from '../../../src/service/intake/intake-events.ts';
import { emptyTables, testDatabase } from '../../support/database.ts';
import { at, eventOf, shopOf, type TestService, testService } from '../../support/service.ts';

const NOW = '2026-06-01T10:00:00+09:00';
const FIVE = ['q1', 'q2', 'q3', 'q4', 'q5'];
const SHOP = shopOf('sample-tea', {
  people: { 佐藤: { mail: 's@example.jp' }, 山田: { mail: 'y@example.jp' }, 鈴木: { mail: 'z@example.jp' } },
});
const database = testDatabase();
let it: TestService;

beforeEach(async () => {
  await emptyTables(database.db);
  it = await testService({ db: database.db, shops: [SHOP, shopOf('other')], now: NOW });
  const events = [...FIVE, 'q6'].map((inquiry) => eventOf('customer_message', 'm', NOW, { inquiry }));
  await intake(it.service, events, 'api');
});

const take = async (by: string, inquiry: string, until = '3h') => {
  const made = await takeInHand(it.service, { shop: 'sample-tea', inquiry, by, until });
  if ('refused' in made) throw new Error(made.message);
  return made.mute;
};
const over = (more: Partial<HandOver>) =>
  handOver(it.service, { shop: 'sample-tea', by: '店長', to: '鈴木', ...more } as HandOver);
const hands = async () =>
  Object.fromEntries((await readMutes(it.service)).map(({ inquiry, by }) => [inquiry, by] as const).sort());
const setClock = (text: string) => it.clock.set(at(text));

describe('handing over', () => {
  test('all five of somebody who is away, each with the end that it has, and a note', async () => {
    for (const inquiry of FIVE) await take('山田', inquiry);
    await take('佐藤', 'q6');
    const done = await over({ from: '山田', why: '山田は休み' });
    expect(done).toMatchObject({ left: [], handed: FIVE.map((inquiry) => ({ inquiry, by: '鈴木', givenBy: '店長' })) });
    expect(await hands()).toEqual({ ...Object.fromEntries(FIVE.map((one) => [one, '鈴木'])), q6: '佐藤' });
    const ends = (await readMutes(it.service)).map(({ until }) => until);
    expect(new Set(ends)).toEqual(new Set([at('2026-06-01T13:00:00+09:00')]));
  });

  test('some of it; what is in other hands, unknown or answered is left and named', async () => {
    await take('山田', 'q1');
    await take('佐藤', 'q2');
    await take('山田', 'q3');
    await intake(it.service, [eventOf('shop_reply', 'r', '2026-06-01T10:00:00+09:00', { inquiry: 'q3' })], 'api');
    const done = await over({ from: '山田', inquiries: ['q1', 'q2', 'q3', 'nine'], until: '2026-06-02' });
    expect(done).toMatchObject({ handed: [{ inquiry: 'q1' }], left: ['q2', 'q3', 'nine'] });
    expect(await hands()).toMatchObject({ q1: '鈴木', q2: '佐藤' });
  });

  test('frees them for everybody', async () => {
    for (const inquiry of FIVE) await take('山田', inquiry);
    expect(await over({ from: '山田', to: null })).toMatchObject({ handed: { length: 5 } });
    expect(await hands()).toEqual({});
  });

  test('gives what nobody has too, with an end', async () => {
    expect(await over({ inquiries: ['q1', 'q2'] })).toMatchObject({ refused: 'usage', field: 'until' });
    expect(await hands()).toEqual({});
    expect(await over({ inquiries: ['q1', 'q2'], until: '2h' })).toMatchObject({ handed: { length: 2 } });
  });

  test('to oneself takes over', async () => {
    await take('山田', 'q1');
    const done = await over({ by: '佐藤', to: '', from: '山田' });
    expect(done).toMatchObject({ handed: [{ by: '佐藤', givenBy: null, liftedAt: null }] });
  });

  test.each<[Partial<HandOver>, object]>([
    [{}, { field: 'inquiries' }],
    [{ inquiries: [] }, { field: 'inquiries' }],
    [{ inquiries: Array.from({ length: 201 }, (_, at) => `n${at}`) }, { field: 'inquiries' }],
    [
      { from: '山田', to: '鈴本' },
      { field: 'to', message: 'to: found "鈴本"; allowed: 佐藤, 山田, 鈴木; did you mean "鈴木"?' },
    ],
    [{ from: '山田', until: '昨日' }, { field: 'until' }],
    [{ from: '山田', by: ' ' }, { field: 'by' }],
    [{ from: '山田', why: 'x'.repeat(201) }, { field: 'why' }],
    [{ shop: 'none', from: '山田' }, { refused: 'unknown' }],
  ])('%j is refused', async (more, says) => {
    await take('山田', 'q1');
    expect(await over(more)).toMatchObject({ refused: 'usage', ...says });
    expect(await hands()).toEqual({ q1: '山田' });
  });

  test('of two who hand the same over at once, both end with one holder for each', async () => {
    for (const inquiry of FIVE) await take('山田', inquiry);
    const [first, second] = await Promise.all([over({ from: '山田' }), over({ from: '山田', to: '佐藤' })]);
    if ('refused' in first || 'refused' in second) throw new Error('refused');
    expect(first.handed.length + second.handed.length).toBe(5);
    expect(new Set(Object.values(await hands())).size).toBe(1);
  });

  test('without people: any name is taken', async () => {
    await intake(it.service, [eventOf('customer_message', 'm', NOW, { shop: 'other' })], 'api');
    const given = { shop: 'other', by: '店長', to: '新人', inquiries: ['q1'], until: '1h' };
    expect(await handOver(it.service, given)).toMatchObject({ handed: [{ by: '新人' }] });
  });
});

describe('in vain', () => {
  const inVain = async () => {
    const detail = await readInquiryDetail(it.service, 'sample-tea', 'q1');
    const { items } = await readOpenPage(it.service, SHOP, { after: null, limit: 10 });
    const listed = items.find(({ inquiry }) => inquiry === 'q1')?.handsInVain ?? 0;
    expect(listed).toBe(detail!.handsInVain);
    return listed;
  };
  const say = (type: 'shop_reply' | 'customer_message', when: string) =>
    intake(it.service, [eventOf(type, `${type}-${when}`, when)], 'api');

  test('counts what ran out or was given back, not what went into other hands', async () => {
    const first = await take('山田', 'q1', '1h');
    expect(await inVain()).toBe(0);
    setClock('2026-06-01T10:30:00+09:00');
    const next = { shop: 'sample-tea', inquiry: 'q1', by: '佐藤', until: '1h', expected: first.id };
    await takeInHand(it.service, next);
    expect(await inVain()).toBe(0);
    setClock('2026-06-01T11:30:00+09:00');
    expect(await inVain()).toBe(1);
    await take('鈴木', 'q1', '3h');
    expect(await inVain()).toBe(1);
    setClock('2026-06-01T11:40:00+09:00');
    await giveBack(it.service, { shop: 'sample-tea', inquiry: 'q1', by: '鈴木' });
    expect(await inVain()).toBe(2);
  });

  test('does not count a press that was taken back by whoever pressed, but one that somebody else ended', async () => {
    const back = (by: string) => giveBack(it.service, { shop: 'sample-tea', inquiry: 'q1', by });
    await take('山田', 'q1', '1h');
    setClock('2026-06-01T10:20:00+09:00');
    await back('山田');
    expect(await inVain()).toBe(0);
    setClock('2026-06-01T10:21:00+09:00');
    await take('山田', 'q1', '1h');
    setClock('2026-06-01T10:22:00+09:00');
    await back('佐藤');
    expect(await inVain()).toBe(1);
    // What ran out has been tried.
    setClock('2026-06-01T10:23:00+09:00');
    await take('山田', 'q1', '1h');
    setClock('2026-06-01T11:23:00+09:00');
    expect(await inVain()).toBe(2);
  });

  test('begins anew with the next wait, and counts what ends within it', async () => {
    await take('山田', 'q1', '1h');
    setClock('2026-06-01T12:00:00+09:00');
    expect(await inVain()).toBe(1);
    await take('山田', 'q1', '3h');
    await say('shop_reply', '2026-06-01T12:00:00+09:00');
    expect(await inVain()).toBe(0);
    await say('customer_message', '2026-06-01T12:00:00.001+09:00');
    setClock('2026-06-01T13:00:00+09:00');
    expect(await inVain()).toBe(0);
    setClock('2026-06-01T15:00:00+09:00');
    expect(await inVain()).toBe(1);
  });
});

describe('several promises', () => {
  test('are made one by one; what cannot be promised is named', async () => {
    const asked = { shop: 'sample-tea', by: '佐藤', until: '2026-06-05', reason: 'maker', told: 'phone' };
    const made = await promiseAnswers(it.service, { ...asked, inquiries: ['q1', 'none', 'q2', 'q1'] });
    expect(made).toMatchObject({ promised: [{ inquiry: 'q1' }, { inquiry: 'q2' }], left: ['none'] });
    expect(await promiseAnswers(it.service, { ...asked, inquiries: ['q3'], until: '2026-05-01' })).toMatchObject({
      refused: 'usage',
      field: 'until',
    });
    expect((await readPeople(it.service, SHOP)).people[0]).toMatchObject({ name: '佐藤', promised: 2, broken: 0 });
  });
});

test('the load of each person, who is away, and what nobody has', async () => {
  const people = { ...SHOP.people, 山田: { ...SHOP.people!.山田!, away: { until: 20_609, standIn: '佐藤' } } };
  const shop = { ...SHOP, people };
  for (const inquiry of ['q1', 'q2']) await take('山田', inquiry, '2026-06-20');
  await take('前の人', 'q3', '2026-06-20');
  setClock('2026-06-04T10:00:00+09:00');
  const { people: loads, free, unanswered } = await readPeople(it.service, shop);
  expect([free, unanswered]).toEqual([3, 6]);
  const away = { until: 20_609, standIn: '佐藤' };
  const nextDueAt = at('2026-06-05T00:00:00+09:00');
  expect(loads).toMatchObject([
    { name: '山田', inHand: 2, dueToday: 2, overdue: 0, nextDueAt, isNamed: true, away },
    { name: '前の人', inHand: 1, isNamed: false, away: null },
    { name: '佐藤', inHand: 0, promised: 0, nextDueAt: null },
    { name: '鈴木', inHand: 0 },
  ]);
  setClock('2026-06-10T10:00:00+09:00');
  expect((await readPeople(it.service, shop)).people[0]).toMatchObject({ overdue: 2, dueToday: 0, away: null });
});
