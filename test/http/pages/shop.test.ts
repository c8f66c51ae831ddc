import { describe, expect, test } from 'vitest';
import { mute } from '../../../src/service/actions/mute.ts';
import { at, shopOf } from '../../support/service.ts';
import { bearer, tokenFor } from '../access/desk.ts';
import { fixture, line, NOW } from '../support.ts';
import { numbersOn } from './inquiries/pages-of-a-list.ts';

const CHAT = { channel: 'chat', flagAfter: '5m', mailOwnerAfter: '30m', breachAfter: '1h' };
const on = fixture(() => [
  shopOf('sample-tea', { name: 'サンプル茶舗' }),
  shopOf('desk', { calendar: { hours: ['09:00-18:00'] }, policies: [CHAT] }),
]);
const PAGE = '/shops/sample-tea';
const message = (inquiry: string, when: string, more: object = {}) => line(inquiry, 'customer_message', when, more);

/** Seen from Thursday 2026-11-26 10:00: breached yesterday, due today, due tomorrow, fresh. */
const ALL = {
  breached: message('i-breached', '2026-11-19T10:00:00+09:00', { channel: 'mail', category: '返品・交換' }),
  today: message('i-today', '2026-11-20T10:00:00+09:00', { item: '有機緑茶 ＡＢＣ', order: '373343-1234' }),
  tomorrow: message('i-tomorrow', '2026-11-24T10:00:00+09:00', { category: '配送について' }),
  fresh: message('i-fresh', '2026-11-26T09:00:00+09:00', { item: 'ｷｭｳｽ' }),
};
const waiting = () => on.take(...Object.values(ALL));

async function open(path: string, headers: Record<string, string> = {}): Promise<string> {
  const answer = await on.ask(path, { headers });
  expect([path, answer.status]).toEqual([path, 200]);
  return answer.text();
}

const groupsOn = (html: string): string[] => [...html.matchAll(/<h2 id="list-\w+">([^<]+)</g)].map(([, said]) => said!);
const nextOf = (html: string): string | undefined =>
  /href="([^"]+)">次のページ/.exec(html)?.[1]?.replaceAll('&amp;', '&');

describe('the list of a shop', () => {
  test('has what is overdue, what is due today and what is to come as groups, worst first', async () => {
    await waiting();
    const html = await open(PAGE);
    expect(numbersOn(html)).toEqual(['i-breached', 'i-today', 'i-tomorrow', 'i-fresh']);
    expect(groupsOn(html)).toEqual(['期限超過 1件', '本日中 1件', 'これから 2件']);
    expect(groupsOn(await open(`${PAGE}?lang=en`))).toEqual(['Overdue: 1', 'Due today: 1', 'Later: 2']);
    expect(groupsOn(await open(`${PAGE}?hand=free&due=today`))).toEqual(['本日中 1件']);
  });

  test('each group’s count leads to just its inquiries', async () => {
    await waiting();
    const links = [...(await open(PAGE)).matchAll(/<a href="([^"]+\?due=\w+)">(\S+) (\d+)件<\/a>/g)];
    expect(links.map(([, , name]) => name)).toEqual(['期限超過', '本日中', 'これから']);
    for (const [, path, , count] of links) expect(numbersOn(await open(path!))).toHaveLength(Number(count));
  });

  test('says step, due time, what is left, item, category and the order’s tail', async () => {
    await waiting();
    const html = await open(PAGE);
    for (const words of ['3営業日超過', '1営業日超過', '11/26(木) 24:00', '本日中', '数え方: 受信日は含めず'])
      expect(html).toContain(words);
    for (const words of ['有機緑茶 ＡＢＣ', '返品・交換', '注文 …']) expect(html).toContain(words);
    expect(html).not.toContain('373343-1234');
  });

  test('tells each way in which the inquiries are counted', async () => {
    await waiting();
    await on.take(message('c', '2026-11-26T09:50:00+09:00', { shop: 'desk', channel: 'chat' }));
    const html = await open('/shops/desk');
    for (const words of ['営業時間だけを数えます', '営業5分経過', '残り50分（営業時間）'])
      expect(html).toContain(words);
    expect(html).not.toContain('受信日は含めず');
  });

  test('shows who has what in hand until when, and what is muted', async () => {
    await waiting();
    const terms = { until: '2h', why: '確認中', by: '佐藤' };
    await mute(on.service, { ...terms, kind: 'in_hand', target: 'sample-tea/i-today' });
    await mute(on.service, { ...terms, kind: 'mute', target: 'sample-tea/i-tomorrow' });
    const html = await open(PAGE);
    expect(html).toContain('佐藤が対応中 12:00まで');
    expect(html).toContain('お知らせ停止中 12:00まで');
    expect(html).toContain('aria-label="i-breached に対応する"');
    expect(html).not.toContain('aria-label="i-today に対応する"');
  });

  test('links to the calendar and the reports, in the language asked for', async () => {
    const html = await open(`${PAGE}?lang=en`);
    for (const page of ['calendar', 'reports']) expect(html).toContain(`href="${PAGE}/${page}?lang=en"`);
  });
});

