// What the page of an inquiry says first, and where it leads: by when, one press, undo, the next one, back to the list.

import { describe, expect, test } from 'vitest';
import { readMutes } from '../../../../src/service/actions/mute.ts';
import { shopOf } from '../../../support/service.ts';
import { ringAlarm } from '../../../support/tick.ts';
import { fixture, line } from '../../support.ts';

const SHOP = '/shops/sample-tea';
const at = (inquiry: string) => `${SHOP}/inquiries/${inquiry}`;
const words = (html: string) => html.replaceAll(/<[^>]*>/g, ' ').replaceAll(/\s+/g, ' ');

describe('the page of an inquiry', () => {
  const on = fixture(() => [
    shopOf('sample-tea', { group: 'team' }),
    shopOf('second', { name: '二号店', group: 'team' }),
  ]);
  const open = async (path: string) => (await on.ask(path)).text();
  const received = (inquiry: string, when: string, more: object = {}) =>
    on.take(line(inquiry, 'customer_message', when, more));
  const send = (path: string, fields: Record<string, string>) =>
    on.ask(path, { method: 'POST', body: new URLSearchParams(fields) });
  /** Due, the worst first: a, b, c. */
  const receivedThree = async () => {
    await received('c', '2026-11-25T10:00:00+09:00', { category: '配送' });
    await received('a', '2026-11-19T10:00:00+09:00', { category: '配送' });
    await received('b', '2026-11-24T10:00:00+09:00', { category: '返品' });
  };
  const next = (html: string) => /<a[^>]*href="([^"]*)"[^>]*>次の問い合わせ（([^<]*)）/.exec(html)?.slice(1);
  const back = (html: string) => /href="([^"]*)"[^>]*>一覧へ戻る/.exec(html)?.[1]?.replaceAll('&amp;', '&');

  test('says by when and what is left before anything else', async () => {
    await receivedThree();
    const head = (html: string) => words(html.slice(html.indexOf('<h1>'), html.indexOf('class="first"')));
    expect(head(await open(at('a')))).toContain('期限 11/25(水) 24:00 1営業日超過');
    expect(head(await open(at('c')))).toContain('期限 11/30(月) 24:00 残り2営業日');
    expect(head(await open(`${at('c')}?lang=en`))).toMatch(/Due Mon 30 Nov/);
    await on.take(line('c', 'shop_reply', '2026-11-25T11:00:00+09:00'));
    expect(await open(at('c'))).not.toContain('class="deadline"');
  });

  test('one press takes it for an hour, and one gives it back', async () => {
    await receivedThree();
    const [, form] = /(<form[^>]*in-hand".*?<\/form>)/s.exec(await open(at('a')))!;
    expect(form).toContain('name="until" value="1h"');
    const took = await send(`${at('a')}/in-hand`, { until: '1h', by: '佐藤' });
    const cookie = took.headers.getSetCookie()[0]!.split(';')[0]!;
    const html = await (await on.ask(took.headers.get('location')!, { headers: { cookie } })).text();
    expect(words(html)).toContain('佐藤さんが対応中 11/26(木) 10:00 から 11/26(木) 11:00 まで');
    const undo = /<form[^>]*give-back".*?元に戻す/s.exec(html)![0];
    const expected = /name="expected" value="(\d+)"/.exec(undo)![1]!;
    expect(undo).toContain('name="by" value="佐藤"');
    await send(`${at('a')}/give-back`, { by: '佐藤', expected });
    expect(await readMutes(on.service)).toEqual([]);
  });

  test('whoever gave a name is not asked for it again in this browser, and the address does not carry it', async () => {
    await receivedThree();
    const took = await send(`${at('a')}/in-hand`, { until: '1h', by: ' 佐藤 花子 ' });
    expect(took.headers.get('location')).toBe(`${at('a')}?done=took`);
    const [cookie] = took.headers.getSetCookie();
    expect(cookie).toMatch(/; HttpOnly/);
    const html = await (await on.ask(at('b'), { headers: { cookie: cookie!.split(';')[0]! } })).text();
    expect(html).toContain('id="hand" name="by" required="" maxlength="80" autocomplete="name" value="佐藤 花子"');
  });

  test('leads on in the order of the list, from its end to the top, and back to it', async () => {
    await receivedThree();
    expect(next(await open(at('a')))).toEqual([at('b'), '残り1営業日']);
    expect(next(await open(at('c')))).toEqual([at('a'), '1営業日超過']);
    expect(back(await open(at('c')))).toBe(SHOP);
  });

  test('keeps to the list that led there, also over an action and where it was refused', async () => {
    await receivedThree();
    const query = new URLSearchParams({ category: '配送' });
    const list = await open(`${SHOP}?${query}`);
    const kept = `?${new URLSearchParams({ list: query.toString() })}`;
    expect(list).toContain(`href="${at('a')}${kept}"`);
    const html = await open(at('a') + kept);
    expect(next(html)).toEqual([at('c') + kept, '残り2営業日']);
    expect(back(html)).toBe(`${SHOP}?${query}`);
    const asked = /name="list" value="([^"]*)"/.exec(html)![1]!;
    const refused = await send(`${at('a')}/in-hand`, { until: '1h', by: '', list: asked });
    expect([refused.status, await refused.text()]).toEqual([422, expect.stringContaining(`href="${at('a')}${kept}"`)]);
    const took = await send(`${at('a')}/in-hand`, { until: '1h', by: '佐藤', list: asked });
    const done = await open(took.headers.get('location')!);
    expect([next(done), back(done)]).toEqual([[at('c') + kept, '残り2営業日'], `${SHOP}?${query}`]);
  });

  test('leads on over shops, in the group and the filter of that list, and back to it', async () => {
    await receivedThree();
    const other = line('z', 'customer_message', '2026-11-20T10:00:00+09:00', { category: '配送' });
    await on.take({ ...other, shop: 'second' });
    const list = await open('/inquiries?group=team&category=配送');
    const kept = `?${new URLSearchParams({ list: new URLSearchParams({ over: 'shops', group: 'team', category: '配送' }).toString() })}`;
    expect(list).toContain(`href="${at('a')}${kept}"`);
    const html = await open(at('a') + kept);
    expect(next(html)?.[0]).toBe(`/shops/second/inquiries/z${kept}`);
    expect(back(html)).toBe(`/inquiries?${new URLSearchParams({ group: 'team', category: '配送' })}`);
    expect(html).toContain(`› <a href="${SHOP}">`);
    expect(next(await open(`/shops/second/inquiries/z${kept}`))?.[0]).toBe(at('c') + kept);
    expect(next(await open(`/shops/second/inquiries/z?list=over%3Dshops%26shop%3D二号店`))).toBeUndefined();
  });

  test('an inquiry that was answered meanwhile still has its place in the list', async () => {
    await receivedThree();
    await on.take(line('b', 'shop_reply', '2026-11-26T09:00:00+09:00'));
    expect(next(await open(at('b')))?.[0]).toBe(at('c'));
  });

  test('a list that there cannot be is none, and without another inquiry the page says so', async () => {
    await received('a', '2026-11-19T10:00:00+09:00');
    for (const list of ['step=nonsense', 'due=1999-99-99', '//evil.example']) {
      const html = await open(`${at('a')}?${new URLSearchParams({ list })}`);
      expect(back(html)).toBe(SHOP);
      expect(html).toContain('ほかに未返信の問い合わせはありません');
    }
  });

  test('folds how it was counted, and tells the newest first', async () => {
    await received('a', '2026-11-19T10:00:00+09:00');
    await ringAlarm(on.service);
    const html = await open(at('a'));
    expect(html).toMatch(/<details class="how" id="how-\d+"><summary>数え方を見る<\/summary>.*?class="strip"/s);
    const history = words(html.slice(html.indexOf('id="history"')));
    expect(history).toMatch(/現在.*3営業日超過.*1営業日経過.*お客様からのメッセージ/);
  });
});
