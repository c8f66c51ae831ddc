import { describe, expect, test } from 'vitest';
import { createHttpApp } from '../../../src/http/http-app.ts';
import { jstDay } from '../../../src/rms/jst.ts';
import { mute } from '../../../src/service/actions/mute.ts';
import { acceptLines } from '../../../src/service/intake/intake-lines.ts';
import { fireDue } from '../../../src/service/steps/raise-due-steps.ts';
import { noteFirstReadPlace } from '../../../src/store/intake/first-reads.ts';
import { claimSources } from '../../../src/store/intake/source-reads.ts';
import { recordComplete, recordFailure, syncSources } from '../../../src/store/status/sources.ts';
import { silentLogger } from '../../support/database.ts';
import { at, shopOf, withShops } from '../../support/service.ts';
import { bearer, tokenFor } from '../access/desk.ts';
import { fixture, HEALTHY, line, NOW, RMS } from '../support.ts';

const PAGE_SHOPS = 100;
const many = Array.from({ length: 250 }, (_, i) => shopOf(`s${i}`, { name: `店舗${i}` }));
const shops = () => [
  shopOf('sample-tea', { name: 'サンプル茶舗' }),
  shopOf('wide', { name: 'ＡＢＣ ｷｯﾁﾝ' }),
  shopOf('calm', { name: '静かな店', rms: RMS }),
];
const on = fixture(shops);
const message = (shop: string, inquiry: string, when: string) => ({ ...line(inquiry, 'customer_message', when), shop });

async function open(path: string, ask = on.ask): Promise<string> {
  const answer = await ask(path);
  expect([path, answer.status]).toEqual([path, 200]);
  return answer.text();
}

/** The page with other shops configured. */
function askWith(configured: Parameters<typeof withShops>[1]) {
  const service = withShops(on.service, configured);
  const app = createHttpApp({ service, health: HEALTHY, logger: silentLogger });
  const take = async (...events: object[]) => {
    const { refused } = await acceptLines(
      service,
      events.map((value, line) => ({ line, value })),
      'api',
    );
    expect(refused).toEqual([]);
  };
  return { ask: async (path: string) => app.request(path), take };
}

const shopsOn = (html: string): string[] =>
  [...html.matchAll(/<tr class="shop" id="shop-([^"]+)"/g)].map(([, id]) => id!);
const nextOf = (html: string): string | undefined =>
  /href="([^"]+)">次の店舗/.exec(html)?.[1]?.replaceAll('&amp;', '&');
const flagsOf = (html: string) => /data-label="1営業日経過"><(?:a|span) [^>]*>(\d+)/.exec(html)?.[1];

