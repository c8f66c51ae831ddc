// The people of a shop, several inquiries at once, and into whose hand something is given, as pages and by the API.

import { describe, expect, test } from 'vitest';
import { readMutes } from '../../../src/service/actions/mute.ts';
import { promiseAnswer } from '../../../src/service/actions/promise-answer.ts';
import { takeInHand } from '../../../src/service/actions/take-in-hand.ts';
import { at, shopOf } from '../../support/service.ts';
import { fixture, line } from '../support.ts';

// The fixture's clock stands on Thursday 2026-11-26 at 10:00.
const SHOP = '/shops/sample-tea';
const FIVE = ['i1', 'i2', 'i3', 'i4', 'i5'];
const people = {
  佐藤: { mail: 'sato@example.jp' },
  山田: { mail: 'yamada@example.jp', away: { until: '2026-11-27', standIn: '佐藤' } },
  鈴木: { mail: 'suzuki@example.jp' },
};
const on = fixture(() => [shopOf('sample-tea', { people }), shopOf('plain')]);

const open = async (path: string) => (await on.ask(path)).text();
const post = (path: string, fields: readonly (readonly [string, string])[]) =>
  on.ask(path, {
    method: 'POST',
    body: new URLSearchParams(fields.map(([name, value]): [string, string] => [name, value])),
  });
const api = async (method: string, path: string, body?: object) => {
  const headers = { 'content-type': 'application/json' };
  const answer = await on.ask(path, { method, ...(body && { headers, body: JSON.stringify(body) }) });
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
};
const received = (...inquiries: string[]) =>
  on.take(...inquiries.map((inquiry) => line(inquiry, 'customer_message', '2026-11-24T10:00:00+09:00')));
const take = (by: string, inquiry: string) =>
  takeInHand(on.service, { shop: 'sample-tea', inquiry, by, until: '2026-11-27' });
const ticked = (...inquiries: string[]) => inquiries.map((one) => ['inquiry', one] as const);
const words = (html: string) => html.replaceAll(/<[^>]*>/g, ' ').replaceAll(/\s+/g, ' ');

describe('the people of a shop', () => {
  test('are listed with what each has to do, who is away, and what nobody has', async () => {
    await received(...FIVE, 'i6');
    for (const inquiry of ['i1', 'i2']) await take('山田', inquiry);
    await take('以前の担当', 'i3');
    const html = await open(`${SHOP}/people`);
    for (const said of [
      '山田 11/27(金) まで不在 代わり: 佐藤 2件',
      '以前の担当 設定の people: にない名前です 1件',
      '鈴木 0件 0件 0件 – 0件 –',
      '未対応 3件（未返信 6件のうち）',
    ])
      expect(words(html)).toContain(said);
    expect(html).toContain(`${SHOP}/together?who=${encodeURIComponent('山田')}`);
    expect(words(await open(`${SHOP}/people?lang=en`))).toContain('away until Fri 27 Nov');
    expect(await open(SHOP)).toContain(`href="${SHOP}/people"`);
    expect((await api('GET', '/v1/shops/sample-tea/people')).body).toMatchObject({
      free: 3,
      people: [{ name: '山田', inHand: 2, away: { until: '2026-11-27', standIn: '佐藤' } }, {}, {}, {}],
    });
  });

  test('how many somebody promised, and how many of these are broken, leads to just these', async () => {
    await received(...FIVE);
    const until = { i1: '2026-11-26T11:00:00+09:00', i2: '2026-11-30', i3: '2026-11-30' };
    for (const [inquiry, when] of Object.entries(until))
      await promiseAnswer(on.service, {
        shop: 'sample-tea',
        inquiry,
        by: inquiry === 'i3' ? '鈴木' : '佐藤',
        until: when,
      });
    on.clock.set(at('2026-11-26T12:00:00+09:00'));
    const html = await open(`${SHOP}/people`);
    for (const [said, inquiries] of [
      ['2件', ['i1', 'i2']],
      ['うち超過1件', ['i1']],
    ] as const) {
      const to = new RegExp(`href="([^"]*promised=${encodeURIComponent('佐藤')}[^"]*)"[^>]*>${said}<`).exec(html)![1]!;
      const list = await open(to.replaceAll('&amp;', '&'));
      expect(words(list)).toContain(`約束中 ${inquiries.length}件`);
      expect([...list.matchAll(/class="number"[^>]*>([^<]*)</g)].map(([, number]) => number)).toEqual(inquiries);
      expect(list).toContain('約束した人: 佐藤');
      const over = await open(to.replaceAll('&amp;', '&').replace(SHOP, '/inquiries'));
      expect([...over.matchAll(/class="number"[^>]*>([^<]*)</g)].map(([, number]) => number)).toEqual(inquiries);
    }
    expect(await open(`${SHOP}?promised=nobody`)).toContain('条件に合う問い合わせはありません。');
    expect(await open('/inquiries?promised=nobody')).toContain('条件に合う問い合わせはありません。');
  });

  test('without any the page says where they are named', async () => {
    expect(await open('/shops/plain/people')).toContain('people: に名前を入れると');
    expect((await on.ask('/shops/none/people')).status).toBe(404);
    expect((await on.ask('/v1/shops/none/people')).status).toBe(404);
  });
});