describe('the filters of a shop’s page', () => {
  test.each([
    ['step=flag', ['i-breached', 'i-today', 'i-tomorrow']],
    ['step=owner_alert', ['i-breached', 'i-today']],
    ['step=breach', ['i-breached']],
    ['due=today', ['i-today']],
    ['due=overdue', ['i-breached']],
    ['due=coming', ['i-tomorrow', 'i-fresh']],
    ['due=2026-11-27..2026-11-30', ['i-tomorrow']],
    ['channel=mail', ['i-breached']],
    ['category=配送について', ['i-tomorrow']],
    ['hand=free', ['i-breached', 'i-today', 'i-fresh']],
    ['hand=taken', ['i-tomorrow']],
    ['q=FRESH', ['i-fresh']],
    ['q=abc', ['i-today']],
    ['q=キュウス', ['i-fresh']],
    ['q=%25', []],
    ['step=flag&hand=free&channel=r-messe', ['i-today']],
    ['q=&step=&channel=', ['i-breached', 'i-today', 'i-tomorrow', 'i-fresh']],
  ])('%s shows %j', async (query, shown) => {
    await waiting();
    await mute(on.service, { kind: 'in_hand', target: 'sample-tea/i-tomorrow', until: '2h', why: 'x', by: '佐藤' });
    expect(numbersOn(await open(`${PAGE}?${encodeURI(query).replaceAll('%2525', '%25')}`))).toEqual(shown);
  });

  test('mine is what is in the hand of the token’s name', async () => {
    await waiting();
    const headers = bearer(await tokenFor(on, { name: '山田' }));
    for (const [inquiry, by] of [
      ['i-today', '佐藤'],
      ['i-fresh', '山田'],
    ])
      await mute(on.service, { kind: 'in_hand', target: `sample-tea/${inquiry}`, until: '2h', why: 'x', by });
    expect(numbersOn(await open(`${PAGE}?hand=mine`, headers))).toEqual(['i-fresh']);
  });

  test('each filter in force is said and taken off by itself', async () => {
    await waiting();
    const html = await open(`${PAGE}?step=flag&channel=mail`);
    expect(html).toContain(`href="${PAGE}?channel=mail" aria-label="「1営業日経過」を外す"`);
    expect(html).toContain(`href="${PAGE}?step=flag" aria-label="「窓口: `);
    expect(html).toContain('すべて外す');
  });

  test('the form offers the channels and categories of what is open', async () => {
    await waiting();
    expect(await open(PAGE)).toContain(`href="${PAGE}?form=open#sift-q"`);
    const form = /<form class="sift-form.*?<\/form>/s.exec(await open(`${PAGE}?form=open`))![0];
    const options = [...form.matchAll(/<option value="([^"]+)"/g)].map(([, value]) => value);
    expect(options).toEqual([
      ...['open', 'finished', 'answered', 'completed', 'all'],
      'flag',
      'owner_alert',
      'breach',
      'mail',
      'r-messe',
      '返品・交換',
      '配送について',
    ]);
  });

  test('nothing that fits is not the same as nothing open', async () => {
    await waiting();
    expect(await open(`${PAGE}?q=nowhere`)).toContain('条件に合う問い合わせはありません');
    expect(await open('/shops/desk')).toContain('未返信の問い合わせはありません');
  });

  test.each(['step=x', 'due=x', 'hand=x', 'cursor=x', 'cursor=1.1', 'cursor=1.1&asOf=x'])(
    '%s leads nowhere',
    async (query) => {
      expect((await on.ask(`${PAGE}?${query}`)).status).toBe(404);
    },
  );
});

