import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { fireDue } from '../../../src/service/steps/raise-due-steps.ts';
import { at, shopOf } from '../../support/service.ts';
import { allTicked, fixture, HEALTHY, line, NOW, RMS } from '../support.ts';

const CHAT = { channel: 'chat', flagAfter: '5m', mailOwnerAfter: '30m', breachAfter: '1h' };
const shops = () => [
  shopOf('sample-tea', { name: 'サンプル茶舗' }),
  shopOf('desk', { calendar: { hours: ['09:00-18:00'] }, policies: [CHAT] }),
  shopOf('calm', { name: 'A & B <i>店</i>', rms: RMS }),
];
const message = (inquiry: string, when: string, more: object = {}) => line(inquiry, 'customer_message', when, more);

describe('the pages', () => {
  const on = fixture(shops);
  const open = async (path: string, status = 200) => {
    const answer = await on.ask(path);
    expect([path, answer.status]).toEqual([path, status]);
    return answer.text();
  };
  const waiting = () =>
    on.take(message('i-breached', '2026-11-19T10:00:00+09:00'), message('i-today', '2026-11-20T10:00:00+09:00'));

  test('an inquiry’s page tells what happened, why the deadline is what it is, and the four times', async () => {
    on.clock.set(at('2026-11-20T12:00:00+09:00'));
    await on.take(message('i1', '2026-11-20T10:00:00+09:00'));
    on.clock.set(at('2026-11-25T00:00:00+09:00'));
    await fireDue(on.service);
    on.clock.set(at(NOW));
    await fireDue(on.service);
    await on.take(line('i1', 'auto_reply', '2026-11-20T10:00:05+09:00'));
    const html = await open('/shops/sample-tea/inquiries/i1');
    for (const words of ['お客様からのメッセージ', '自動返信', '勤労感謝の日', '11/24(火) 1営業日目', '検知', '現在'])
      expect(html).toContain(words);
    expect(html).toContain('24:00</time> 1営業日経過');
    await on.take(line('i1', 'shop_reply', '2026-11-24T18:00:00+09:00'));
    expect(await open('/shops/sample-tea/inquiries/i1')).toContain('期限内の返信が後からわかったため');
  });

  test('refusals stay visible with reason and count', async () => {
    await on.post('no json\n');
    await on.post('no json\n');
    const html = await open('/refusals');
    expect(html).toContain('JSONではない行です');
    expect(html).toContain('2回');
  });

  test('whatever comes from outside is escaped, and no link leads to a script', async () => {
    const evil = '"><script>alert(1)</script>';
    await on.take(message('<b>x</b>', '2026-11-25T10:00:00+09:00', { type: evil, item: evil, category: evil }));
    for (const path of [
      '/',
      '/shops/sample-tea',
      `/shops/sample-tea/inquiries/${encodeURIComponent('<b>x</b>')}`,
      '/shops/calm',
    ]) {
      const html = await open(path);
      expect(html).not.toContain('<script>');
      expect(html).not.toContain('<b>x');
      expect(html).not.toContain('<i>店');
    }
    await on.service.db.updateTable('inquiry').set({ url: 'javascript:alert(1)' }).execute();
    expect(await open('/shops/sample-tea')).not.toContain('javascript:');
  });

  test('English is one switch away and stays on every link', async () => {
    await waiting();
    const html = await open('/shops/sample-tea?lang=en');
    expect(html).toContain('<html lang="en">');
    expect(html).toContain('Over 3 business days');
    expect(html).toContain('href="/shops/sample-tea/inquiries/i-today?lang=en"');
    expect(html).toContain('href="/shops/sample-tea" lang="ja"');
  });

  test('the style sheet is a file of ours that a browser may keep, and nothing is inline', async () => {
    const answer = await on.ask('/');
    const html = await answer.text();
    const path = /<link rel="stylesheet" href="([^"]+)"/.exec(html)![1]!;
    const style = await on.ask(path);
    expect(style.headers.get('content-type')).toContain('text/css');
    expect(style.headers.get('cache-control')).toContain('immutable');
    expect(answer.headers.get('content-security-policy')).toContain(`style-src-elem 'self'`);
    expect(html).not.toMatch(/<script>|<style| style="| on[a-z]+="/);
  });

  test.each<[string, object, string]>([
    ['stands still in this process', { tickAgeMs: () => 300_000 }, '画面の更新処理が止まっています'],
    ['works without the queue', { queue: () => ({ connected: false, error: null }) }, 'キューにつながらない'],
    ['cannot send mails', { mail: () => ({ ok: false, reason: 'x' }) }, 'メールを送れません'],
  ])('every page says so when the monitoring %s', async (_, parts, words) => {
    on.health = { ...HEALTHY, ...parts };
    for (const path of ['/', '/shops/calm', '/mails', '/refusals']) {
      const html = await open(path);
      expect(html).toContain(words);
      expect(html).toContain('確認が必要なこと 2件');
      expect(html).not.toContain('class="fine"');
    }
  });

  test('every page says since when nobody watches, whatever process shows it', async () => {
    const { tickAgeMs: _none, ...pages } = HEALTHY;
    on.health = pages;
    await allTicked(on.service.db, at(NOW) - 6 * 60_000);
    for (const path of ['/', '/shops/calm', '/mails', '/refusals', '/system']) {
      const html = await open(path);
      expect(html).toContain('期限の監視が09:54から止まっています。');
      expect(html).not.toContain('監視中（');
    }
    expect(await open('/system')).not.toContain('すべての店舗を確認できています');
    await sql`delete from worker_tick`.execute(on.service.db);
    on.health = { ...HEALTHY, tickAgeMs: () => null };
    expect(await open('/')).toContain('監視を開始しています');
  });

  test.each([
    '/shops/nobody',
    '/shops/sample-tea/inquiries/1',
    '/mails/99',
    '/mails/x',
    '/nothing',
    '/shops/sample-tea?cursor=x',
  ])('%s is a page that says it is not there', async (path) => {
    expect(await open(path, 404)).toContain('見つかりません');
  });

  test('a database that fails is a page that says so, without details', async () => {
    const db = new Proxy(on.service.db, {
      get: () => {
        throw new Error('a secret detail');
      },
    });
    Object.assign(on.service, { db });
    const away = await open('/', 503);
    expect(away).toContain('データベースが応答しません');
    expect(away).not.toContain('secret');
  });

  test('a failure of ours is a page without details', async () => {
    await waiting();
    on.service.counting.rulesOf = () => {
      throw new Error('a secret detail');
    };
    const html = await open('/shops/sample-tea', 500);
    expect(html).toContain('内部のエラーです');
    expect(html).not.toContain('secret');
  });
});
