// 約束する and 電話で回答 as people press them: on the list, on the page of an inquiry, and by the API.

import { describe, expect, test } from 'vitest';
import { fireDue } from '../../../src/service/steps/raise-due-steps.ts';
import { at } from '../../support/service.ts';
import { fixture, line } from '../support.ts';

// The fixture's clock stands on Thursday 2026-11-26 at 10:00.
const RECEIVED = '2026-11-24T10:00:00+09:00';
const SHOP = '/shops/sample-tea';
const PAGE = `${SHOP}/inquiries/i1`;
const API = `/v1${PAGE}`;

describe('a promise', () => {
  const on = fixture();
  const open = async (path = PAGE) => (await on.ask(path)).text();
  const send = (action: string, fields: Record<string, string>) =>
    on.ask(`${PAGE}/${action}`, { method: 'POST', body: new URLSearchParams(fields) });
  const api = async (method: string, path: string, body?: object) => {
    const headers = { 'content-type': 'application/json' };
    const answer = await on.ask(path, { method, ...(body && { headers, body: JSON.stringify(body) }) });
    return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
  };
  const received = () => on.take(line('i1', 'customer_message', RECEIVED));
  const hidden = (html: string, name: string) => new RegExp(`name="${name}" value="([^"]*)"`).exec(html)?.[1];

  test('is offered in the list, made until a date, shown in a section of its own, and taken back', async () => {
    await received();
    expect(await open(SHOP)).toContain(`${PAGE}?do=promise#promise`);
    const form = await open(`${PAGE}?do=promise`);
    expect(form).toMatch(/<details class="card" id="promise" open/);
    expect(form).toContain('今日（11/26(木) 24:00まで）');
    expect(form).toContain('2営業日後（11/30(月) 24:00まで）');
    const made = await send('promise', {
      ...{ by: '山田', until: '', on: '2026-11-30', reason: 'maker', told: 'later', expected: '' },
    });
    expect(made.status).toBe(303);
    const page = await open(made.headers.get('location')!);
    for (const words of [
      '約束しました。期限まで一覧に残します。',
      '11/30(月) 24:00 までに回答すると約束しています',
      '11/26(木) 10:00 約束（山田さん）',
      'メーカー・仕入先に確認中',
      '11/30(月) 24:00 までの回答を約束（山田さん）',
      'その次の返信で約束を果たしたことになります',
    ])
      expect(page).toContain(words);
    // The holding reply answers the customer; the thread stays listed.
    await on.take(line('i1', 'shop_reply', '2026-11-26T10:03:00+09:00'));
    const list = await open(SHOP);
    for (const words of ['約束中 1件', '約束中</span>', '山田', '11/30(月) 24:00', '残り2営業日'])
      expect(list).toContain(words);
    expect(await open('/')).toContain('約束 1件');
    expect(await open()).toContain('>次の返信で約束を果たしたことになります');
    await send('promise/undo', { by: '佐藤', promise: hidden(page, 'promise')! });
    const undone = await open();
    expect(undone).toContain('約束を取り消し（佐藤さん）');
    expect(await open(SHOP)).not.toContain('約束中 1件');
  });

  test('told by phone answers the customer at that instant, and the next answer fulfils it', async () => {
    await received();
    await send('promise', { by: '山田', until: '2026-11-27', told: 'phone', expected: '' });
    const { body } = await api('GET', API);
    expect(body).toMatchObject({
      status: 'answered',
      promises: [{ by: '山田', state: 'standing', until: '2026-11-27T15:00:00.000Z' }],
      undoableAnswer: { how: 'phone', by: '山田' },
    });
    on.clock.set(at('2026-11-27T09:00:00+09:00'));
    await on.take(line('i1', 'shop_reply', '2026-11-27T09:00:00+09:00'));
    expect((await api('GET', API)).body.promises).toMatchObject([{ state: 'kept', endedBy: 'shop_reply' }]);
    expect(await open()).toContain('守られました');
  });

  test('past its date says so, and counts on the board', async () => {
    await received();
    await send('promise', { by: '山田', until: '2026-11-26', told: 'phone', expected: '' });
    on.clock.set(at('2026-11-27T00:00:00+09:00'));
    await fireDue(on.service);
    expect(await open()).toContain('約束の期限（11/26(木) 24:00）を過ぎています');
    expect(await open(SHOP)).toContain('約束超過</span>');
    expect(await open('/')).toContain('約束 1件（うち約束超過 1件）');
    expect((await api('GET', `/v1${SHOP}/summary`)).body).toMatchObject({ promised: 1, promisesBroken: 1 });
    expect((await api('GET', `/v1${SHOP}/promises`)).body).toMatchObject({
      total: 1,
      items: [{ id: 'i1', isBroken: true, by: '山田' }],
    });
  });

  test('of two who press at once the second learns that the promise has changed', async () => {
    await received();
    await send('promise', { by: '山田', until: '2026-11-27', expected: '' });
    const late = await send('promise', { by: '佐藤', until: '2026-11-30', expected: '' });
    expect(late.status).toBe(409);
    expect(await late.text()).toContain('約束が変わりました');
    expect((await send('promise/undo', { by: '佐藤', promise: 'another' })).status).toBe(409);
  });

  test('by the API is moved before its date, and refused with what is allowed', async () => {
    await received();
    const made = await api('POST', `${API}/promise`, { until: '2026-11-27', by: '山田', reason: 'stock' });
    expect(made).toMatchObject({ status: 200, body: { state: 'standing', reason: 'stock' } });
    const moved = await api('POST', `${API}/promise`, { until: '2026-11-30', expected: made.body.id });
    expect(moved.body).toMatchObject({ extends: made.body.id });
    expect(await api('POST', `${API}/promise`, { until: '2026-11-20' })).toMatchObject({ status: 400 });
    expect(await api('POST', `${API}/promise`, { until: '3d', reason: 'because' })).toMatchObject({ status: 400 });
    expect(await api('DELETE', `${API}/promise?by=x`)).toMatchObject({ status: 200, body: { state: 'withdrawn' } });
    expect(await api('DELETE', `${API}/promise`)).toMatchObject({ status: 409 });
  });
});

