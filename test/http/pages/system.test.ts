import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { tickDone } from '../../../src/service/monitoring/detect-own-gaps.ts';
import { proveNextDay } from '../../../src/service/proof/prove-days.ts';
import { fireDue } from '../../../src/service/steps/raise-due-steps.ts';
import { addMute } from '../../../src/store/actions/mutes.ts';
import { openIncidentMail } from '../../../src/store/notifications/outbox.ts';
import { recordComplete, recordFailure, recordLicence, syncSources } from '../../../src/store/status/sources.ts';
import { at, shopOf } from '../../support/service.ts';
import { bearer, tokenFor } from '../access/desk.ts';
import { fixture, HEALTHY, line, NOW, RMS } from '../support.ts';

const on = fixture(() => [shopOf('sample-tea'), shopOf('polled', { name: '読み取り店', rms: RMS })]);

const text = (html: string) => html.replaceAll(/<[^>]+>/g, ' ').replaceAll(/\s+/g, ' ');
async function system(query = ''): Promise<string> {
  const answer = await on.ask(`/system${query}`);
  expect(answer.status).toBe(200);
  return text(await answer.text());
}

const readAt = (when: string) => recordComplete(on.service.db, 'polled', at(when), at(NOW));

describe('the page of the system', () => {
  test('says that all is well when it is', async () => {
    await syncSources(on.service.db, ['polled'], at(NOW));
    await readAt('2026-11-26T09:58:00+09:00');
    const words = await system();
    for (const said of ['すべての店舗を確認できています', '読み取り対象 1店舗', 'すべて読み取れています'])
      expect(words).toContain(said);
    expect(words).not.toContain('確認が必要なこと');
  });

  test('names what is not read, since when and why, and puts it on top', async () => {
    await syncSources(on.service.db, ['polled'], at(NOW));
    await readAt('2026-11-26T06:30:00+09:00');
    await recordFailure(on.service.db, 'polled', { kind: 'auth-expired', message: 'x' }, at(NOW), at(NOW));
    const words = await system();
    expect(words).toMatch(/確認が必要なこと 状況が分からない店舗 1店舗/);
    expect(words).toContain('読み取り店 11/26(木) 06:30 から不明／RMSのライセンスキーの有効期限が切れています');
  });

  test('counts the days of licence keys, the first to end on top', async () => {
    await syncSources(on.service.db, ['polled'], at(NOW));
    await readAt(NOW);
    await recordLicence(on.service.db, 'polled', { expiresAt: at('2026-12-03T09:00:00+09:00'), warned: null }, at(NOW));
    const words = await system();
    expect(words).toContain('残り6日');
    expect(words).toContain('14日以内に切れるもの 1店舗');
  });

  test('tells the daily proof of each day, and names what was missed', async () => {
    await on.take(line('q1', 'customer_message', '2026-11-25T10:00:00+09:00'));
    on.clock.set(at('2026-11-27T00:00:00+09:00'));
    await fireDue(on.service);
    on.clock.set(at('2026-11-28T00:05:00+09:00'));
    await proveNextDay(on.service);
    expect(await system()).toContain('11/27(金) 一致 期限到来 1件・検知 1件・検知遅れ 0件');
    expect(await system('?lang=en')).toContain('expected 1, raised 1, late 0');
    on.clock.set(at('2026-11-29T00:05:00+09:00'));
    await sql`delete from daily_proof`.execute(on.service.db);
    await sql`delete from step`.execute(on.service.db);
    on.clock.set(at('2026-11-28T00:05:00+09:00'));
    await proveNextDay(on.service);
    const words = await system();
    expect(words).toContain('不一致 期限到来 1件・検知 0件・検知遅れ 0件／検知漏れ 1件');
    expect(words).toContain('検知漏れ: サンプル茶舗 q1 1営業日経過 11/26(木) 24:00');
  });

  test('tells ticks, queue, mail and outbox, and leads on to what is refused', async () => {
    await tickDone(on.service);
    await openIncidentMail(on.service.db, 'queue', at(NOW), at(NOW));
    const depth = { alarm: { waiting: 1, active: 0, delayed: 3 } };
    const built = { database: 'embedded', queue: 'redis', version: '1.2.3' } as const;
    on.health = { ...HEALTHY, queueDepth: async () => depth, built };
    const words = await system();
    for (const said of [
      '画面の更新処理 1秒前',
      '期限の監視処理（最終実行） 11/26(木) 10:00',
      '読み取り処理（最終実行） 11/26(木) 10:00',
      'alarm: 待ち1・処理中0・予約3',
      '送信待ち 1',
      '取り込めなかったデータ 0件',
      'SMTP_URLが未設定',
    ])
      expect(words).toContain(said);
    on.health = {
      ...HEALTHY,
      queue: () => ({ connected: false, error: 'x' }),
      mail: () => ({ ok: false, reason: '535 no' }),
    };
    const trouble = await system();
    expect(trouble).toContain('つながりません。期限の検知は最大30秒遅れますが、見落としません');
    expect(trouble).toContain('メールを送れません: 535 no');
  });

  test('tells which files are in force, what changed last and by whom, and what is broken or held', async () => {
    const held = { shops: ['polled'], inquiries: 31, confirmAbove: 20 };
    const files = {
      since: at(NOW),
      brokenSince: at(NOW),
      faults: ['shops/x.yaml:3: found tea'],
      heldSince: at(NOW),
      held,
    };
    on.health = { ...HEALTHY, config: () => files };
    await sql`update config_revision set who = '佐藤', cause = 'apply' where shop = 'polled'`.execute(on.service.db);
    const words = await system();
    for (const said of [
      '設定ファイルに誤りがあります',
      'shops/x.yaml:3: found tea',
      '影響する問い合わせ31件',
      'applyコマンド 佐藤',
    ])
      expect(words).toContain(said);
  });

  test('tells outside calendars that fail or wait, and what is muted', async () => {
    await sql`insert into outside_calendar (shop, source, name, next_read_at, fresh_at, failing_since)
      values ('polled', 'rms', '', now(), now(), '2026-11-25T10:00:00+09:00')`.execute(on.service.db);
    await on.service.db
      .transaction()
      .execute((trx) =>
        addMute(
          trx,
          { kind: 'mute', shop: 'polled', inquiryId: null, until: at(NOW) + 86_400_000, why: '棚卸', by: '佐藤' },
          at(NOW),
        ),
      );
    const words = await system();
    expect(words).toContain('1件のうち、読み取れないもの1件');
    expect(words).toContain('読み取り店 RMS 11/25(水) 10:00 から読み取れません');
    expect(words).toContain('読み取り店 店舗全体 お知らせを停止／11/27(金) 10:00 まで／佐藤／棚卸');
  });

  test('a shop that was never read is named too', async () => {
    await syncSources(on.service.db, ['polled'], at(NOW));
    expect(await system()).toContain('まだ一度も読み取れていません');
  });

  test('is for those of every shop, and the queues for their admins', async () => {
    const one = bearer(await tokenFor(on, { shop: 'polled', scope: 'admin' }));
    const reader = bearer(await tokenFor(on, { scope: 'read' }));
    const ask = async (path: string, headers: Record<string, string>) => (await on.ask(path, { headers })).status;
    expect([await ask('/system', one), await ask('/system', reader)]).toEqual([403, 200]);
    expect([await ask('/system/queues', one), await ask('/system/queues', reader)]).toEqual([403, 403]);
    expect([await ask('/metrics', one), await ask('/metrics', reader), await ask('/metrics', {})]).toEqual([
      403, 200, 401,
    ]);
  });
});

test('a start with broken files shows who works with the last good revision, and whom nobody watches', async () => {
  on.health = {
    ...on.health,
    config: () => ({
      since: 0,
      brokenSince: 0,
      faults: ['config/shops/new.yaml:1:1 found nothing'],
      heldSince: null,
      held: null,
      kept: ['sample-tea'],
      leftOut: ['new'],
    }),
  };
  const answer = await on.ask('/system');
  expect(answer.status).toBe(200);
  const html = await answer.text();
  expect(html).toContain('設定ファイルを読み込めないため、監視していない店舗: new');
  expect(html).toContain('直前の正しい設定で動いている店舗: サンプル茶舗');
});
