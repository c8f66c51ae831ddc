// Several at once in the list over shops: each box says whose it is; what cannot be done is named, the others are done.

import { describe, expect, test } from 'vitest';
import { readMutes } from '../../../../src/service/actions/mute.ts';
import { takeInHand } from '../../../../src/service/actions/take-in-hand.ts';
import { at, shopOf } from '../../../support/service.ts';
import { bearer, tokenFor } from '../../access/desk.ts';
import { fixture, line, textOf } from '../../support.ts';

// The fixture's clock stands on Thursday 2026-11-26 at 10:00.
const people = (...names: readonly string[]) =>
  Object.fromEntries(names.map((name, n) => [name, { mail: `person${n}@example.jp` }]));
const on = fixture(() => [
  shopOf('sample-tea', { name: '茶舗', people: people('佐藤', '鈴木') }),
  shopOf('wide', { name: '広い店', people: people('佐藤', '高橋'), group: 'east' }),
  shopOf('plain', { name: '素の店' }),
]);

type Fields = Readonly<Record<string, string>>;

const received = (...boxes: readonly string[]) =>
  on.take(
    ...boxes.map((box) => {
      const [shop, inquiry] = box.split('/');
      return line(inquiry!, 'customer_message', '2026-11-24T10:00:00+09:00', { shop });
    }),
  );
const post = (path: string, boxes: readonly string[], fields: Fields, headers: Fields = {}) => {
  const body = new URLSearchParams([
    ...boxes.map((box): [string, string] => ['inquiry', box]),
    ...Object.entries({ by: '佐藤', ...fields }),
  ]);
  return on.ask(path, { method: 'POST', body, headers });
};
const send = (boxes: readonly string[], fields: Fields, headers?: Fields) =>
  post('/inquiries/together', boxes, fields, headers);
const after = async (answer: Response, headers: Fields = {}) => {
  expect(answer.status).toBe(303);
  return (await on.ask(answer.headers.get('location')!, { headers })).text();
};
/** Presses the button of the notice that says what was done. */
const undo = (html: string) => {
  const form = /<form method="post" action="(\/inquiries\/together\/undo)"[^>]*>(.*?)<\/form>/s.exec(html)!;
  const hidden = [...form[2]!.matchAll(/name="(what|ids|list)" value="([^"]*)"/g)];
  return post(
    form[1]!,
    [],
    Object.fromEntries(hidden.map(([, name, value]) => [name!, value!.replaceAll('&amp;', '&')])),
  );
};
const inHand = async () =>
  (await readMutes(on.service)).map(({ shop, inquiry, by }) => `${shop}/${inquiry} ${by}`).sort();