describe('the pages of a shop’s list', () => {
  /** 70 due today, and 70 that arrived this morning, one millisecond apart. */
  const crowd = () => {
    const many = (name: string, start: string) =>
      Array.from({ length: 70 }, (_, i) => message(`${name}${i}`, new Date(at(start) + i).toISOString()));
    return on.take(...many('t', '2026-11-20T10:00:00+09:00'), ...many('n', '2026-11-26T09:00:00+09:00'));
  };
  const follow = async (start: string, between: () => Promise<unknown>): Promise<string[]> => {
    const seen: string[] = [];
    for (let path: string | undefined = start; path !== undefined; ) {
      const html: string = await open(path);
      seen.push(...numbersOn(html));
      path = nextOf(html);
      await between();
    }
    return seen;
  };

  test('neither skip nor repeat one while rows come and go', async () => {
    await crowd();
    const changes = [
      () => on.take(line('t3', 'shop_reply', '2026-11-26T09:30:00+09:00')),
      () => on.take(message('old', '2026-11-19T10:00:00+09:00')),
    ];
    const seen = await follow(PAGE, async () => changes.shift()?.());
    const numbers = (name: string) => Array.from({ length: 70 }, (_, i) => `${name}${i}`);
    expect(seen).toEqual([...numbers('t'), ...numbers('n')]);
  });

  test('midnight between two pages moves nothing from one group to the other', async () => {
    await crowd();
    const first = await open(PAGE);
    on.clock.set(at('2026-11-27T00:30:00+09:00'));
    const second = await open(nextOf(first)!);
    expect(numbersOn(second)).toEqual([
      ...Array.from({ length: 20 }, (_, i) => `t${50 + i}`),
      ...Array.from({ length: 30 }, (_, i) => `n${i}`),
    ]);
    expect(groupsOn(second)).toEqual(['本日中', 'これから']);
  });

  test('what of a group does not stand on the page is one press away', async () => {
    await crowd();
    const first = await open(PAGE);
    expect(groupsOn(first)).toEqual(['本日中 70件']);
    expect(first).toContain(`<a href="${PAGE}?due=today">本日中の70件をすべて見る</a>`);
    expect(first).toContain(`<a href="${PAGE}?due=coming">これからの70件をすべて見る</a>`);
    const seen = await follow(`${PAGE}?due=today`, async () => {});
    expect(seen).toEqual(Array.from({ length: 70 }, (_, i) => `t${i}`));
  });

  test('a first page of fifty rows is small', async () => {
    await crowd();
    const answer = await on.ask(PAGE, { headers: { 'accept-encoding': 'gzip' } });
    const html = await open(PAGE);
    expect(numbersOn(html)).toHaveLength(50);
    expect(html.length).toBeLessThan(80 * 1024);
    expect(answer.headers.get('content-encoding')).toBe('gzip');
    expect((await answer.arrayBuffer()).byteLength).toBeLessThan(12 * 1024);
    expect(at(NOW)).toBe(on.clock.now());
  });
});