describe('several at once', () => {
  test('all that somebody has is ticked, and goes into another hand with a note', async () => {
    await received(...FIVE);
    for (const inquiry of FIVE) await take('山田', inquiry);
    const html = await open(`${SHOP}/together?who=${encodeURIComponent('山田')}`);
    expect(html.match(/type="checkbox"[^>]* checked/g)).toHaveLength(5);
    expect(html).not.toContain('<option value="山田"');
    const fields = [
      ['from', '山田'],
      ['by', '店長'],
      ['to', '鈴木'],
      ['why', '山田は休み'],
      ['do', 'hand-over'],
    ] as const;
    const done = await post(`${SHOP}/together`, [...ticked(...FIVE), ...fields]);
    expect(done.status).toBe(303);
    const page = await open(done.headers.get('location')!);
    expect(page).toContain('5件を鈴木さんに引き継ぎました。');
    const inquiry = words(await open(`${SHOP}/inquiries/i1`));
    for (const said of ['鈴木さんが対応中', '店長さんが割り当て', '山田は休み', '店長さんが鈴木さんに割り当て'])
      expect(inquiry).toContain(said);
  });

  test('some are freed; what changed meanwhile is left and said', async () => {
    await received('i1', 'i2');
    await take('山田', 'i1');
    await take('佐藤', 'i2');
    const done = await post(`${SHOP}/together`, [
      ...ticked('i1', 'i2'),
      ['from', '山田'],
      ['by', '店長'],
      ['do', 'free'],
    ]);
    expect(await open(done.headers.get('location')!)).toContain(
      '1件の対応中を解除しました。 1件は、その間に変わっていたため、そのままです。',
    );
    expect((await readMutes(on.service)).map(({ by }) => by)).toEqual(['佐藤']);
  });

  test('answers are promised', async () => {
    await received('i1', 'i2', 'i3');
    expect(await open(SHOP)).toContain(`href="${SHOP}/together"`);
    const fields = [
      ['by', '佐藤'],
      ['until', ''],
      ['on', '2026-11-27'],
      ['reason', 'maker'],
      ['told', 'phone'],
      ['do', 'promise'],
    ] as const;
    const done = await post(`${SHOP}/together`, [...ticked('i1', 'i3'), ...fields]);
    expect(words(await open(done.headers.get('location')!))).toContain('2件を約束しました。');
    expect(words(await open(SHOP))).toContain('約束中 2件');
  });

  test('the list can be narrowed as on the shop’s page, and nothing is ticked', async () => {
    await received('i1', 'i2');
    await take('佐藤', 'i1');
    const html = await open(`${SHOP}/together?hand=free`);
    expect(html.match(/name="inquiry"/g)).toHaveLength(1);
    expect(html).not.toContain(' checked');
    expect((await on.ask(`${SHOP}/together?step=soon`)).status).toBe(404);
    expect(await open(`${SHOP}/together?q=none`)).toContain('未返信の問い合わせはありません。');
  });

  test.each<[readonly (readonly [string, string])[], string]>([
    [
      [
        ['by', '店長'],
        ['to', '鈴木'],
        ['hold', '3h'],
        ['do', 'hand-over'],
      ],
      '問い合わせを1件以上、200件まで選んでください。',
    ],
    [
      [
        ['inquiry', 'i1'],
        ['by', ' '],
        ['to', '鈴木'],
        ['hold', '3h'],
        ['do', 'hand-over'],
      ],
      'お名前を1行、80文字以内で入力してください',
    ],
    [
      [
        ['inquiry', 'i1'],
        ['by', '店長'],
        ['to', 'だれか'],
        ['hold', '3h'],
        ['do', 'hand-over'],
      ],
      '担当する人を一覧から選んでください。',
    ],
    [
      [
        ['inquiry', 'i1'],
        ['by', '店長'],
        ['until', '2026-11-01'],
        ['do', 'promise'],
      ],
      '終了日時を確認してください。',
    ],
  ])('%j is refused, and what was ticked stays', async (fields, says) => {
    await received('i1');
    const answer = await post(`${SHOP}/together`, fields);
    const html = await answer.text();
    expect([answer.status, words(html).includes(says)]).toEqual([422, true]);
    expect(/type="checkbox"[^>]* checked/.test(html)).toBe(fields[0]![0] === 'inquiry');
    expect(await readMutes(on.service)).toEqual([]);
  });

  test('by the API, all of somebody’s or by number', async () => {
    await received(...FIVE);
    for (const inquiry of FIVE) await take('山田', inquiry);
    const to = { to: '佐藤', by: '店長', why: '山田は休み' };
    const all = await api('POST', '/v1/shops/sample-tea/hand-over', { from: '山田', ...to });
    expect(all).toMatchObject({ status: 200, body: { left: [], handed: { length: 5 } } });
    const freed = await api('POST', '/v1/shops/sample-tea/hand-over', { inquiries: ['i1', 'x'], to: null });
    expect(freed).toMatchObject({ status: 200, body: { left: ['x'], handed: [{ liftedBy: 'loopback' }] } });
    const until = { until: '2026-11-27', by: '佐藤' };
    const promised = await api('POST', '/v1/shops/sample-tea/promises', { inquiries: ['i1', 'x'], ...until });
    expect(promised).toMatchObject({ status: 200, body: { promised: [{ inquiry: 'i1' }], left: ['x'] } });
    for (const [path, body, detail] of [
      ['hand-over', { to: null }, 'inquiries: 1 to 200 numbers of inquiries, or whose they are in from'],
      ['hand-over', { inquiries: [], to: null }, 'inquiries: 1 to 200 numbers of inquiries'],
      ['hand-over', { from: '佐藤', to: '佐東' }, 'to: 佐藤, 山田, 鈴木; did you mean "佐藤"?'],
      ['promises', { inquiries: ['i1'], until: '2020-01-01' }, 'until: '],
    ] as const)
      expect(await api('POST', `/v1/shops/sample-tea/${path}`, body)).toMatchObject({
        status: 400,
        body: { detail: expect.stringContaining(detail) },
      });
    expect((await api('POST', '/v1/shops/none/promises', { inquiries: ['i1'], ...until })).status).toBe(404);
  });
});

