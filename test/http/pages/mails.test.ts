import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { listCause } from '../../../src/core/notifications/list-receiver.ts';
import type { OutgoingMail, SendOutcome } from '../../../src/mail/transport/mail-transport.ts';
import { deliver } from '../../../src/service/notifications/deliver-notification.ts';
import { toldInquiries } from '../../../src/service/notifications/read-mails.ts';
import { fireDue } from '../../../src/service/steps/raise-due-steps.ts';
import { openListMails } from '../../../src/store/notifications/list-slots.ts';
import { openPendingMails } from '../../../src/store/notifications/open-mails.ts';
import { dueMails, openIncidentMail } from '../../../src/store/notifications/outbox.ts';
import { at, shopOf, withShops } from '../../support/service.ts';
import { ringAlarm } from '../../support/tick.ts';
import { accessStage, bearer, FOREIGN, OWN, tokenFor } from '../access/desk.ts';
import { line, NOW, textOf } from '../support.ts';

const on = accessStage();

async function page(path: string, status = 200, headers: Record<string, string> = {}): Promise<string> {
  const answer = await on.ask(path, { headers });
  expect([path, answer.status]).toEqual([path, status]);
  return answer.text();
}

const asks = (shop: string, inquiry: string) =>
  on.take(line(inquiry, 'customer_message', '2026-11-19T10:00:00+09:00', { shop }));

async function sendAll(): Promise<void> {
  await ringAlarm(on.service);
  for (const id of await dueMails(on.service.db, on.clock.now(), 20)) await deliver(on.service, id);
}

