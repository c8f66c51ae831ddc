import { describe, expect, test } from 'vitest';
import { jstDay } from '../../../../src/rms/jst.ts';
import { fireDue } from '../../../../src/service/steps/raise-due-steps.ts';
import { noteFirstReadPlace } from '../../../../src/store/intake/first-reads.ts';
import { claimSources } from '../../../../src/store/intake/source-reads.ts';
import { recordComplete, recordFailure, syncSources } from '../../../../src/store/status/sources.ts';
import { at, shopOf } from '../../../support/service.ts';
import { bearer, FOREIGN, OWN, tokenFor } from '../../access/desk.ts';
import { type Body, bodyOf, fixture, line, NOW, RMS } from '../../support.ts';

const shops = () => [
  shopOf('sample-tea', { rms: RMS }),
  shopOf('desk', {
    policies: [{ channel: 'chat', flagAfter: '5m', mailOwnerAfter: '30m', breachAfter: '1h' }],
    calendar: { hours: ['09:00-18:00'] },
  }),
];

const goalsDesk = () => [
  shopOf('sample-tea', {
    goals: [
      { within: 'flag', percent: 95, days: 30 },
      { average: '12h', days: 30 },
    ],
  }),
  shopOf('desk'),
];

const message = (inquiry: string, when: string, more: object = {}) => line(inquiry, 'customer_message', when, more);

/** One inquiry at each level, from the worst to the newest. */
const LEVELS = [
  message('breached', '2026-11-19T10:00:00+09:00'),
  message('alerted', '2026-11-20T10:00:00+09:00'),
  message('flagged', '2026-11-24T10:00:00+09:00'),
  message('fresh', '2026-11-26T09:00:00+09:00', {
    type: '商品',
    category: 'サイズ',
    item: '煎茶',
    order: '12345-67890',
  }),
];

describe('GET /v1/shops/{shop}/summary', () => {
  const on = fixture(shops);
  const summary = async (shop = 'sample-tea') => bodyOf(await on.ask(`/v1/shops/${shop}/summary`));

  test('counts nested: who is over 3 business days is also over 2 and 1', async () => {
    await on.take(...LEVELS, message('done', '2026-11-19T10:00:00+09:00'), line('done', 'shop_reply', NOW));
    expect(await summary()).toMatchObject({
      shop: 'sample-tea',
      asOf: '2026-11-26T01:00:00.000Z',
      unanswered: 4,
      flagged: 3,
      ownerAlertDue: 2,
      breached: 1,
      nextDueAt: '2026-11-26T15:00:00.000Z',
    });
  });

  test('is all zero without inquiries', async () => {
    expect(await summary('desk')).toMatchObject({
      unanswered: 0,
      breached: 0,
      nextDueAt: null,
      source: { state: 'pushed' },
    });
  });

  test('says unknown until the source was read, and again when it was not for a while', async () => {
    await syncSources(on.service.db, ['sample-tea'], at(NOW));
    expect((await summary()).source).toEqual({ state: 'unknown', unknownSince: null, failure: null, firstRead: null });
    await recordComplete(on.service.db, 'sample-tea', at(NOW), at(NOW) + 300_000);
    expect((await summary()).source).toEqual({ state: 'read', lastCompleteAt: '2026-11-26T01:00:00.000Z' });
    on.clock.set(at(NOW) + 15 * 60_000 + 1);
    expect((await summary()).source).toMatchObject({ state: 'unknown', unknownSince: '2026-11-26T01:00:00.000Z' });
  });

  test('says unknown since the last complete read as soon as a read fails', async () => {
    await syncSources(on.service.db, ['sample-tea'], at(NOW));
    await recordComplete(on.service.db, 'sample-tea', at(NOW) - 60_000, at(NOW));
    await recordFailure(
      on.service.db,
      'sample-tea',
      { kind: 'auth-expired', message: 'x' },
      at(NOW),
      at(NOW) + 300_000,
    );
    expect((await summary()).source).toEqual({
      state: 'unknown',
      unknownSince: '2026-11-26T00:59:00.000Z',
      failure: 'auth-expired',
      firstRead: null,
    });
  });

  test('says how far the first read has come until it is over', async () => {
    await syncSources(on.service.db, ['sample-tea'], at(NOW));
    const [claim] = await claimSources(on.service.db, { now: at(NOW), until: at(NOW) + 60_000, limit: 1 });
    const place = { backTo: jstDay(at(NOW)) - 36, readAt: at(NOW), inquiries: 1_204 };
    expect(await noteFirstReadPlace(on.service.db, claim!, place)).toBe(true);
    const firstRead = { days: 90, daysRead: 36, inquiries: 1_204 };
    expect((await summary()).source).toEqual({ state: 'unknown', unknownSince: null, failure: null, firstRead });
    // Whoever was overtaken notes nothing.
    const overtaken = { ...claim!, number: claim!.number - 1 };
    expect(await noteFirstReadPlace(on.service.db, overtaken, { ...place, inquiries: 9_999 })).toBe(false);
    await recordComplete(on.service.db, 'sample-tea', at(NOW), at(NOW) + 300_000);
    on.clock.set(at(NOW) + 15 * 60_000 + 1);
    expect((await summary()).source).toMatchObject({ state: 'unknown', firstRead: null });
  });
});