describe('what is coming on a shop’s page', () => {
  const daysOn = (html: string): string[] =>
    [.../<ol class="coming">(.*?)<\/ol>/s.exec(html)![1]!.matchAll(/<li(.*?)<\/li>/gs)].map(([, day]) =>
      day!
        .replace(/^ class="zero">/, '0 ')
        .replace(/<[^>]+>|^>/g, ' ')
        .replace(/\s+/g, ' ')
        .trim(),
    );

  test('has the next ten business days, today first, days of none dimmed', async () => {
    await waiting();
    const html = await open(PAGE);
    expect(html).toContain('今後10営業日の期限');
    expect(daysOn(html)).toEqual([
      '11/26(木) 本日 1件',
      '11/27(金) 1件',
      '0 11/30(月) 0件',
      '12/1(火) 1件',
      ...['12/2(水)', '12/3(木)', '12/4(金)', '12/7(月)', '12/8(火)', '12/9(水)'].map((day) => `0 ${day} 0件`),
    ]);
    expect(html).toMatch(/<li><span class="soft">11\/26\(木\) 本日<\/span><a href="[^"]*due=today[^"]*">1件</);
  });

  test('says what usually comes in, and over which weeks; without a full week, that there is none yet', async () => {
    await on.take(line('first', 'customer_message', '2026-11-20T10:00:00+09:00'));
    expect(await open(PAGE)).toContain('まる1週間の記録ができてから表示します');
    await on.take(
      line('older', 'customer_message', '2026-11-05T10:00:00+09:00'),
      line('mon', 'customer_message', '2026-11-09T10:00:00+09:00'),
    );
    const html = await open(PAGE);
    expect(html).toContain(
      '新着の平均は、直近2週間（11/9(月)〜11/22(日)）の曜日ごとの件数から出しています（月 0.5・火 0・水 0・木 0・金 0.5・土 0・日 0）',
    );
    expect(html).toContain('<span class="soft">新着 平均0.5件</span>');
    expect(await open(`${PAGE}?lang=en`)).toContain(
      'from Mon 9 Nov to Sun 22 Nov, the mean of 2 weeks by weekday (Mon 0.5, ',
    );
  });

  test('says it in English', async () => {
    await waiting();
    const html = await open(`${PAGE}?lang=en`);
    expect(html).toContain('Due on the next 10 business days');
    expect(daysOn(html).slice(0, 3)).toEqual(['Thu 26 Nov today 1 due', 'Fri 27 Nov 1 due', '0 Mon 30 Nov 0 due']);
  });
});

describe('the mails of the whole shop', () => {
  const post = (path: string, fields: Record<string, string>, headers: Record<string, string> = {}) =>
    on.ask(`${PAGE}/${path}`, { method: 'POST', body: new URLSearchParams(fields), headers });
  const terms = { by: '佐藤', until: '2026-11-30', why: '棚卸し' };

  test('are stopped and let out again from its page, with who and until when', async () => {
    expect(await open(PAGE)).toContain('店舗へのお知らせを停止');
    const made = await post('mute', terms);
    expect([made.status, made.headers.get('location')]).toEqual([303, PAGE]);
    const html = await open(PAGE);
    expect(html).toContain('店舗へのお知らせを停止しています（11/30(月) 24:00まで、佐藤）');
    expect(html).not.toContain('id="shop-mute-until"');
    await waiting();
    expect(await open(`${PAGE}/inquiries/i-today`)).toContain('再開は店舗のページで行えます');
    expect((await post('mute/lift', { by: '鈴木' })).status).toBe(303);
    expect(await open(PAGE)).toContain('id="shop-mute-until"');
    const [{ items }] = [await (await on.ask('/v1/audit')).json()] as [{ items: { who: string; what: string }[] }];
    expect(items.filter(({ what }) => what !== 'revision').map(({ who, what }) => `${who} ${what}`)).toEqual([
      '鈴木 unmuted',
      '佐藤 muted',
    ]);
  });

  test.each([
    ['mute', { ...terms, until: '2026-11-01' }, 422],
    ['mute', { ...terms, why: '' }, 422],
    ['mute', { ...terms, by: '' }, 422],
    ['mute/lift', { by: '' }, 422],
    ['mute/lift', { by: '佐藤' }, 303],
  ])('%s with %j answers %i, and nothing is muted', async (path, fields, status) => {
    expect((await post(path, fields)).status).toBe(status);
    expect(await open(PAGE)).toContain('id="shop-mute-until"');
  });

  test('are not to be stopped by who may only look', async () => {
    const headers = bearer(await tokenFor(on, { scope: 'read' }));
    expect(await open(PAGE, headers)).not.toContain('店舗へのお知らせを停止');
    expect((await post('mute', terms, headers)).status).toBe(403);
  });
});
