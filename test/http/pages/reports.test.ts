// Reports as people get them: what a month's page says, what the files hold, and what is said when there is nothing.

import { describe, expect, test } from 'vitest';
import { openZone } from '../../../src/core/time/zone.ts';
import { csvLine, isoWithOffset } from '../../../src/http/pages/reports/csv.ts';
import { changeInWords, rateOfInWords } from '../../../src/http/pages/reports/shown.ts';
import type { View } from '../../../src/http/pages/view.ts';
import { at, shopOf } from '../../support/service.ts';
import { tickWorker } from '../../support/tick.ts';
import { bearer, tokenFor } from '../access/desk.ts';
import { bodyOf, fixture, line, textOf } from '../support.ts';

const chat = { channel: 'chat', flagAfter: '5m', mailOwnerAfter: '30m', breachAfter: '1h' };
const tea = shopOf('sample-tea', { calendar: { hours: ['09:00-18:00'] }, policies: [chat, { channel: 'r-messe' }] });
const kimono = shopOf('kimono', { name: '着物の店' });
const on = fixture(() => [tea, kimono]);

const read = (path: string, status?: number) => on.read(path, status);

const page = async (query = '', status = 200) => textOf(await read(`/shops/sample-tea/reports${query}`, status));

/** One answered in time, one late, one still open, all of them of November. */
async function november(): Promise<void> {
  await on.take(
    line('q1', 'customer_message', '2026-11-10T10:30:00+09:00', { type: '配送', category: '緑茶' }),
    line('q1', 'shop_reply', '2026-11-10T12:30:00+09:00'),
    line('q2', 'customer_message', '2026-11-10T10:00:00+09:00', { type: '返品' }),
    line('q2', 'shop_reply', '2026-11-17T11:00:00+09:00'),
    line('q3', 'customer_message', '2026-11-26T09:00:00+09:00'),
  );
}

describe('a shop’s month', () => {
  test('says what was met and missed, of how many, beside the month before', async () => {
    await november();
    const said = await page('?month=2026-11');
    expect(said).toContain('サンプル茶舗 月次レポート');
    expect(said).toContain('返信待ち 3件');
    expect(said).toContain('1営業日以内に返信 – 2件中1件（5件未満のため割合は表示しません） 2026年10月 データなし');
    expect(said).toContain('3営業日超過 1件');
    expect(said).toContain('返信までの中央値 2時間 9割はこの時間以内に返信 5営業日 1時間');
    expect(said).toContain('途中経過（11/26(木) 10:00 現在）／営業日 19日');
  });

  test('is the current one unless another is asked for, with links to those around', async () => {
    await november();
    const html = await read('/shops/sample-tea/reports');
    expect(html).toContain('value="2026-11"');
    expect(html).toContain('href="/shops/sample-tea/reports?month=2026-10"');
    expect(html).toContain('href="/shops/sample-tea/reports?month=2026-12"');
  });

  test('draws its pictures with a description each, and no style attribute', async () => {
    await november();
    const html = await read('/shops/sample-tea/reports?month=2026-11');
    const described = [...html.matchAll(/<svg[^>]*role="img"[^>]*aria-label="([^"]+)"/g)].map(([, words]) => words);
    expect(described).toEqual([
      '日ごとの終わりの未返信の件数。最多は11/10(火)の1件、期限を経過したものの最多は1件、最後は1件。',
      '全3件。最も多いのは火曜10時台の2件。',
      '全2件。最も多いのは火曜11時台の1件。',
    ]);
    expect(html).not.toMatch(/ style=/);
  });

  test('puts a number into every cell of the week', async () => {
    await november();
    const html = await read('/shops/sample-tea/reports?month=2026-11');
    expect([...html.matchAll(/<text class="in h[0-5]"[^>]*>\d+<\/text>/g)]).toHaveLength(2 * 7 * 24);
  });

  test('names the steps of every policy that counts', async () => {
    await november();
    await on.take(line('q4', 'customer_message', '2026-11-25T10:00:00+09:00', { channel: 'chat' }));
    const said = await page('?month=2026-11');
    expect(said).toContain('期限 1営業日・2営業日・3営業日（R-Messe）');
    expect(said).toContain('期限 営業5分・営業30分・営業1時間（チャット）');
    expect(said).not.toContain('／1営業日');
  });

  test('tells what was late only as known then', async () => {
    await on.take(line('q1', 'customer_message', '2026-11-26T09:00:00+09:00'));
    on.clock.set(at('2026-11-28T12:00:00+09:00'));
    await tickWorker(on.service);
    on.clock.set(at('2026-11-28T13:00:00+09:00'));
    await on.take(line('q1', 'shop_reply', '2026-11-27T09:00:00+09:00'));
    const said = await page('?month=2026-11');
    expect(said).toContain(
      '当時の記録 訂正後 当時だけ（実際は過ぎていない） 訂正後だけ（後からわかった） 1営業日 1 0 1 0',
    );
    expect(said).toContain('取り消した理由: 期限内の返信が後からわかったため 1件');
  });

  test('speaks English', async () => {
    await november();
    const said = await page('?month=2026-11&lang=en');
    expect(said).toContain('Answered within 1 business day – 1 of 2 (fewer than 5: no percentage)');
    expect(said).toContain('90th percentile 5 business days 1 h');
  });

  test('is limited to what a name may hold: markup of a category stays text', async () => {
    await on.take(line('q1', 'customer_message', '2026-11-26T09:00:00+09:00', { category: '<b>茶</b>' }));
    expect(await read('/shops/sample-tea/reports')).toContain('&lt;b&gt;茶&lt;/b&gt;');
  });
});