describe('GET /v1/shops/{shop}/inquiries', () => {
  const on = fixture(shops);
  const ids = (body: Body) => body.items.map(({ id }) => id);

  test('lists the open inquiries worst first, with level, deadlines and what is left', async () => {
    await on.take(...[...LEVELS].reverse());
    const body = await bodyOf(await on.ask('/v1/shops/sample-tea/inquiries'));
    expect(ids(body)).toEqual(['breached', 'alerted', 'flagged', 'fresh']);
    expect(body.next).toBeNull();
    expect(body.items.map((item) => [item.level, item.businessDaysLeft])).toEqual([
      ['breach', -1],
      ['owner_alert', 0],
      ['flag', 1],
      ['none', 3],
    ]);
    expect(body.items[3]).toMatchObject({
      type: '商品',
      category: 'サイズ',
      item: '煎茶',
      orderTail: '-67890',
      startedAt: '2026-11-26T00:00:00.000Z',
      breachAt: '2026-12-01T15:00:00.000Z',
    });
  });

  test('says what is left in opening hours where a policy counts them', async () => {
    await on.take(message('c', '2026-11-26T09:50:00+09:00', { shop: 'desk', channel: 'chat' }));
    const { items } = await bodyOf(await on.ask('/v1/shops/desk/inquiries'));
    expect(items).toMatchObject([{ level: 'flag', businessDaysLeft: null, openMsLeft: 50 * 60_000 }]);
  });

  test('pages by cursor without a gap or a repetition, also among equal deadlines', async () => {
    const many = Array.from({ length: 7 }, (_, i) => message(`i${i}`, `2026-11-25T10:00:0${i}+09:00`));
    await on.take(...many);
    const seen: string[] = [];
    for (let query = '?limit=3'; ; ) {
      const body = await bodyOf(await on.ask(`/v1/shops/sample-tea/inquiries${query}`));
      seen.push(...ids(body));
      if (body.next === null) break;
      query = `?limit=3&cursor=${body.next}`;
    }
    expect(seen).toEqual(many.map((_, i) => `i${i}`));
  });

  test.each([
    ['limit=0', 'invalid-limit'],
    ['limit=201', 'invalid-limit'],
    ['limit=ten', 'invalid-limit'],
    ['cursor=', 'invalid-cursor'],
    ["cursor=1'--", 'invalid-cursor'],
    ['cursor=99999999999999.1', 'none'],
  ])('answers ?%s with %s', async (query, code) => {
    const answer = await on.ask(`/v1/shops/sample-tea/inquiries?${query}`);
    if (code === 'none') return expect(answer.status).toBe(200);
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ code });
  });
});