describe('the ticked rows of a list', () => {
  const send = async (what: string, more: readonly (readonly [string, string])[] = [], ...inquiries: string[]) =>
    post(`${SHOP}/together`, [...ticked(...inquiries), ['by', '佐藤'], ['do', what], ['list', 'hand=free'], ...more]);
  /** Presses the button of the notice that says what was done. */
  const undo = async (html: string) => {
    const form = /<form method="post" action="([^"]+\/together\/undo)"[^>]*>(.*?)<\/form>/s.exec(html)!;
    const hidden = [...form[2]!.matchAll(/name="(what|ids|list)" value="([^"]*)"/g)];
    const fields = hidden.map(([, name, value]) => [name!, value!.replaceAll('&amp;', '&')] as const);
    return post(form[1]!, [...fields, ['by', '佐藤']]);
  };
  const waits = async () => (await api('GET', '/v1/shops/sample-tea/inquiries')).body.items as { id: string }[];

  test('are taken in hand together, but what somebody has; and taken back', async () => {
    await received('i1', 'i2', 'i3');
    await take('山田', 'i2');
    expect((await open(SHOP)).match(/type="checkbox" name="inquiry"/g)).toHaveLength(3);
    const done = await send('take', [['hold', '3h']], 'i1', 'i2');
    expect(done.headers.get('location')).toMatch(/^\/shops\/sample-tea\?hand=free&done=took&ids=\d+&left=1$/);
    const html = await open(done.headers.get('location')!);
    expect(words(html)).toContain('1件を対応中にしました。 1件は、その間に変わっていたため、そのままです。');
    expect((await readMutes(on.service)).map(({ by }) => by).sort()).toEqual(['佐藤', '山田']);
    expect(words(await open((await undo(html)).headers.get('location')!))).toContain('1件を元に戻しました。');
    expect((await readMutes(on.service)).map(({ by }) => by)).toEqual(['山田']);
  });

  test('are marked 返信不要 together, but what was written since; and wait again', async () => {
    await received('i1', 'i2', 'i3');
    const seen = String(on.clock.now());
    on.clock.set(at('2026-11-26T10:05:00+09:00'));
    await on.take(line('i2', 'customer_message', '2026-11-26T10:04:00+09:00'));
    const done = await send('mark', [['seen', seen]], 'i1', 'i2');
    const html = await open(done.headers.get('location')!);
    expect(words(html)).toContain('1件を返信不要にしました。 1件は、');
    expect((await waits()).map(({ id }) => id).sort()).toEqual(['i2', 'i3']);
    await undo(html);
    expect(await waits()).toHaveLength(3);
    expect(words(await open((await undo(html)).headers.get('location')!))).toContain('1件は、その間に変わっていたため');
  });

  test('go on to the page on which they are handed over or promised; without a tick nothing is done', async () => {
    await received('i1', 'i2');
    const html = await (await send('choose', [], 'i2')).text();
    expect(html).toMatch(/value="i2" checked/);
    expect(html).not.toMatch(/value="i1" checked/);
    const none = await send('mark');
    expect([none.status, (await none.text()).includes('問い合わせを1件以上')]).toEqual([422, true]);
    expect(await waits()).toHaveLength(2);
  });

  test('nobody takes back what is another shop’s', async () => {
    await received('i1');
    const taken = await send('take', [['hold', '3h']], 'i1');
    const ids = new URLSearchParams(taken.headers.get('location')!.split('?')[1]).get('ids')!;
    const answer = await post('/shops/plain/together/undo', [
      ['what', 'took'],
      ['ids', ids],
      ['by', '佐藤'],
    ]);
    expect(answer.status).toBe(404);
    expect(await readMutes(on.service)).toHaveLength(1);
  });
});