describe('an answer by phone', () => {
  const on = fixture();
  const open = async (path = PAGE) => (await on.ask(path)).text();
  const send = (action: string, fields: Record<string, string>) =>
    on.ask(`${PAGE}/${action}`, { method: 'POST', body: new URLSearchParams(fields) });

  test('ends the wait with how, when and by whom, and is taken back', async () => {
    await on.take(line('i1', 'customer_message', RECEIVED));
    expect(await open()).toContain('電話で回答');
    const said = await send('answered-elsewhere', { by: '山田', how: 'phone', at: '2026-11-25T15:00', expected: '1' });
    expect(said.status).toBe(303);
    const page = await open(said.headers.get('location')!);
    for (const words of ['回答済みにしました', '電話で回答（11/25(水) 15:00、山田さん）', '電話などで回答', '返信済み'])
      expect(page).toContain(words);
    const answer = /name="answer" value="([^"]*)"/.exec(page)![1]!;
    await send('answered-elsewhere/undo', { by: '佐藤', answer });
    const undone = await open();
    expect(undone).toContain('電話などでの回答を取り消し（佐藤さん）');
    expect(undone).toContain('対応中にする');
  });

  test('before the customer wrote, after a newer message, or without a wait is refused in words', async () => {
    await on.take(line('i1', 'customer_message', RECEIVED));
    const refused = async (fields: Record<string, string>) => {
      const answer = await send('answered-elsewhere', { by: '山田', how: 'phone', ...fields });
      return [answer.status, await answer.text()] as const;
    };
    expect(await refused({ at: '2026-11-24T09:00' })).toEqual([422, expect.stringContaining('日時を確認してください')]);
    expect(await refused({ at: '2026-11-26T10:01' })).toEqual([422, expect.stringContaining('日時を確認してください')]);
    expect(await refused({ expected: '0' })).toEqual([409, expect.stringContaining('新しいメッセージ')]);
    await on.take(line('i1', 'shop_reply', '2026-11-25T10:00:00+09:00'));
    expect(await refused({})).toEqual([409, expect.stringContaining('もう未返信ではありません')]);
  });
});