const waiting = async (headers: Fields = {}) => {
  const html = await (await on.ask('/inquiries', { headers })).text();
  return [...html.matchAll(/<a class="number" href="\/shops\/([\w-]+)\/inquiries\/(\w+)/g)]
    .map(([, shop, inquiry]) => `${shop}/${inquiry}`)
    .sort();
};
const ticked = (html: string) => [...html.matchAll(/name="inquiry" value="([^"]+)" checked/g)].map(([, box]) => box);

describe('the ticked rows of the list over shops', () => {
  test('are taken in hand together, but what somebody has; and taken back', async () => {
    await received('sample-tea/q1', 'sample-tea/q2', 'wide/q1', 'plain/q1');
    await takeInHand(on.service, { shop: 'wide', inquiry: 'q1', by: '高橋', until: '1d' });
    const list = await on.read('/inquiries');
    expect(list.match(/type="checkbox" name="inquiry"/g)).toHaveLength(4);
    expect(list).toContain('aria-label="広い店 q1 を選ぶ"');
    const boxes = ['sample-tea/q1', 'wide/q1', 'plain/q1'];
    const done = await send(boxes, { do: 'take', hold: '3h', list: 'hand=free' });
    expect(done.headers.get('location')).toMatch(/^\/inquiries\?hand=free&done=took&left=1&ids=\d+\.\d+$/);
    const html = await after(done);
    expect(textOf(html)).toContain(
      '2件を対応中にしました。 1件は、その間に変わっていたか、その店舗では行えないため、そのままです。',
    );
    expect(await inHand()).toEqual(['plain/q1 佐藤', 'sample-tea/q1 佐藤', 'wide/q1 高橋']);
    expect(textOf(await after(await undo(html)))).toContain('2件を元に戻しました。');
    expect(await inHand()).toEqual(['wide/q1 高橋']);
    expect(textOf(await after(await undo(html)))).toContain('2件は、その間に変わっていたか');
    expect(await inHand()).toEqual(['wide/q1 高橋']);
  });

  test('are marked 返信不要 together, but what was written since; and wait again', async () => {
    await received('sample-tea/q1', 'wide/q1', 'wide/q2');
    const seen = String(on.clock.now());
    on.clock.set(at('2026-11-26T10:05:00+09:00'));
    await on.take(line('q1', 'customer_message', '2026-11-26T10:04:00+09:00', { shop: 'wide' }));
    const html = await after(await send(['sample-tea/q1', 'wide/q1', 'wide/q2'], { do: 'mark', seen }));
    expect(textOf(html)).toContain('2件を返信不要にしました。 1件は、');
    expect(await waiting()).toEqual(['wide/q1']);
    expect(textOf(await after(await undo(html)))).toContain('2件を元に戻しました。');
    expect(await waiting()).toEqual(['sample-tea/q1', 'wide/q1', 'wide/q2']);
  });

  test('go on to the page on which they are handed over; a shop without that name keeps its own', async () => {
    await received('sample-tea/q1', 'wide/q1', 'wide/q2');
    const html = await (await send(['wide/q1'], { do: 'choose', list: 'group=east' })).text();
    expect(ticked(html)).toEqual(['wide/q1']);
    expect(html).not.toContain('sample-tea');
    expect(html).toContain('<input type="hidden" name="list" value="group=east"/>');
    const all = await on.read('/inquiries/together');
    for (const name of ['佐藤', '鈴木', '高橋']) expect(all.split(`<option value="${name}"`)).toHaveLength(2);
    const over = { do: 'hand-over', to: '高橋', hold: '3h', why: '休み', list: 'group=east' };
    const handed = await send(['sample-tea/q1', 'wide/q1'], over);
    expect(handed.headers.get('location')).toBe('/inquiries?group=east&done=handed&left=1&count=1');
    expect(textOf(await after(handed))).toContain('1件を引き継ぎました。 1件は、');
    expect(await inHand()).toEqual(['wide/q1 高橋']);
    const nobody = await send(['sample-tea/q1', 'wide/q1'], { ...over, to: 'だれか' });
    expect([nobody.status, (await nobody.text()).includes('担当する人を一覧から選んでください。')]).toEqual([
      422,
      true,
    ]);
    expect(textOf(await after(await send(['wide/q1'], { do: 'free' })))).toContain('1件の対応中を解除しました。');
    expect(await inHand()).toEqual([]);
  });

  test('are promised, each by the date of its own shop; where a shop names nobody any name is typed', async () => {
    await received('sample-tea/q1', 'plain/q1');
    expect(await on.read('/inquiries')).toContain('href="/inquiries/together"');
    expect(await on.read('/inquiries/together')).toContain('<input id="together-to" name="to"');
    const terms = { do: 'promise', until: '', on: '2026-11-27', reason: 'maker', told: 'phone' };
    expect(textOf(await after(await send(['sample-tea/q1', 'plain/q1'], terms)))).toContain('2件を約束しました。');
    for (const shop of ['sample-tea', 'plain']) expect(textOf(await on.read(`/shops/${shop}`))).toContain('約束中 1件');
  });

  test.each([
    [[], 422],
    [['q1', '/q1', 'sample-tea/', 'No/q1'], 422],
    [Array.from({ length: 201 }, (_, n) => `sample-tea/q${n}`), 422],
    [['sample-tea/q1', 'none/q1', 'wide/unknown'], 303],
  ])('%j does what there is', async (boxes, status) => {
    await received('sample-tea/q1');
    const answer = await send(boxes, { do: 'mark' });
    expect(answer.status).toBe(status);
    if (status === 422) expect(await answer.text()).toContain('問い合わせを1件以上、200件まで選んでください。');
    else expect(answer.headers.get('location')).toMatch(/done=marked&left=2&ids=\d+$/);
    expect(await waiting()).toEqual(status === 422 ? ['sample-tea/q1'] : []);
  });

  test('a list that there is not leads nowhere, and a name is asked for', async () => {
    await received('sample-tea/q1');
    for (const query of ['group=none', 'step=soon']) {
      expect((await on.ask(`/inquiries/together?${query}`)).status).toBe(404);
      expect((await send(['sample-tea/q1'], { do: 'choose', list: query })).status).toBe(404);
    }
    const nameless = await send(['sample-tea/q1'], { do: 'take', hold: '3h', by: ' ' });
    const html = await nameless.text();
    expect([nameless.status, ticked(html)]).toEqual([422, ['sample-tea/q1']]);
    expect(await inHand()).toEqual([]);
    expect(await on.read('/inquiries?at=2026-12-01')).not.toContain('name="inquiry"');
  });
});

describe('who may act', () => {
  test('for some shops leaves those of others as they are, and takes back none of theirs', async () => {
    await received('sample-tea/q1', 'wide/q1');
    const own = bearer(await tokenFor(on, { name: '店', scope: 'act', shop: 'sample-tea' }));
    const every = bearer(await tokenFor(on, { name: '本部', scope: 'act' }));
    expect(await (await on.ask('/inquiries/together', { headers: own })).text()).not.toContain('広い店');
    const html = await after(await send(['sample-tea/q1', 'wide/q1'], { do: 'take', hold: '3h' }, own), own);
    expect(textOf(html)).toContain('1件を対応中にしました。 1件は、');
    expect(await inHand()).toEqual(['sample-tea/q1 店']);
    const foreign = await send(['wide/q1'], { do: 'take', hold: '3h' }, own);
    expect(foreign.headers.get('location')).toBe('/inquiries?done=took&left=1&count=0');
    const both = await send(['wide/q1'], { do: 'take', hold: '3h' }, every);
    const ids = new URLSearchParams(both.headers.get('location')!.split('?')[1]).get('ids')!;
    const taken = await post('/inquiries/together/undo', [], { what: 'took', ids }, own);
    expect(taken.headers.get('location')).toBe('/inquiries?done=undone&count=0&left=1');
    expect(await inHand()).toEqual(['sample-tea/q1 店', 'wide/q1 本部']);
  });

  test('who may only look has no boxes, and is refused', async () => {
    await received('sample-tea/q1');
    const headers = bearer(await tokenFor(on, { scope: 'read' }));
    const html = await (await on.ask('/inquiries', { headers })).text();
    expect(html).toContain('q1');
    expect(html).not.toMatch(/name="inquiry"|\/together/);
    expect((await send(['sample-tea/q1'], { do: 'take', hold: '3h' }, headers)).status).toBe(403);
    expect((await post('/inquiries/together/undo', [], { what: 'took', ids: '1' }, headers)).status).toBe(403);
    expect(await inHand()).toEqual([]);
  });
});