describe('a month without anything to count', () => {
  test('before the shop was watched has no data, not 0 %', async () => {
    const said = await page('?month=2026-10');
    expect(said).toContain('この月のデータはありません。監視は 2026/11/26(木) 10:00 に始まりました。');
    expect(said).not.toMatch(/\d%/);
  });

  test('that is to come says so', async () => {
    expect(await page('?month=2027-01')).toContain('この月はまだ始まっていません。');
  });

  test('that was quiet says so', async () => {
    expect(await page('?month=2026-11')).toContain('この月に始まった返信待ちはありません。');
  });

  test.each(['2026-13', 'november', '1999-12', '2026-1'])('is no month: %s', async (month) => {
    const said = await page(`?month=${month}`, 400);
    expect(said).toContain(`指定された月: ${month}`);
    expect(said).toContain('2000-01 から 2100-12 までの月');
  });

  test('of a shop that is not there is not found', async () => {
    for (const path of ['reports', 'reports.csv', 'reports/episodes.csv'])
      expect((await on.ask(`/shops/nobody/${path}`)).status).toBe(404);
  });
});

describe('the waits behind a figure', () => {
  test('are exactly those that it counts, whatever the figure', async () => {
    await november();
    await on.take(
      line('q4', 'customer_message', '2026-11-25T10:00:00+09:00', { channel: 'chat' }),
      line('q5', 'customer_message', '2026-11-12T10:00:00+09:00', { category: '緑茶' }),
      line('q5', 'completed', '2026-11-12T11:00:00+09:00'),
    );
    const html = await read('/shops/sample-tea/reports?month=2026-11');
    const links = [...html.matchAll(/<a href="([^"]*reports\/episodes\?[^"]*)">([^<]*)<\/a>/g)];
    const counted = links.flatMap(([, href, said]) =>
      /^\d+件?$/.test(said!) ? [[href!, Number.parseInt(said!, 10)]] : [],
    );
    expect(counted.length).toBeGreaterThan(15);
    for (const [href, count] of counted as [string, number][]) {
      const list = await read(href.replaceAll('&amp;', '&'));
      expect([href, (list.match(/\/inquiries\/q\d"/g) ?? []).length]).toEqual([href, count]);
    }
  });

  test('lead to inquiries that are answered as well, in both languages', async () => {
    await november();
    const path = '/shops/sample-tea/reports/episodes?month=2026-11&step=breach&outcome=missed';
    const said = textOf(await read(path));
    expect(said).toContain('返信待ちの一覧 1件／3段階目／期限を超過');
    expect(said).toContain('q2 R-Messe 11/10(火) 10:00 11/13(金) 24:00 11/17(火) 11:00 返信');
    expect(textOf(await read(`${path}&lang=en`))).toContain('Waits one by one');
    expect(textOf(await read('/shops/sample-tea/reports/episodes?month=2026-11&ended=deleted'))).toContain(
      '該当する返信待ちはありません。',
    );
  });

  test.each(['step=x', 'outcome=met', 'shown=known', 'ended=x', 'page=0', 'page=2', 'step=flag&shown=x'])(
    'are not found where the address asks for nothing that is counted: %s',
    async (query) => void (await read(`/shops/sample-tea/reports/episodes?month=2026-11&${query}`, 404)),
  );
});

describe('the files', () => {
  const file = async (path: string) => {
    const answer = await on.ask(path);
    const bytes = new Uint8Array(await answer.arrayBuffer());
    return { answer, bytes, lines: new TextDecoder('utf-8').decode(bytes).split('\r\n') };
  };

  test('begin with the mark that Excel needs, and are named after shop and month', async () => {
    await november();
    for (const path of ['/shops/sample-tea/reports.csv', '/shops/sample-tea/reports/episodes.csv', '/reports.csv']) {
      const { answer, bytes } = await file(`${path}?month=2026-11`);
      expect([...bytes.slice(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
      expect(answer.headers.get('content-type')).toBe('text/csv; charset=utf-8');
      expect(answer.headers.get('content-disposition')).toMatch(/^attachment; filename="[\w-]*2026-11\.csv"$/);
    }
  });

  test('of a month has a line for the total and for each group', async () => {
    await november();
    const { lines } = await file('/shops/sample-tea/reports.csv?month=2026-11');
    expect(lines.map((text) => text.split(',').slice(0, 5).join(' '))).toEqual([
      expect.stringContaining('区分 名前 返信待ち'),
      '合計 2026-11 3 1 1',
      '窓口 r-messe 3 1 1',
      '種類 返品 1 0 1',
      '種類 配送 1 1 0',
      '種類  1 0 0',
      'カテゴリ 緑茶 1 1 0',
      'カテゴリ  2 0 1',
      '',
    ]);
  });

  test('of a month says how many promises were made, kept, broken and moved, beside its total', async () => {
    const promise = (inquiry: string, id: string, day: string, until: string) => ({
      ...{ shop: 'sample-tea', inquiry },
      event: { type: 'promised', id, at: `${day}T09:00:00+09:00`, until },
    });
    for (const inquiry of ['p1', 'p2', 'p3'])
      await on.take(
        line(inquiry, 'customer_message', '2026-11-09T10:00:00+09:00'),
        line(inquiry, 'shop_reply', '2026-11-09T11:00:00+09:00'),
      );
    await on.take(
      promise('p1', 'kept', '2026-11-10', '2026-11-12'),
      line('p1', 'shop_reply', '2026-11-11T09:00:00+09:00'),
      promise('p2', 'broken', '2026-11-10', '2026-11-12'),
      promise('p3', 'moved', '2026-11-10', '2026-11-12'),
      promise('p3', 'stands', '2026-11-11', '2026-12-10'),
    );
    const { lines } = await file('/shops/sample-tea/reports.csv?month=2026-11');
    const [heads, total, channel] = lines.map((text) => text.split(',').slice(-7));
    expect(heads).toEqual([
      '約束した件数',
      '約束 守られた',
      '約束 約束超過',
      '約束 期限を変更',
      '約束 取り消し',
      '約束 期限前',
      '約束 うち返信なしで完了',
    ]);
    expect(total).toEqual(['4', '1', '1', '1', '0', '1', '0']);
    expect(channel).toEqual(['', '', '', '', '', '', '']);
  });

  test('of the episodes has one line for each, in the shop’s own time', async () => {
    await november();
    const { lines } = await file('/shops/sample-tea/reports/episodes.csv?month=2026-11&lang=en');
    expect(lines).toHaveLength(5);
    expect(lines[2]).toBe(
      'q1,r-messe,配送,緑茶,2026-11-10T10:30:00.000+09:00,2026-11-10T12:30:00.000+09:00,reply,no,' +
        '2026-11-12T00:00:00.000+09:00,2026-11-13T00:00:00.000+09:00,2026-11-14T00:00:00.000+09:00,' +
        'Answered in time,Answered in time,Answered in time,120,,,,no',
    );
  });

  test('have a column for every heading', async () => {
    await november();
    for (const path of ['/shops/sample-tea/reports.csv', '/shops/sample-tea/reports/episodes.csv', '/reports.csv'])
      for (const lang of ['ja', 'en']) {
        const { lines } = await file(`${path}?month=2026-11&lang=${lang}`);
        expect(new Set(lines.slice(0, -1).map((text) => text.split(',').length)).size).toBe(1);
      }
  });

  test.each([
    [['a', 1, null, ''], 'a,1,,\r\n'],
    [['a,b', 'say "x"', 'two\nlines'], '"a,b","say ""x""","two\nlines"\r\n'],
    [['=1+1', '+81', '-x', '@x', '\tx', 'a=b'], "'=1+1,'+81,'-x,'@x,'\tx,a=b\r\n"],
    [['＝1+1', '＋81', '－x', '＠x', '−x', '﹢1'], "'＝1+1,'＋81,'－x,'＠x,'−x,'﹢1\r\n"],
    [[' =1+1', '\u3000@x', '\u00a0＋1', '\u200b=1', '\u202e-1'], "' =1+1,'\u3000@x,'\u00a0＋1,'=1,'-1\r\n"],
    [['お茶\u202e\u200b', '煎茶＝緑茶', ' a'], 'お茶,煎茶＝緑茶, a\r\n'],
    [['=HYPERLINK("x")', -5], '"\'=HYPERLINK(""x"")",-5\r\n'],
  ])('write %j so that a spreadsheet reads text and no formula', (cells, expected) => {
    expect(csvLine(cells)).toBe(expected);
  });

  test.each([
    ['Asia/Tokyo', '2026-11-26T10:00:00+09:00', '2026-11-26T10:00:00.000+09:00'],
    ['Asia/Kolkata', '2026-11-26T00:00:00Z', '2026-11-26T05:30:00.000+05:30'],
    ['America/New_York', '2026-11-01T05:59:00Z', '2026-11-01T01:59:00.000-04:00'],
    ['America/New_York', '2026-11-01T06:00:00Z', '2026-11-01T01:00:00.000-05:00'],
    ['UTC', '2026-11-26T00:00:00Z', '2026-11-26T00:00:00.000+00:00'],
  ])('write an instant with the offset of %s', (zone, instant, expected) => {
    expect(isoWithOffset(at(instant), openZone(zone))).toBe(expected);
  });

  test('say where a month is wrong', async () => {
    for (const path of ['/shops/sample-tea/reports.csv', '/shops/sample-tea/reports/episodes.csv', '/reports.csv']) {
      const answer = await on.ask(`${path}?month=2026-13`);
      expect(answer.status).toBe(400);
      expect((await bodyOf(answer)).detail).toBe('month: YYYY-MM from 2000-01 to 2100-12');
    }
  });
});

describe('all shops', () => {
  test('stand side by side, the one with breaches first', async () => {
    await november();
    const said = textOf(await read('/reports?month=2026-11'));
    expect(said).toContain('2店舗・超過の多い順');
    expect(said).toContain('サンプル茶舗 3 – (2) – (2) – (2) 1 0 1 着物の店 0 – (0) – (0) – (0) 0 0 0');
  });

  test('that were not watched have no data', async () => {
    expect(textOf(await read('/reports?month=2026-10'))).toContain('着物の店 データなし サンプル茶舗 データなし');
  });

  test('are only one’s own', async () => {
    await november();
    const headers = bearer(await tokenFor(on, { shop: 'kimono' }));
    for (const path of ['/reports?month=2026-11', '/reports.csv?month=2026-11']) {
      const said = await (await on.ask(path, { headers })).text();
      expect(said).toContain('着物の店');
      expect(said).not.toContain('サンプル茶舗');
    }
  });

  test('have no page beyond the last, and no month that is none', async () => {
    for (const page of ['2', '0', '-1', 'x', '1.5']) await read(`/reports?page=${page}`, 404);
    await read('/reports?month=2026-00', 400);
  });
});

describe('goals of all shops', () => {
  const asked = [
    { within: 'flag', percent: 50, days: 30 },
    { average: '12h', days: 30 },
  ];
  const inGroups = fixture(() => [
    shopOf('sample-tea', { goals: asked, group: '東京' }),
    shopOf('kimono', { name: '着物の店', goals: [{ within: 'breach', percent: 95, days: 30 }] }),
    shopOf('plain', { name: '目標のない店' }),
  ]);
  const get = async (path: string) => (await inGroups.ask(path)).text();

  test('stand by group and by shop, as they stand now, in the running month alone', async () => {
    await inGroups.take(
      line('q1', 'customer_message', '2026-11-10T10:30:00+09:00'),
      line('q1', 'shop_reply', '2026-11-10T12:30:00+09:00'),
      line('q2', 'customer_message', '2026-11-10T10:00:00+09:00'),
      line('q2', 'shop_reply', '2026-11-17T11:00:00+09:00'),
    );
    const said = textOf(await get('/reports?month=2026-11'));
    expect(said).toContain('グループ 店舗 目標の数 未達 余裕なし 達成中');
    expect(said).toContain('東京 1 2 1 1 0');
    expect(said).toContain('グループなし 1 1 0 0 1');
    expect(said).toContain('全店舗 2 3 1 1 1');
    expect(said).toContain('サンプル茶舗 余裕なし 30日: 2件中 遅れ1件、遅れの余裕なし');
    expect(textOf(await get('/reports?month=2026-10'))).not.toContain('目標の数');
  });

  test('are in the files and in the API as on the page', async () => {
    await inGroups.take(line('q1', 'customer_message', '2026-11-10T10:30:00+09:00'));
    const [head, ...rows] = (await get('/reports.csv?month=2026-11')).trimEnd().split('\r\n');
    expect(head).toMatch(/目標の状況（現在）,目標（現在）$/);
    expect(rows.find((row) => row.startsWith('sample-tea,'))).toContain(
      ',未達,「1営業日経過」の前に返信 50%以上（30日） 30日: 1件中 遅れ1件、1件超過／平均返信時間 12時間以内（30日） ',
    );
    expect(rows.find((row) => row.startsWith('plain,'))).toMatch(/,,$/);
    const own = await get('/shops/sample-tea/reports.csv?month=2026-11');
    expect(own).toContain('\r\n目標（現在）,「1営業日経過」の前に返信 50%以上（30日） 30日: 1件中 遅れ1件、1件超過,');
    const late = { within: 'flag', percent: 50, days: 30, state: 'missed', total: 1, late: 1, allowed: 0, left: -1 };
    const { items } = JSON.parse(await get('/v1/reports/2026-11'));
    expect(items.map(({ shop, goals }: { shop: string; goals: unknown[] }) => [shop, goals[0]])).toEqual([
      ['sample-tea', late],
      ['kimono', expect.objectContaining({ within: 'breach', total: 0, state: 'kept' })],
      ['plain', undefined],
    ]);
    expect(JSON.parse(await get('/v1/shops/sample-tea/reports/2026-11')).goals[0]).toEqual(late);
    expect(JSON.parse(await get('/v1/shops/sample-tea/reports/2026-10')).goals).toEqual([]);
  });
});

describe('numbers in words', () => {
  const view = { language: 'ja' } as View;
  test.each([
    [0, 0, '– (0)'],
    // Of fewer than five a percentage says more than is known.
    [4, 0, '– (4)'],
    [5, 0, '100% (5)'],
    [0, 5, '0% (5)'],
    // Never rounded up to all.
    [9999, 1, '99.9% (10000)'],
    [37, 3, '92.5% (40)'],
    [29, 71, '29% (100)'],
  ])('%i met and %i missed are %s', (met, missed, expected) => {
    expect(rateOfInWords(view, { met, missed })).toBe(expected);
  });

  test.each([
    [0, '±0'],
    [0.04, '±0'],
    [3, '+3'],
    [-2.54, '−2.5'],
  ])('a change of %s is %s', (change, expected) => {
    expect(changeInWords(change)).toBe(expected);
  });
});
