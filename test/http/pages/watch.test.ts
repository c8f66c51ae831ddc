// The header of every page: calm only when it is true; what is not well is counted, said and linked.

import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { noteBroken } from '../../../src/store/configuration/config-state.ts';
import { recordComplete, syncSources } from '../../../src/store/status/sources.ts';
import { at, shopOf } from '../../support/service.ts';
import { bearer, tokenFor } from '../access/desk.ts';
import { fixture, HEALTHY, line, NOW, RMS } from '../support.ts';

const POLLED = ['polled', 'other'];
const on = fixture(() => [shopOf('sample-tea'), ...POLLED.map((id) => shopOf(id, { name: `${id}店`, rms: RMS }))]);

const open = async (path: string, headers: Record<string, string> = {}) => (await on.ask(path, { headers })).text();
/** The header's own part of a page. */
const watchOf = (html: string) => /<section class="watch[\s\S]*?<\/section>/.exec(html)![0];
const text = (html: string) =>
  html
    .replaceAll(/<[^>]+>/g, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim();
/** The tile of what waits. */
const tile = (html: string) => text(/<span class="large">[\s\S]*?<\/li>/.exec(html)![0]);

async function allRead(): Promise<void> {
  await syncSources(on.service.db, POLLED, at(NOW));
  for (const shop of POLLED) await recordComplete(on.service.db, shop, at(NOW), at(NOW) + 300_000);
}

test('all is well: one calm line, and no number of shops that nobody knows', async () => {
  await allRead();
  expect(text(watchOf(await open('/')))).toBe('監視中（11/26(木) 10:00 現在）');
  expect(tile(await open('/'))).toBe('0');
  expect(tile(await open('/shops/polled'))).toBe('0');
});

test('a shop that was never read takes the calm away, on the board, in its tiles, on its own page', async () => {
  await allRead();
  await syncSources(on.service.db, ['polled'], at(NOW));
  await on.take(line('q1', 'customer_message', '2026-11-26T09:00:00+09:00'));
  const board = await open('/');
  expect(text(watchOf(board))).toBe(
    '監視中（1店舗は状況不明） 確認が必要なこと 1件 状況が分からない店舗 1店舗 システムの状態を見る',
  );
  expect(watchOf(board)).toContain('href="/shops/other"');
  expect(watchOf(board)).not.toContain('class="fine"');
  expect(tile(board)).toBe('1 ＋不明1店舗');
  expect(tile(await open('/?q=polled'))).toBe('0');
  expect(tile(await open('/shops/other'))).toBe('0 ＋不明');
  const english = await open('/?lang=en');
  expect(text(watchOf(english))).toContain('Watching, but 1 shop is unknown 1 thing to look at');
  expect(tile(english)).toBe('1 + 1 unknown');
});

test('broken and held files, licences, calendars, mails given up and shops that are gone are counted and linked', async () => {
  await allRead();
  const { db } = on.service;
  await db.transaction().execute((trx) => noteBroken(trx, ['shops/x.yaml:3: found tea'], at(NOW)));
  await sql`update config_state set held_since = ${new Date(at(NOW))},
    held = '{"shops":["polled"],"inquiries":31,"confirmAbove":20}'`.execute(db);
  await sql`update source set licence_checked_at = now(), licence_expires_at = null where shop = 'other'`.execute(db);
  await sql`insert into outside_calendar (shop, source, name, next_read_at, fresh_at)
    values ('polled', 'rms', '', ${NOW}, '2026-11-24T09:59:00+09:00')`.execute(db);
  await sql`insert into outbox (kind, shop, slot_at, state) values ('owner', 'sample-tea', ${NOW}, 'undeliverable')`.execute(
    db,
  );
  await on.take(line('q1', 'customer_message', '2026-11-26T09:00:00+09:00'));
  await sql`update episode set shop = 'gone'`.execute(db);
  await sql`insert into shop (id, revision, watched_since, recomputed_at, removed_at)
    values ('gone', '', ${NOW}, ${NOW}, ${NOW})`.execute(db);
  const said = watchOf(await open('/mails'));
  expect(text(said)).toBe(
    [
      '監視中（11/26(木) 10:00 現在）',
      '確認が必要なこと 6件',
      '10:00から設定ファイルに誤りがあります。直前の正しい設定のまま動いています。',
      '10:00から設定の変更を保留しています（1店舗）。',
      '登録を外した店舗に、未返信の問い合わせが残っています（1店舗）。',
      '届けられなかったメール 1件（14日以内）',
      'ライセンスキーの期限を読み取れない店舗 1店舗',
      '外部カレンダーを読み取れない店舗 1店舗',
      'システムの状態を見る',
    ].join(' '),
  );
  for (const to of ['/system#config', '/mails?state=undeliverable', '/shops/other', '/shops/polled/calendar'])
    expect(said).toContain(`href="${to}"`);
  // The page of the system lists the same.
  const system = text(await open('/system'));
  expect(system).toContain('届けられなかったメール 1件');
  expect(system).toContain('確認が必要なこと 6件');
});

test('a token for one shop is told what concerns it, and of no other shop', async () => {
  await syncSources(on.service.db, POLLED, at(NOW));
  const own = bearer(await tokenFor(on, { shop: 'polled', scope: 'read' }));
  const calm = bearer(await tokenFor(on, { shop: 'sample-tea', scope: 'read' }));
  expect(text(watchOf(await open('/', own)))).toBe(
    '監視中（1店舗は状況不明） 確認が必要なこと 1件 状況が分からない店舗 1店舗',
  );
  expect(text(watchOf(await open('/', calm)))).toBe('監視中（11/26(木) 10:00 現在）');
  on.health = { ...HEALTHY, mail: () => ({ ok: false, reason: '535 5.7.8 mallory' }) };
  const said = watchOf(await open('/shops/sample-tea', calm));
  expect(text(said)).toContain('メールを送れません。');
  expect(said).not.toContain('mallory');
});

test('GET /v1/system lists the same, by kind and in words', async () => {
  await allRead();
  await syncSources(on.service.db, ['polled'], at(NOW));
  const answer = (await (await on.ask('/v1/system')).json()) as { matters: object[] };
  expect(answer.matters).toEqual([
    {
      kind: 'unknown',
      gravity: 'look',
      since: null,
      count: 1,
      shops: ['other'],
      words: { ja: '状況が分からない店舗 1店舗', en: '1 shop of which the state is not known' },
    },
  ]);
});
