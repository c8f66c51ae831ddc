import { describe, expect, test } from 'vitest';
import { mute, readMutes } from '../../../src/service/actions/mute.ts';
import { deliver } from '../../../src/service/notifications/deliver-notification.ts';
import { dueMails } from '../../../src/store/notifications/outbox.ts';
import { at, shopOf, withShops } from '../../support/service.ts';
import { ringAlarm } from '../../support/tick.ts';
import { fixture, line } from '../support.ts';

const RECEIVED = '2026-11-24T10:00:00+09:00';
const PAGE = '/shops/sample-tea/inquiries/i1';

describe('the page of an inquiry', () => {
  const on = fixture();
  const open = async (path = PAGE, headers: Record<string, string> = {}) => (await on.ask(path, { headers })).text();
  /** What a browser sends after that answer. */
  const named = (answer: Response) => ({
    cookie: answer.headers
      .getSetCookie()
      .map((one) => one.split(';')[0])
      .join('; '),
  });
  const received = (when = RECEIVED) => on.take(line('i1', 'customer_message', when));
  const send = (action: string, fields: Record<string, string>, path = PAGE) =>
    on.ask(`${path}/${action}`, { method: 'POST', body: new URLSearchParams(fields) });
  const take = (by: string, more: Record<string, string> = {}) =>
    send('in-hand', { by, until: '3h', why: 'メーカーに確認中', ...more });
  const standing = async () => (await readMutes(on.service))[0];

  test('whoever takes it in hand is shown large, until when and what for, and may give it back', async () => {
    await received();
    expect(await open()).toContain('対応中にする');
    const answer = await take('佐藤');
    expect([answer.status, answer.headers.get('location')]).toEqual([303, `${PAGE}?done=took`]);
    const html = await open(answer.headers.get('location')!, named(answer));
    for (const words of [
      '佐藤さんが対応中',
      '11/26(木) 10:00 から 11/26(木) 13:00 まで',
      'メーカーに確認中',
      '引き継ぐ',
    ])
      expect(html).toContain(words);
    expect(html).toContain('対応中にしました');
    const back = await send('give-back', { by: '佐藤', expected: String((await standing())!.id) });
    expect(back.status).toBe(303);
    expect(await open()).toContain('対応中を解除（佐藤さん）');
    expect(await standing()).toBeUndefined();
  });

  test('of two who press at once the second reads who was first, and may take over', async () => {
    await received();
    await take('佐藤');
    const late = await take('田中');
    const html = await late.text();
    expect(late.status).toBe(409);
    expect(html).toContain('先に佐藤さんが対応を始めています（11/26(木) 10:00 から 11/26(木) 13:00 まで）');
    expect((await standing())!.by).toBe('佐藤');
    const expected = /name="expected" value="(\d+)"/.exec(html)![1]!;
    expect((await take('田中', { expected })).status).toBe(303);
    expect((await standing())!.by).toBe('田中');
  });

  test('no reply needed ends the wait and says that nothing is written to RMS; the undo opens it again', async () => {
    await received();
    const html = await open();
    expect(html).toContain('R-Messeには何も書き込みません');
    const expected = /返信不要にする<\/summary>.*?name="expected" value="(\d+)"/s.exec(html)![1]!;
    await send('no-reply-needed', { by: '田中', why: 'お礼のみ', expected });
    const marked = await open();
    for (const words of ['返信不要（田中さん、11/26(木) 10:00）', 'お礼のみ', 'この店舗の今月の返信不要: 1件'])
      expect(marked).toContain(words);
    expect(marked).toContain('完了</span>');
    const mark = /name="mark" value="(\d+)"/.exec(marked)![1]!;
    await send('no-reply-needed/undo', { by: '佐藤', mark });
    const undone = await open();
    expect(undone).toContain('返信不要を取り消しました（佐藤さん）');
    expect(undone).toContain('1営業日経過');
  });

  test('a customer who wrote after the page was opened is not swept away', async () => {
    await received();
    await on.take(line('i1', 'customer_message', '2026-11-26T09:59:00+09:00'));
    const answer = await send('no-reply-needed', { by: '田中', expected: '1' });
    expect([answer.status, await answer.text()]).toEqual([
      409,
      expect.stringContaining('新しいメッセージが届きました'),
    ]);
  });

  test('mails are stopped until a date with a reason, and let out again; the shop’s own stop is not lifted here', async () => {
    await received();
    expect((await send('mute', { by: '田中', until: '2026-11-30', why: '返品待ち' })).status).toBe(303);
    expect(await open()).toContain('お知らせ停止中（田中さん、11/30(月) 24:00 まで）');
    expect((await send('mute/lift', { by: '佐藤', mute: String((await standing())!.id) })).status).toBe(303);
    expect(await standing()).toBeUndefined();
    await mute(on.service, { kind: 'mute', target: 'sample-tea', until: '3d', why: '棚卸し', by: '店長' });
    expect(await open()).toContain('店舗全体のお知らせを停止しています');
    expect((await send('mute/lift', { by: '佐藤', mute: String((await standing())!.id) })).status).toBe(409);
  });

  test.each<[string, Record<string, string>, number, string]>([
    ['in-hand', { by: ' ', until: '3h' }, 422, 'お名前を1行'],
    ['in-hand', { by: '田中', until: '2026-11-25' }, 422, '終了日時を確認してください'],
    ['mute', { by: '田中', until: '2026-11-30' }, 422, '理由は1行'],
    ['give-back', { by: '田中' }, 409, 'もう対応中ではありません'],
    ['no-reply-needed/undo', { by: '田中' }, 409, '取り消せる返信不要がありません'],
  ])('%s with %o is refused with %i in words', async (action, fields, status, words) => {
    await received();
    const answer = await send(action, fields);
    expect([answer.status, await answer.text()]).toEqual([status, expect.stringContaining(words)]);
  });

  test('what is not there is not found', async () => {
    for (const action of ['in-hand', 'no-reply-needed', 'mute/lift'])
      expect((await send(action, { by: '田中', until: '3h' }, '/shops/sample-tea/inquiries/none')).status).toBe(404);
  });

  test('whatever people type is escaped', async () => {
    await received();
    await take('<b>x</b>', { why: '<i>y</i>' });
    const html = await open();
    expect(html).toContain('&lt;b&gt;x&lt;/b&gt;さんが対応中');
    for (const raw of ['<b>x', '<i>y']) expect(html).not.toContain(raw);
  });

  test('says what other counting rules would say, where they differ', async () => {
    await received('2026-11-21T10:00:00+09:00');
    const html = await open();
    const rows = [...html.matchAll(/<code>([\w-]+)<\/code>.*?<\/tr>/gs)].map(([row, rule]) => [
      rule,
      [...row.matchAll(/<span class="keep">([^<]+)/g)].map(([, time]) => time),
    ]);
    expect(rows).toEqual([
      ['day-end', ['11/24(火) 24:00', '11/25(水) 24:00', '11/26(木) 24:00']],
      ['day-end-shifted', ['11/25(水) 24:00', '11/26(木) 24:00', '11/27(金) 24:00']],
      ['elapsed', ['11/24(火) 24:00', '11/25(水) 24:00', '11/26(木) 24:00']],
    ]);
  });

  test('the history links every mail that told of it', async () => {
    on.clock.set(at('2026-11-20T12:00:00+09:00'));
    await received('2026-11-20T10:00:00+09:00');
    on.clock.set(at('2026-11-26T09:00:00+09:00'));
    await ringAlarm(on.service);
    const ids = await dueMails(on.service.db, on.clock.now(), 10);
    for (const id of ids) await deliver(on.service, id);
    const html = await open();
    expect(html).toMatch(
      /店舗責任者へメール（2営業日経過）<a href="\/mails\/\d+"|店舗責任者へメール（2営業日経過） <a href="\/mails\/\d+"/,
    );
  });

  test('a finished wait stays explained with the calendar it was counted with', async () => {
    on.clock.set(at('2026-11-20T12:00:00+09:00'));
    await received('2026-11-20T10:00:00+09:00');
    await on.take(line('i1', 'shop_reply', '2026-11-20T11:00:00+09:00'));
    const closed = shopOf('sample-tea', { calendar: { closed: [{ on: '2026-11-24..2026-11-26', name: '改装' }] } });
    const edited = withShops(on.service, [closed]);
    Object.assign(on.service, { config: edited.config, counting: edited.counting });
    const html = await open();
    expect(html).toContain('当時のカレンダーで計算した期限を表示しています');
    expect(html).toContain('1営業日経過: 11/24(火) 24:00');
    expect(html).not.toContain('改装');
  });

  test('the page says the same in English, its forms too', async () => {
    await received();
    const answer = await on.ask(`${PAGE}/in-hand?lang=en`, {
      method: 'POST',
      body: new URLSearchParams({ by: 'Sato', until: '1h' }),
    });
    const html = await open(answer.headers.get('location')!);
    for (const words of ['Sato has it in hand', 'Take over', 'No reply needed', 'What other counting rules would say'])
      expect(html).toContain(words);
    expect(html).not.toMatch(/対応中|返信不要|数え方/);
  });
});