describe('GET /v1/shops/{shop}/inquiries/{id}', () => {
  const on = fixture(shops);
  const detail = async (id: string) => bodyOf(await on.ask(`/v1/shops/sample-tea/inquiries/${encodeURIComponent(id)}`));

  test('keeps due, detected, notified and answered apart', async () => {
    on.clock.set(at('2026-11-20T12:00:00+09:00'));
    await on.take(LEVELS[1]!);
    on.clock.set(at('2026-11-25T00:00:05+09:00'));
    await fireDue(on.service);
    on.clock.set(at(NOW));
    await on.take(line('alerted', 'shop_reply', '2026-11-25T09:00:00+09:00'));
    const { status, events, episodes } = await detail('alerted');
    expect(status).toBe('answered');
    expect(events.map((event) => event.type)).toEqual(['customer_message', 'shop_reply']);
    expect(episodes).toMatchObject([
      {
        endedBy: 'shop_reply',
        level: 'flag',
        steps: [
          {
            step: 'flag',
            dueAt: '2026-11-24T15:00:00.000Z',
            detectedAt: '2026-11-24T15:00:05.000Z',
            notifiedAt: null,
            answeredAt: '2026-11-25T00:00:00.000Z',
            loweredWhy: 'shop_reply',
          },
        ],
      },
    ]);
  });

  test('explains the deadline day by day in both languages', async () => {
    await on.take(LEVELS[1]!);
    const { explanation } = (await detail('alerted')).episodes[0]!;
    expect(explanation.words.ja.join('\n')).toContain('11/24(火) 1営業日目');
    expect(explanation.words.ja.join('\n')).toContain('勤労感謝の日');
    expect(explanation.words.en.join('\n')).toContain('Tue 24 Nov business day 1');
    expect(explanation.days).toHaveLength(7);
  });

  test('tells of a flag withdrawn because the answer was in time', async () => {
    on.clock.set(at('2026-11-24T12:00:00+09:00'));
    await on.take(LEVELS[2]!);
    on.clock.set(at(NOW));
    await fireDue(on.service);
    await on.take(line('flagged', 'shop_reply', '2026-11-24T15:00:00+09:00'));
    expect((await detail('flagged')).episodes[0]!.withdrawals).toMatchObject([
      { step: 'flag', why: 'answered in time, learned late', withdrawnAt: '2026-11-26T01:00:00.000Z' },
    ]);
  });

  test('finds an inquiry whose number has a slash, a percent or an umlaut in it', async () => {
    await on.take(message('a/b%2Fü', '2026-11-25T10:00:00+09:00'));
    expect(await detail('a/b%2Fü')).toMatchObject({ id: 'a/b%2Fü' });
  });
});

describe('what is not there', () => {
  const on = fixture(shops);

  test.each([
    ['/v1/shops/nobody/summary', 'unknown-shop'],
    ['/v1/shops/nobody/inquiries', 'unknown-shop'],
    ['/v1/shops/nobody/inquiries/1', 'unknown-shop'],
    ['/v1/shops/sample-tea/inquiries/1', 'unknown-inquiry'],
    ['/v1/nothing', 'not-found'],
  ])('answers %s with a 404 problem %s', async (path, code) => {
    const answer = await on.ask(path);
    expect(answer.status).toBe(404);
    expect(answer.headers.get('content-type')).toBe('application/problem+json');
    expect(await answer.json()).toMatchObject({ status: 404, code });
  });

  test('never shows another shop’s inquiry', async () => {
    await on.take(LEVELS[0]!);
    expect((await on.ask('/v1/shops/desk/inquiries/breached')).status).toBe(404);
  });
});

describe('goals of a shop', () => {
  const on = fixture(goalsDesk);
  const GOALS = [
    { within: 'flag', percent: 95, days: 30, state: 'missed', total: 2, late: 1, allowed: 0, left: -1 },
    { averageMs: 43_200_000, days: 30, state: 'kept', answered: 1, meanMs: 3_600_000 },
  ];

  test('stand in its summary and in the list, in counts; a shop without goals has none', async () => {
    await on.take(
      message('late', '2026-11-19T10:00:00+09:00'),
      message('quick', '2026-11-25T10:00:00+09:00'),
      line('quick', 'shop_reply', '2026-11-25T11:00:00+09:00'),
    );
    expect(await bodyOf(await on.ask('/v1/shops/sample-tea/summary'))).toMatchObject({ goals: GOALS });
    expect(await bodyOf(await on.ask('/v1/shops'))).toMatchObject({
      items: [
        { shop: 'sample-tea', goals: GOALS },
        { shop: 'desk', goals: [] },
      ],
    });
  });

  test('stand on its page, on the board and in the current report', async () => {
    await on.take(message('late', '2026-11-19T10:00:00+09:00'));
    for (const path of ['/', '/shops/sample-tea', '/shops/sample-tea/reports']) {
      const text = await (await on.ask(path)).text();
      expect(text, path).toContain('30日: 1件中 遅れ1件、1件超過');
      expect(text, path).toContain('「1営業日経過」の前に返信 95%以上（30日）');
      // The board spells out only what is in danger.
      expect(text, path).toContain(path === '/' ? '目標 達成中 1件' : '30日: 返信なし（目標 平均12時間以内）');
    }
    expect(await (await on.ask('/shops/desk')).text()).not.toContain('目標');
    expect(await (await on.ask('/shops/sample-tea/reports?month=2026-10')).text()).not.toContain('30日:');
    expect(await (await on.ask('/?lang=en')).text()).toContain('30 days: 1 late of 1, 1 too many');
  });
});