describe('the page of all shops', () => {
  test('a flag goes up at the due instant and down with the reply', async () => {
    on.clock.set(at('2026-11-25T12:00:00+09:00'));
    await on.take(message('sample-tea', 'i1', '2026-11-25T10:00:00+09:00'));
    on.clock.set(at('2026-11-27T00:00:00+09:00') - 1);
    expect(flagsOf(await open('/'))).toBe('0');
    on.clock.set(at('2026-11-27T00:00:00+09:00'));
    await fireDue(on.service);
    expect(flagsOf(await open('/'))).toBe('1');
    await on.take({ ...line('i1', 'shop_reply', '2026-11-27T00:00:00+09:00'), shop: 'sample-tea' });
    expect(flagsOf(await open('/'))).toBe('0');
  });

  test('the worst shop comes first, with what is due today and what is next', async () => {
    await on.take(message('wide', 'i-breached', '2026-11-19T10:00:00+09:00'));
    await on.take(message('sample-tea', 'i-today', '2026-11-20T10:00:00+09:00'));
    const html = await open('/');
    // What we do not see comes before what is known to be well.
    expect(shopsOn(html)).toEqual(['wide', 'sample-tea', 'calm']);
    expect(html).toContain('data-label="次の節目">11/26(木) 24:00</td>');
    expect(html).toContain('href="/shops/sample-tea?due=today"');
    expect(html).toMatch(/data-label="本日中"><a class="count level-today" href="[^"]+">1</);
  });

  test('what falls due at the end of today is due today until then, in the shop’s own zone', async () => {
    const { ask, take } = askWith([shopOf('tokyo'), shopOf('berlin', { timeZone: 'Europe/Berlin' })]);
    // Both breach at the end of Thursday where they are; at 01:00 in Tokyo it is still Thursday in Berlin.
    for (const shop of ['tokyo', 'berlin']) await take(message(shop, 'q', '2026-11-20T12:00:00+09:00'));
    const dueToday = async () =>
      [...(await open('/', ask)).matchAll(/shops\/(\w+)\?due=today/g)].map(([, id]) => id).sort();
    expect(await dueToday()).toEqual(['berlin', 'tokyo']);
    on.clock.set(at('2026-11-27T01:00:00+09:00'));
    expect(await dueToday()).toEqual(['berlin']);
  });

  test('a source that was not read is unknown since then and why, never green', async () => {
    await syncSources(on.service.db, ['calm'], at(NOW));
    await recordComplete(on.service.db, 'calm', at('2026-11-26T06:30:00+09:00'), at(NOW));
    await recordFailure(on.service.db, 'calm', { kind: 'auth-expired', message: 'x' }, at(NOW), at(NOW));
    for (const path of ['/', '/shops/calm']) {
      const html = await open(path);
      expect(html).toContain('11/26(木) 06:30 から不明');
      expect(html).toContain('RMSのライセンスキーの有効期限が切れています');
    }
    expect(await open('/shops/calm')).toContain('状況を確認できていません');
  });

  test('a first read says how far it has come, on the board, on the shop’s page and on that of the system', async () => {
    await syncSources(on.service.db, ['calm'], at(NOW));
    const [claim] = await claimSources(on.service.db, { now: at(NOW), until: at(NOW) + 60_000, limit: 1 });
    const place = { backTo: jstDay(at(NOW)) - 36, readAt: at(NOW), inquiries: 1_204 };
    await noteFirstReadPlace(on.service.db, claim!, place);
    for (const path of ['/', '/shops/calm'])
      expect(await open(path)).toContain('不明（初回の読み取り中: 90日分のうち36日分まで完了・1,204件）');
    expect(await open('/system')).toContain('初回の読み取り中: 90日分のうち36日分まで完了（1,204件）');
    expect(await open('/shops/calm?lang=en')).toContain('first read under way: 36 of 90 days, 1,204 inquiries so far');
  });

  test('standing mutes and what is in hand are said, and no longer when they ran out', async () => {
    await on.take(message('sample-tea', 'i1', '2026-11-25T10:00:00+09:00'));
    const terms = { until: '2h', why: '確認中', by: '佐藤' };
    await mute(on.service, { ...terms, kind: 'in_hand', target: 'sample-tea/i1' });
    await mute(on.service, { ...terms, kind: 'mute', target: 'wide' });
    const html = await open('/');
    expect(html).toContain('対応中 1件');
    expect(html).toContain('お知らせ停止中 11/26(木) 12:00まで（佐藤）');
    on.clock.set(at('2026-11-26T12:00:00+09:00'));
    expect(await open('/')).not.toContain('対応中 1件');
  });

  test('without scripts the page asks again each minute; with them it is not torn away', async () => {
    const answer = await on.ask('/');
    expect(answer.headers.get('refresh')).toBeNull();
    expect(await answer.text()).toContain('<noscript><meta http-equiv="refresh" content="60"/></noscript>');
  });
});

describe('what is coming on the page of all shops', () => {
  const linksOn = (html: string) =>
    [...html.matchAll(/<a href="(\/inquiries\?[^"]+)">(\d+)件/g)].map(
      ([, path, count]) => [path!.replaceAll('&amp;', '&'), Number(count)] as const,
    );
  const waiting = () =>
    on.take(
      message('sample-tea', 'overdue', '2026-11-18T10:00:00+09:00'),
      message('sample-tea', 'today', '2026-11-20T10:00:00+09:00'),
      message('sample-tea', 'friday-1', '2026-11-24T10:00:00+09:00'),
      message('wide', 'friday-2', '2026-11-24T11:00:00+09:00'),
    );

  test('each count leads to a list of just those inquiries, with their shops', async () => {
    await waiting();
    const html = await open('/');
    expect(html).toContain('今後10営業日の期限');
    expect(linksOn(html)).toEqual([
      ['/inquiries?due=2026-11-26', 1],
      ['/inquiries?due=2026-11-27', 2],
    ]);
    const list = await open('/inquiries?due=2026-11-27');
    expect(list).toContain('「期限 11/27(金)」を外す');
    expect([...list.matchAll(/class="number"[^>]*>([^<]+)/g)].map(([, number]) => number)).toEqual([
      'friday-1',
      'friday-2',
    ]);
    expect(list).toContain('<td class="shop-name"><a href="/shops/wide">ＡＢＣ ｷｯﾁﾝ</a>');
  });

  test('keeps to the search, and to the shops of the token', async () => {
    await waiting();
    const found = await open('/?q=wide');
    expect(linksOn(found)).toEqual([['/inquiries?shop=wide&due=2026-11-27', 1]]);
    expect(await open('/inquiries?shop=wide&due=2026-11-27')).not.toContain('friday-1');
    const headers = bearer(await tokenFor(on, { shop: 'sample-tea' }));
    const own = await (await on.ask('/inquiries?due=2026-11-27', { headers })).text();
    expect(own).toContain('friday-1');
    expect(own).not.toContain('friday-2');
  });

  test.each(['x', '2026-13-01', '2026-11-27..2026-11-26', '2026-11-27&cursor=x'])(
    '?due=%s leads nowhere',
    async (due) => {
      expect((await on.ask(`/inquiries?due=${due}`)).status).toBe(404);
    },
  );

  test('the address of older releases leads to the list', async () => {
    for (const [old, now] of [
      ['/coming?q=wide&due=2026-11-27&lang=en', '/inquiries?shop=wide&due=2026-11-27&lang=en'],
      ['/coming', '/inquiries?due=2026-11-26..2026-12-09'],
    ] as const) {
      const answer = await on.ask(old);
      expect([answer.status, answer.headers.get('location')]).toEqual([301, now]);
    }
  });
});