test('an inquiry is given to a name on its page, and one that was in hand in vain twice says so', async () => {
  await received('i1');
  const sent = [
    ['by', '店長'],
    ['to', '鈴木'],
    ['until', '1h'],
    ['why', ''],
  ] as const;
  expect(await open(`${SHOP}/inquiries/i1`)).toContain('<option value="山田">山田（11/27(金) まで不在）');
  const done = await post(`${SHOP}/inquiries/i1/in-hand`, sent);
  expect(await open(done.headers.get('location')!)).toContain('担当を決めました');
  on.clock.set(at('2026-11-26T11:30:00+09:00'));
  expect(await open(SHOP)).not.toContain('未返信のまま終了');
  await post(`${SHOP}/inquiries/i1/in-hand`, sent);
  on.clock.set(at('2026-11-26T12:30:00+09:00'));
  expect(await open(SHOP)).toContain('対応中2回 未返信のまま終了');
  expect(await open(`${SHOP}/inquiries/i1`)).toContain('対応中が2回、未返信のまま終わっています');
  expect((await api('GET', '/v1/shops/sample-tea/inquiries')).body.items).toMatchObject([{ handsInVain: 2 }]);
  expect((await api('GET', '/v1/shops/sample-tea/inquiries/i1')).body).toMatchObject({ handsInVain: 2 });
});