describe('GET /v1/shops/{shop}/coming', () => {
  const on = fixture(shops);

  test('has ten business days from today on, and the closed dates in between', async () => {
    await on.take(...LEVELS);
    const answer = await on.ask('/v1/shops/sample-tea/coming');
    const { days, ...rest } = (await answer.json()) as { readonly days: readonly { readonly isOpen: boolean }[] };
    expect(rest).toMatchObject({ shop: 'sample-tea', asOf: '2026-11-26T01:00:00.000Z', arrivals: null });
    expect(days.slice(0, 4)).toEqual([
      { from: '2026-11-26', to: '2026-11-26', isOpen: true, due: 1 },
      { from: '2026-11-27', to: '2026-11-27', isOpen: true, due: 1 },
      { from: '2026-11-28', to: '2026-11-29', isOpen: false, due: 0 },
      { from: '2026-11-30', to: '2026-11-30', isOpen: true, due: 0 },
    ]);
    expect(days.filter(({ isOpen }) => isOpen)).toHaveLength(10);
  });

  test('says what usually comes in by weekday, and over which weeks', async () => {
    await on.take(
      message('old', '2026-11-05T10:00:00+09:00'),
      message('mon-1', '2026-11-09T10:00:00+09:00'),
      message('mon-2', '2026-11-16T10:00:00+09:00'),
      message('mon-3', '2026-11-16T12:00:00+09:00'),
      message('now', '2026-11-26T09:00:00+09:00'),
    );
    expect(await (await on.ask('/v1/shops/sample-tea/coming')).json()).toMatchObject({
      arrivals: {
        from: '2026-11-09',
        to: '2026-11-22',
        weeks: 2,
        mean: { sun: 0, mon: 1.5, tue: 0, wed: 0, thu: 0, fri: 0, sat: 0 },
      },
    });
  });

  test('knows no shop that is not configured', async () => {
    expect((await on.ask('/v1/shops/nobody/coming')).status).toBe(404);
  });
});

describe('GET /v1/coming', () => {
  const on = fixture(() => [
    shopOf(OWN),
    shopOf(FOREIGN),
    shopOf('weekend', { calendar: { weeklyClosed: ['mon', 'tue', 'wed', 'thu', 'fri'] } }),
  ]);
  interface Coming {
    readonly shops: number;
    readonly days: readonly { readonly from: string; readonly isOpen: boolean; readonly due: number }[];
  }
  const coming = async (headers: Record<string, string> = {}) =>
    (await (await on.ask('/v1/coming', { headers })).json()) as Coming;

  test('adds up the shops that the token may see, and their business days', async () => {
    const waiting = (shop: string) => message('q', '2026-11-24T10:00:00+09:00', { shop });
    await on.take(...[OWN, FOREIGN, 'weekend'].map(waiting));
    const all = await coming();
    expect([all.shops, all.days.every(({ isOpen }) => isOpen)]).toEqual([3, true]);
    // Open at weekends alone, its third business day after Tuesday is the Saturday of the week after.
    expect(all.days.filter(({ due }) => due > 0).map(({ from, due }) => [from, due])).toEqual([
      ['2026-11-27', 2],
      ['2026-12-05', 1],
    ]);
    const own = await coming(bearer(await tokenFor(on, { shop: OWN })));
    expect([own.shops, own.days.reduce((sum, { due }) => sum + due, 0)]).toEqual([1, 1]);
    expect(own.days.find(({ isOpen }) => !isOpen)).toMatchObject({ from: '2026-11-28' });
  });
});