describe('the search', () => {
  test.each([
    ['茶舗', ['sample-tea']],
    ['SAMPLE', ['sample-tea']],
    ['abc', ['wide']],
    ['キッチン', ['wide']],
    ['ｻﾝﾌﾟﾙ', ['sample-tea']],
    ['nowhere', []],
  ])('%s finds %j, whatever the width and case', async (q, found) => {
    expect(shopsOn(await open(`/?q=${encodeURIComponent(q)}`))).toEqual(found);
  });

  test('says how many of how many, and lets go of it again', async () => {
    const html = await open('/?q=abc&lang=en');
    expect(html).toContain('1 of 3 shops');
    expect(html).toContain('<a href="/?lang=en">Show all shops</a>');
  });
});

describe('the pages of the board', () => {
  test('show each shop that stays where it is exactly once, while others move', async () => {
    const { ask, take } = askWith(many);
    await take(...many.map(({ id }, i) => message(id, `q${i}`, '2026-11-20T10:00:00+09:00')).slice(0, 120));
    const seen: string[] = [];
    let moved = false;
    for (let path: string | undefined = '/'; path !== undefined; ) {
      const html: string = await open(path, ask);
      seen.push(...shopsOn(html));
      path = nextOf(html);
      if (moved) continue;
      moved = true;
      // One of the first page is answered and sinks, one of the last gets worse and rises.
      await take({ ...line('q0', 'shop_reply', '2026-11-26T09:00:00+09:00'), shop: 's0' });
      await take(message('s249', 'late', '2026-11-19T10:00:00+09:00'));
    }
    const stayed = many.map(({ id }) => id).filter((id) => id !== 's0' && id !== 's249');
    expect(seen.filter((id) => id !== 's0' && id !== 's249').sort()).toEqual(stayed.sort());
    expect(new Set(seen.slice(0, PAGE_SHOPS)).size).toBe(PAGE_SHOPS);
  });

  test('a cursor that we did not write leads nowhere', async () => {
    expect((await on.ask('/?cursor=x')).status).toBe(404);
  });

  test('a shop that is no longer configured stands at the end as long as inquiries are open', async () => {
    await on.take(message('wide', 'i1', '2026-11-20T10:00:00+09:00'));
    const html = await open('/', askWith([shopOf('sample-tea')]).ask);
    expect(shopsOn(html)).toEqual(['sample-tea']);
    expect(html.indexOf('登録を外した店舗')).toBeGreaterThan(html.indexOf('shop-sample-tea'));
    expect(html).toContain('未返信 1件');
  });

  test('a token for one shop sees that shop only, also in the counts', async () => {
    await on.take(message('wide', 'i1', '2026-11-20T10:00:00+09:00'));
    const headers = bearer(await tokenFor(on, { shop: 'sample-tea' }));
    const html = await (await on.ask('/', { headers })).text();
    expect(shopsOn(html)).toEqual(['sample-tea']);
    expect(html).not.toContain('ＡＢＣ');
    expect(html).toContain('1店舗');
    expect(html).toContain('data-total="0"');
  });

  test('57,000 shops cost in proportion to fewer', async () => {
    const template = shopOf('one');
    // Processor time, and against itself: other tests may hold the machine. A cost that squares would be sixteen times.
    const cost = async (count: number): Promise<number> => {
      const { ask } = askWith(
        Array.from({ length: count }, (_, i) => ({ ...template, id: `x${i}`, name: `店舗${i}` })),
      );
      const before = process.cpuUsage();
      const html = await open('/', ask);
      const { user, system } = process.cpuUsage(before);
      expect(html).toContain(`${count}店舗`);
      expect(shopsOn(html)).toHaveLength(PAGE_SHOPS);
      return user + system;
    };
    const quarter = await cost(57_000 / 4);
    expect((await cost(57_000)) / quarter).toBeLessThan(8);
  });
});