/** The addresses of the mails on a page, the topmost first. */
const mailsOn = (html: string) => [...html.matchAll(/class="name" href="(\/mails\/\d+)/g)].map(([, path]) => path!);

describe('the mails', () => {
  test('are listed with state, recipient and time; one is shown as it was sent, with the answer for each address', async () => {
    await asks(OWN, 'q1');
    await sendAll();
    const list = await page('/mails?kind=owner');
    for (const words of ['送信済み', '店舗責任者へ サンプル茶舗', '送信 11/26(木) 10:00'])
      expect(list).toContain(words);
    const html = await page(mailsOn(list)[0]!);
    for (const words of ['own@example.jp', '受け付け', '250', 'メールサーバーが受け取りました', '未返信'])
      expect(html).toContain(words);
    expect(html).toContain(`href="/shops/${OWN}/inquiries/q1"`);
  });

  test('that went are listed without a mark; the others stand out, with the reason in the language of the page', async () => {
    await asks(OWN, 'q1');
    await sendAll();
    const row = async (kind: string, query = '') => {
      const html = await page(`/mails?kind=${kind}${query}`);
      return textOf(/<tbody>(.*)<\/tbody>/s.exec(html)![1]!);
    };
    expect(await row('owner')).toMatch(/R-Messe.*店舗責任者へ サンプル茶舗 own@example.jp 送信 11\/26\(木\) 10:00$/);
    expect(await row('owner')).not.toContain('送信済み');
    await on.service.db.transaction().execute((trx) =>
      openListMails(trx, [
        {
          kind: 'morning',
          shop: OWN,
          cause: listCause({ name: 'staff', chat: null, day: '2026-11-26' }),
          slotAt: on.clock.now(),
        },
      ]),
    );
    await sendAll();
    expect(await row('morning')).toContain('送信不要になりました 送信先がありません。');
    expect(await row('morning', '&lang=en')).toContain('nobody to send it to');
  });

  test('tell their inquiries with channel and steps as the policy of each counts them, the strongest first', async () => {
    const chat = { channel: 'chat', flagAfter: '5m', mailOwnerAfter: '30m', breachAfter: '1h' };
    const service = withShops(on.service, [
      shopOf(OWN, { name: 'サンプル茶舗', policies: [chat], calendar: { hours: ['09:00-18:00'] } }),
    ]);
    const told = (['owner_alert', 'breach'] as const).map((step) => ({
      ...{ shop: OWN, inquiry: 'c1', channel: 'chat', type: null, category: null },
      step,
    }));
    const gone = { shop: 'gone', inquiry: 'g1', channel: 'r-messe', type: null, category: null, step: 'flag' } as const;
    expect(toldInquiries(service, { told: [...told, gone] })).toEqual([
      {
        shop: OWN,
        inquiry: 'c1',
        channel: 'chat',
        steps: [
          { step: 'breach', length: { openMs: 3_600_000 } },
          { step: 'owner_alert', length: { openMs: 1_800_000 } },
        ],
      },
      { shop: 'gone', inquiry: 'g1', channel: 'r-messe', steps: [{ step: 'flag', length: null }] },
    ]);
    await asks(OWN, 'q1');
    await sendAll();
    const [path] = mailsOn(await page('/mails?kind=owner'));
    expect(textOf(await page(path!))).toContain('お知らせした問い合わせ（1件） q1 R-Messe／2営業日経過');
  });

  test('of a shop are found by a part of its name, by its id, and by neither', async () => {
    await asks(OWN, 'q1');
    await asks(FOREIGN, 'q2');
    await sendAll();
    const own = mailsOn(await page(`/mails?kind=owner&shop=${OWN}`));
    expect(own).toHaveLength(1);
    const { name } = on.service.config.shops.get(OWN)!;
    const byName = await page(`/mails?kind=owner&shop=${encodeURIComponent(name.slice(0, 3))}`);
    expect(mailsOn(byName)).toContain(own[0]);
    expect(byName).toContain(`value="${name.slice(0, 3)}"`);
    expect(mailsOn(await page('/mails?kind=owner&shop=nobody-like-this'))).toEqual([]);
  });

  test('the body comes from a route of its own, under rules under which nothing of it runs', async () => {
    await asks(OWN, 'q1');
    await sendAll();
    const [path] = mailsOn(await page('/mails?kind=owner'));
    const html = await page(path!);
    expect(html).toContain(`<iframe class="mail-frame" sandbox="" src="${path}/body"`);
    const body = await on.ask(`${path}/body`);
    const rules = body.headers.get('content-security-policy') ?? '';
    for (const rule of ['sandbox;', `default-src 'none'`, `style-src 'unsafe-inline'`, `frame-ancestors 'self'`])
      expect(rules).toContain(rule);
    expect(rules).not.toContain('script-src');
    expect(body.headers.get('x-frame-options')).toBe('SAMEORIGIN');
    expect(await body.text()).toContain('color-scheme:light dark');
    const rulesOfThePage = (await on.ask(path!)).headers.get('content-security-policy') ?? '';
    expect(rulesOfThePage).toContain(`frame-src 'self'`);
    expect(rulesOfThePage).not.toContain('unsafe-inline');
  });

  test('lists are named with their reader, and of those in chats the chat; one can ask for them alone', async () => {
    const at = on.clock.now();
    const list = (kind: 'morning' | 'weekly', name: string, chat: string | null) =>
      ({
        kind: chat === null ? kind : (`${kind}_chat` as const),
        shop: OWN,
        cause: listCause({ name, chat, day: '2026-11-26' }),
        slotAt: at,
      }) as const;
    const group = {
      kind: 'group',
      shop: '',
      cause: listCause({ name: 'tokyo-team', chat: null, day: '2026-11-26' }),
      slotAt: at,
    } as const;
    await asks(OWN, 'q1');
    await on.service.db.transaction().execute(async (trx) => {
      await openListMails(trx, [
        list('morning', 'staff', null),
        list('morning', 'staff', 'room'),
        list('weekly', 'owner', null),
        list('weekly', 'lead', 'room'),
        group,
      ]);
    });
    const html = await page('/mails');
    for (const words of [
      '朝の一覧 staff サンプル茶舗',
      '朝の一覧（チャット） room（staff） サンプル茶舗',
      '週のまとめ owner サンプル茶舗',
      '週のまとめ（チャット） room（lead） サンプル茶舗',
      'グループの週のまとめ（運用担当へ） tokyo-team',
    ])
      expect(html).toContain(words);
    expect(mailsOn(await page('/mails?kind=weekly_chat'))).toHaveLength(1);
    expect(await page('/mails?kind=group&lang=en')).toContain('Weekly summary of a group (to operations) tokyo-team');
  });

  test('one that is still to be made says so, and has no body', async () => {
    await asks(OWN, 'q1');
    await fireDue(on.service);
    await openPendingMails(on.service.db, on.clock.now());
    expect(await page('/mails')).toContain('送信待ち');
    expect(await page('/mails/1')).toContain('本文は、送信時の最新の状況から');
    await page('/mails/1/body', 404);
  });

  test('what could not be delivered is told on top, with what the server answered', async () => {
    await asks(OWN, 'q1');
    const refused = [{ address: 'own@example.jp', code: 550, response: 'no such user' }];
    on.mail.answers.push(
      () => ({ kind: 'refused', refused }),
      () => ({ kind: 'refused', refused }),
    );
    await sendAll();
    expect(await page('/mails')).toContain('届けられなかったものが');
    const list = await page('/mails?state=undeliverable');
    expect(list).not.toContain('届けられなかったものが');
    const html = await page(mailsOn(list).at(-1)!);
    for (const words of ['どの宛先にも届けられませんでした', '550 no such user', '拒否']) expect(html).toContain(words);
  });

  test('what was only written to a file is not sent: list, filter, page, history of the inquiry and API say so', async () => {
    await asks(OWN, 'q1');
    const file = (mail: OutgoingMail): SendOutcome => {
      return { kind: 'delivered', accepted: [...mail.to], refused: [], deferred: [], filed: true };
    };
    on.mail.answers.push(file, file);
    await sendAll();
    const list = await page('/mails?state=filed');
    expect(list).toMatch(/level-flag"><svg[^>]*>.*?<\/svg>ファイルに保存（未送信）/);
    expect(mailsOn(await page('/mails?state=sent'))).toEqual([]);
    const [path] = mailsOn(await page('/mails?kind=owner'));
    const html = await page(path!);
    for (const words of [
      'ファイルに保存（未送信）',
      '誰にも送信していません',
      'written to a file',
      'ファイルに保存 11/26(木)',
    ])
      expect(html).toContain(words);
    for (const words of ['送信済み', '250', '受け付け']) expect(html).not.toContain(words);
    expect(await page(`/shops/${OWN}/inquiries/q1`)).toContain('ファイルに保存（未送信）');
    const api = (await (await on.ask(`/v1${path}`)).json()) as Record<string, unknown>;
    expect(api).toMatchObject({ state: 'filed', deliveries: [{ address: 'own@example.jp', state: 'filed' }] });
    expect(await (await on.ask('/v1/mails?state=filed')).json()).toMatchObject({ items: [{}, {}], counts: {} });
  });

  test('nobody is told: every page says so while somebody waits for mails that are only written to files', async () => {
    const mail = { ok: true, reason: null, state: 'files only' } as const;
    on.health = { ...on.health, mail: () => ({ ...mail, toldNobody: false }) };
    expect(await page('/')).not.toContain('メールは誰にも届いていません');
    on.health = { ...on.health, mail: () => ({ ...mail, toldNobody: true }) };
    expect(await page('/')).toContain('メールは誰にも届いていません');
    expect(await page('/?lang=en')).toContain('Nobody is told: SMTP_URL is not set');
  });

  test('one that may have arrived twice says why', async () => {
    await asks(OWN, 'q1');
    on.mail.answers.push(
      () => ({ kind: 'unknown', reason: 'cut off' }),
      () => ({ kind: 'unknown', reason: 'cut off' }),
    );
    await sendAll();
    on.clock.set(on.clock.now() + 61_000);
    await sendAll();
    const list = await page('/mails?kind=owner');
    expect(await page(mailsOn(list)[0]!)).toContain('どちらも同じMessage-IDです');
  });

  test('the filters are in the address and stay on the link to older ones', async () => {
    await sql`insert into outbox (kind, cause, slot_at, state)
      select 'blind', 'silent:' || n, now(), 'empty' from generate_series(1, 51) n`.execute(on.service.db);
    const first = await page('/mails?kind=blind&state=empty');
    expect(mailsOn(first)).toHaveLength(50);
    const older = /href="([^"]+)" rel="next"/.exec(first)![1]!.replaceAll('&amp;', '&');
    expect(older).toBe('/mails?kind=blind&state=empty&before=2');
    expect(mailsOn(await page(older))).toEqual(['/mails/1']);
    expect(await page('/mails?kind=owner')).toContain('この条件に合うメールはありません');
    for (const wrong of ['/mails?kind=x', '/mails?state=x', '/mails?before=x']) await page(wrong, 404);
  });

  test('a message to a webhook is shown as JSON', async () => {
    await openIncidentMail(on.service.db, 'queue', at(NOW), at(NOW));
    const row = {
      kind: 'hook',
      state: 'sent',
      subject: 'hook',
      body_text: '{"kind":"blind","n":1}',
      body_html: '',
    } as const;
    await on.service.db.updateTable('outbox').set(row).execute();
    const html = await page('/mails/1');
    expect(html).toContain('{\n  &quot;kind&quot;: &quot;blind&quot;,\n');
    expect(html).not.toContain('<iframe');
  });

  test('who is limited to a shop sees its mails alone, neither those of others nor of ops', async () => {
    await asks(OWN, 'q1');
    await asks(FOREIGN, 'q2');
    await sendAll();
    const headers = bearer(await tokenFor(on, { shop: OWN }));
    const everybody = bearer(await tokenFor(on));
    const all = mailsOn(await page('/mails', 200, everybody));
    const seen = mailsOn(await page('/mails', 200, headers));
    expect(seen).toHaveLength(1);
    expect(all.length).toBeGreaterThan(2);
    for (const path of all) {
      const status = seen.includes(path) ? 200 : 404;
      await page(path, status, headers);
      await page(`${path}/body`, status, headers);
    }
    expect(mailsOn(await page(`/mails?shop=${FOREIGN}`, 200, headers))).toEqual([]);
  });
});