describe('many shops', () => {
  /** Of 250 shops the first 120 have something overdue, the next 5 something that is not. */
  async function crowd() {
    const { ask, take } = askWith(many);
    await take(...many.slice(0, 120).map(({ id }) => message(id, 'late', '2026-11-10T10:00:00+09:00')));
    await take(...many.slice(120, 125).map(({ id }) => message(id, 'new', '2026-11-26T09:00:00+09:00')));
    return ask;
  }

  test('those where there is something to do stand alone, with one line for the calm ones', async () => {
    const ask = await crowd();
    const html = await open('/', ask);
    expect(html).toContain('>全店舗 250<');
    const need = /href="([^"]+)"[^>]*>要対応のみ 120</.exec(html)![1]!;
    const seen: string[] = [];
    for (let next: string | undefined = need; next !== undefined; ) {
      const part: string = await open(next, ask);
      expect(part).toContain('>問題なし 130店舗（すべての店舗を見る）<');
      seen.push(...shopsOn(part));
      next = nextOf(part);
    }
    expect(seen.sort()).toEqual(
      many
        .slice(0, 120)
        .map(({ id }) => id)
        .sort(),
    );
    expect(await open('/?q=%E5%BA%97%E8%88%971&need=act', ask)).toContain('>要対応のみ 31<');
  });

  test('the calm ones of a page are folded to a line beneath those where there is something to do', async () => {
    const ask = await crowd();
    const first = await open('/', ask);
    expect(first).not.toContain('<details class="calm');
    const second = await open(nextOf(first)!, ask);
    const [above, below] = second.split('<details class="calm more"><summary>問題なし 80店舗</summary>');
    expect([shopsOn(above!).length, shopsOn(below!).length]).toEqual([20, 80]);
    // A page of calm ones alone shows them.
    expect(await open(nextOf(second)!, ask)).toContain('<details class="calm more" open="">');
  });

  test.each([
    ['name', many.map(({ id }) => id), 'ascending'],
    ['unanswered', [...many.slice(0, 125), ...many.slice(125)].map(({ id }) => id), 'descending'],
  ])('by %s, each once over all pages, and back to the worst first', async (sort, all, direction) => {
    const ask = await crowd();
    const head = /<th scope="col"[^>]*><a href="([^"]+)">(?:店舗|未返信)<\/a>/g;
    const to = [...(await open('/?need=', ask)).matchAll(head)]
      .map(([, path]) => path!)
      .find((path) => path.includes(sort))!;
    const seen: string[] = [];
    for (let next: string | undefined = to; next !== undefined; ) {
      const html: string = await open(next, ask);
      expect(html).toContain(`aria-sort="${direction}"><a href="/">`);
      seen.push(...shopsOn(html));
      next = nextOf(html);
    }
    if (sort === 'name') expect(seen).toEqual(all);
    else expect([new Set(seen.slice(0, 125)), new Set(seen)]).toEqual([new Set(all.slice(0, 125)), new Set(all)]);
  });

  test('a cursor of another order leads nowhere', async () => {
    const ask = await crowd();
    expect((await ask('/?sort=name&cursor=0.0.0.0.0.0.s1')).status).toBe(404);
    expect((await ask('/?cursor=0.s1')).status).toBe(404);
  });

  test('each page says where it is, and leads to the others', async () => {
    const ask = await crowd();
    const html = await open('/', ask);
    expect(html).toContain('>1〜100店舗目／全250店舗<');
    const jumps = [...html.slice(html.indexOf('店舗目')).matchAll(/<a href="([^"]+)"[^>]*>(\d)<\/a>/g)].map(
      ([, to, n]) => [n!, to!] as const,
    );
    expect(jumps.map(([n]) => n)).toEqual(['1', '2', '3']);
    const last = await open(jumps[2]![1].replaceAll('&amp;', '&'), ask);
    expect(last).toContain('>201〜250店舗目／全250店舗<');
    expect(last).toMatch(/aria-current="true"[^>]*>3</);
    expect(shopsOn(last)).toHaveLength(50);
    const pages = await Promise.all(jumps.map(async ([, to]) => shopsOn(await open(to.replaceAll('&amp;', '&'), ask))));
    expect(new Set(pages.flat()).size).toBe(250);
  });
});

test('a service that never heard of an inquiry says what to do first, and the first inquiry takes that away', async () => {
  const board = async (query = '') => (await on.ask(`/${query}`)).text();
  expect(await board()).toContain('はじめの手順');
  expect(await board('?lang=en')).toContain('npx inquiry-sla doctor');
  const [shop] = on.service.config.shops.keys();
  await on.take({ ...line('first', 'customer_message', '2026-11-26T09:00:00+09:00'), shop: shop! });
  await on.take({ ...line('first', 'shop_reply', '2026-11-26T09:30:00+09:00'), shop: shop! });
  expect(await board()).not.toContain('はじめの手順');
});
