// Webhooks from the customer's message to the receiver: real Postgres, real SMTP, a real HTTP server.

import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import type { ServiceConfig } from '../../../../src/config/input/service-file.ts';
import { mute } from '../../../../src/service/actions/mute.ts';
import { deliver } from '../../../../src/service/notifications/deliver-notification.ts';
import { openIncidentMail } from '../../../../src/store/notifications/outbox.ts';
import { createWebhookTransport } from '../../../../src/webhook/webhook-transport.ts';
import {
  asks,
  type Desk,
  type DeskOptions,
  happens,
  inquiry,
  listed,
  OPS,
  OWNER,
  openDesk,
  replies,
  tail,
} from '../../../behaviours/desk.ts';
import { reply } from '../../../mail/transport/smtp-servers.ts';
import { testDatabase } from '../../../support/database.ts';
import { at, shopOf, withShops } from '../../../support/service.ts';
import { tickWorker } from '../../../support/tick.ts';
import { isSigned, type Received, type Receiver, SECRET, startReceiver } from '../../../webhook/http-server.ts';

const database = testDatabase();

/** The customer writes on Monday 06-01: owner alert Thursday 06-04 00:00, breach Friday 06-05 00:00. */
const MONDAY = '2026-06-01T10:00:00+09:00';
const ALERT = '2026-06-04T09:00:00+09:00';
const BREACH = '2026-06-05T00:00:00+09:00';

// biome-ignore lint/suspicious/noTemplateCurlyInString: the name of an environment variable, as in a shop file
const HOOK_SECRET = '${HOOK}';
const webhooks = createWebhookTransport({ secret: (name) => (name === 'HOOK' ? SECRET : undefined), timeoutMs: 2_000 });

interface Stage extends Desk {
  readonly hook: Receiver;
}

interface StageOptions extends Partial<DeskOptions> {
  /** Whose webhook it is; default the shop's. */
  readonly of?: 'shop' | 'ops';
  /** What else the shop's file says. */
  readonly file?: Readonly<Record<string, unknown>>;
}

/** A desk with a webhook, and these inquiries of Monday. */
async function stage(
  numbers: readonly number[],
  { of = 'shop', file = {}, ...options }: StageOptions = {},
): Promise<Stage> {
  const hook = await startReceiver();
  const config: Partial<ServiceConfig> = {
    allowPrivate: true,
    webhook: of === 'ops' ? { url: hook.url, secret: 'HOOK' } : null,
    ...options.config,
  };
  const webhook = of === 'shop' ? { webhook: { url: hook.url, secret: HOOK_SECRET } } : {};
  const shops = [shopOf('sample-tea', { ...webhook, ...file })];
  const desk = await openDesk({ db: database.db, now: MONDAY, shops, webhooks, ...options, config });
  await desk.take(...numbers.map((number) => asks(MONDAY, { inquiry: inquiry(number) })));
  return { ...desk, hook };
}

type Inquiries = Extract<Received['document'], { inquiries: unknown }>;
const told = ({ document }: Received): string[] =>
  (document as Inquiries).inquiries.map(({ inquiry: number }) => `…${number.slice(-5)}`);

const messages = (desk: Desk) =>
  desk.rows(`select id, cause, state, attempts from outbox where kind = 'hook' order by id`);

describe('the webhook of a shop', () => {
  test('is told what the owner is mailed, signed, with its deadlines and without a customer’s word', async () => {
    const desk = await stage([1, 2]);
    await desk.tick('2026-06-04T00:00:00+09:00');
    expect(desk.hook.received).toEqual([]);
    await desk.tick(ALERT);
    const [message, ...more] = desk.hook.received;
    expect(more).toEqual([]);
    expect(isSigned(message!)).toBe(true);
    expect(message?.document).toMatchObject({
      type: 'owner_alert',
      version: 1,
      sentAt: '2026-06-04T00:00:00.000Z',
      url: 'https://sla.example.jp/shops/sample-tea',
      overdue: 0,
      due: 2,
      more: 0,
      shops: [{ id: 'sample-tea', name: 'サンプル茶舗', timeZone: 'Asia/Tokyo', overdue: 0, due: 2 }],
      inquiries: [
        { inquiry: inquiry(1), level: 'owner_alert', breachAt: '2026-06-04T15:00:00.000Z', businessDaysLeft: 0 },
        { inquiry: inquiry(2), muted: null, answeredAt: null },
      ],
    });
    expect(message?.headers['x-inquiry-sla-delivery']).toBe(String((await messages(desk))[0]?.id));
    expect(message?.headers['x-inquiry-sla-delivery']).toBe(message?.document.delivery);
  });

  test('is told of alerts and breaches alone: a notice to the owner goes by mail', async () => {
    const desk = await stage([1], { file: { policies: [{ notices: [{ at: 'flag', tell: ['owner'] }] }] } });
    await desk.tick('2026-06-03T09:00:00+09:00');
    expect(desk.inbox(OWNER)).toHaveLength(1);
    expect(desk.hook.received).toEqual([]);
    await desk.tick(ALERT);
    expect(desk.hook.received.map(told)).toEqual([[tail(1)]]);
  });

  test('is told each (episode, step) once, whatever becomes of the mail', async () => {
    let down = true;
    const desk = await stage([1], { smtp: { onMailFrom: (_a, _s, done) => done(down ? reply(451) : null) } });
    for (const time of ['09:00', '09:01', '09:30', '12:00']) await desk.tick(`2026-06-04T${time}:00+09:00`);
    expect(desk.inbox(OWNER)).toEqual([]);
    expect(desk.hook.received.map(told)).toEqual([[tail(1)]]);
    down = false;
    await desk.tick('2026-06-04T13:00:00+09:00');
    await desk.tick('2026-06-04T14:00:00+09:00');
    expect(desk.inbox(OWNER)).toHaveLength(1);
    expect(desk.hook.received).toHaveLength(1);
  });

  test('is told although the owner’s address refuses, and the mail although the webhook is away', async () => {
    const desk = await stage([1], { smtp: { refuse: { [OWNER]: '550 5.1.1 nobody' } } });
    desk.hook.answers.push(503);
    await desk.tick(ALERT);
    expect(await desk.rows(`select state from outbox where kind = 'owner'`)).toEqual([{ state: 'undeliverable' }]);
    await desk.tick('2026-06-04T09:01:00+09:00');
    expect(desk.hook.received.map(told)).toEqual([[tail(1)], [tail(1)]]);
    const away = await stage([1]);
    away.hook.answers.push(503);
    await away.tick(ALERT);
    expect(away.inbox(OWNER)).toHaveLength(1);
  });

  test('is tried again after 1, 5, 15, 30, 60 minutes with the same id and the facts of then; ops hear of it', async () => {
    const desk = await stage([1, 2], { ops: [OPS] });
    desk.hook.answers.push(500, 429, 408, 503, 502, 500);
    await desk.tick(ALERT);
    await happens(desk, replies('2026-06-04T09:00:30+09:00', { inquiry: inquiry(1) }));
    for (const time of ['09:00:59', '09:01', '09:05:59', '09:06', '09:21', '09:51', '10:51', '11:51', '12:51'])
      await desk.tick(`2026-06-04T${time.length === 5 ? `${time}:00` : time}+09:00`);
    expect(desk.hook.received.map(told)).toEqual([[tail(1), tail(2)], ...Array.from({ length: 6 }, () => [tail(2)])]);
    expect(new Set(desk.hook.received.map(({ headers }) => headers['x-inquiry-sla-delivery'])).size).toBe(1);
    expect(await messages(desk)).toMatchObject([{ state: 'sent', attempts: 7 }]);
    const subjects = desk.inbox(OPS).map(({ parsed }) => parsed.subject);
    expect(subjects.filter((subject) => subject?.startsWith('【お届けできません】'))).toEqual([
      '【お届けできません】サンプル茶舗 Webhookに届けられていません（再送を続けています）',
    ]);
  });

  test('that does not answer gets the very same message again, so that it can take it once', async () => {
    const desk = await stage([1, 2]);
    desk.hook.answers.push((response) => response.destroy());
    await desk.tick(ALERT);
    await happens(desk, replies('2026-06-04T09:00:30+09:00', { inquiry: inquiry(1) }));
    await desk.tick('2026-06-04T09:01:00+09:00');
    const [first, second, ...more] = desk.hook.received;
    expect(more).toEqual([]);
    expect(second?.body).toBe(first?.body);
    expect(second?.headers['x-inquiry-sla-delivery']).toBe(first?.headers['x-inquiry-sla-delivery']);
  });

  test('a worker killed between the answer and the commit: the same id and the same body again', async () => {
    const desk = await stage([1]);
    const killed = { ...desk.service, webhooks: { send: killedAfter(webhooks.send) } };
    desk.clock.set(at(ALERT));
    await expect(tickWorker(killed)).rejects.toThrow('killed');
    expect(await messages(desk)).toMatchObject([{ state: 'sending' }]);
    await desk.tick('2026-06-04T09:03:00+09:00');
    const [first, second, ...more] = desk.hook.received;
    expect(more).toEqual([]);
    expect(second?.body).toBe(first?.body);
    expect(second?.headers['x-inquiry-sla-delivery']).toBe(first?.headers['x-inquiry-sla-delivery']);
    expect(await messages(desk)).toMatchObject([{ state: 'sent' }]);
    await desk.tick('2026-06-04T10:00:00+09:00');
    expect(desk.hook.received).toHaveLength(2);
  });

  test.each([400, 404, 302])(
    'that answers %i is not asked again for this message, and ops are told',
    async (status) => {
      const desk = await stage([1], { ops: [OPS] });
      desk.hook.answers.push(status);
      await desk.tick(ALERT);
      await desk.tick('2026-06-04T09:30:00+09:00');
      expect(desk.hook.received).toHaveLength(1);
      expect(await messages(desk)).toMatchObject([{ state: 'undeliverable' }]);
      const trouble = desk.inbox(OPS).find(({ parsed }) => parsed.subject?.startsWith('【お届けできません】'));
      expect(trouble?.parsed.text).toContain('Webhookが受け取りを拒否しました');
      await desk.take(asks(MONDAY, { inquiry: inquiry(2) }));
      await desk.tick('2026-06-04T10:00:00+09:00');
      expect(desk.hook.received.map(told)).toEqual([[tail(1)], [tail(2)]]);
    },
  );

  test('that answers 410 is left alone until its address changes', async () => {
    const desk = await stage([1]);
    desk.hook.answers.push(410);
    await desk.tick(ALERT);
    await desk.take(asks(MONDAY, { inquiry: inquiry(2) }));
    await desk.tick('2026-06-04T10:00:00+09:00');
    expect(desk.hook.received).toHaveLength(1);
    expect(await desk.rows(`select cause from outbox where kind = 'blind'`)).toEqual([
      { cause: 'hook:sample-tea:gone' },
    ]);
    await desk.take(asks(MONDAY, { inquiry: inquiry(3) }));
    const moved = [shopOf('sample-tea', { webhook: { url: `${desk.hook.url}?v=2`, secret: HOOK_SECRET } })];
    desk.clock.set(at('2026-06-04T11:00:00+09:00'));
    await tickWorker(withShops(desk.service, moved));
    expect(desk.hook.received.map(told)).toEqual([[tail(1)], [tail(3)]]);
  });

  test('is not told of a muted inquiry until the mute ends', async () => {
    const desk = await stage([1, 2]);
    const request = { kind: 'mute', target: `sample-tea/${inquiry(1)}`, why: '確認中', by: '山田' } as const;
    await mute(desk.service, { ...request, until: '2026-06-04T12:00:00+09:00' });
    await desk.tick(ALERT);
    await desk.tick('2026-06-04T12:00:00+09:00');
    expect(desk.hook.received.map(told)).toEqual([[tail(2)], [tail(1)]]);
  });

  test('in a private network is refused unless the operator allows it', async () => {
    const desk = await stage([1], { config: { allowPrivate: false } });
    await desk.tick(ALERT);
    expect(desk.hook.received).toEqual([]);
    const [refused] = await desk.rows(`select address, response from delivery where state = 'refused'`);
    expect(refused).toEqual({
      address: new URL(desk.hook.url).host,
      response: 'its host leads to an address that is not public (loopback)',
    });
  });

  test('three workers at once, twenty times: one message', async () => {
    for (let round = 0; round < 20; round++) {
      const desk = await stage([1]);
      desk.clock.set(at(ALERT));
      await Promise.all([tickWorker(desk.service), tickWorker(desk.service), tickWorker(desk.service)]);
      await tickWorker(desk.service);
      expect(desk.hook.received).toHaveLength(1);
    }
  });

  test('gets its share of a step that a mail on its way takes in', async () => {
    const desk = await stage([1]);
    await desk.tick('2026-06-04T08:59:00+09:00');
    await sql`insert into outbox (kind, shop, slot_at, state, next_attempt_at)
      values ('owner', 'sample-tea', ${new Date(at(ALERT))}, 'pending', ${new Date(at(ALERT))})`.execute(database.db);
    desk.clock.set(at(ALERT));
    expect(await deliver(desk.service, 1)).toBe('sent');
    await desk.tick('2026-06-04T09:01:00+09:00');
    expect(desk.hook.received.map(told)).toEqual([[tail(1)]]);
  });
});

describe('the webhook of ops', () => {
  test('is told of alerts and breaches of all shops, muted ones marked', async () => {
    const desk = await stage([1], { of: 'ops', ops: [OPS] });
    const request = { kind: 'in_hand', target: `sample-tea/${inquiry(1)}`, why: '確認中', by: '山田' } as const;
    await mute(desk.service, { ...request, until: '2026-06-30' });
    await desk.tick(ALERT);
    await desk.tick(BREACH);
    await desk.tick('2026-06-05T09:00:00+09:00');
    expect(desk.hook.received.map(({ document }) => document)).toMatchObject([
      { type: 'ops_summary', due: 1, inquiries: [{ shop: 'sample-tea', level: 'owner_alert', muted: { by: '山田' } }] },
      { type: 'ops_summary', overdue: 1, inquiries: [{ level: 'breach', muted: { kind: 'in_hand' } }] },
    ]);
    expect(desk.inbox(OPS)).toHaveLength(2);
  });

  test('is told when monitoring is blind, once per cause and day', async () => {
    const desk = await stage([], { of: 'ops', ops: [OPS] });
    const day = at('2026-06-04T00:00:00+09:00');
    await openIncidentMail(database.db, 'clock', day, at(ALERT));
    await openIncidentMail(database.db, 'hook::refused', day, at(ALERT));
    await desk.tick(ALERT);
    await desk.tick('2026-06-04T10:00:00+09:00');
    expect(desk.hook.received.map(({ document }) => document)).toMatchObject([
      { type: 'monitoring', cause: 'clock', words: { ja: expect.stringContaining('時計') }, shops: [] },
    ]);
    expect(desk.inbox(OPS).map(({ parsed }) => parsed.subject)).toEqual([
      '【監視できていません】データベースの時計が急に変わりました',
      '【お届けできません】Webhookが受け取りを拒否しました',
    ]);
  });

  test('is told although the summary by mail is off; nothing is owed to nobody', async () => {
    const off = { summary: [], blind: [], undeliverable: [], season: [] };
    const desk = await stage([1], { of: 'ops', config: { opsMail: off } });
    await desk.tick(ALERT);
    await desk.tick('2026-06-05T09:00:00+09:00');
    expect(desk.hook.received.map(told)).toEqual([[tail(1)], [tail(1)]]);
    await desk.tick('2026-06-06T09:00:00+09:00');
    expect(desk.hook.received).toHaveLength(2);
    expect(await desk.rows(`select 1 from step where ops_owed`)).toEqual([]);
    expect(await desk.rows(`select state from outbox where kind = 'ops'`)).toEqual([]);
  });
});

describe('ops mails go where service.yaml says', () => {
  test('each kind to its own address, or nowhere', async () => {
    const opsMail = { summary: ['lead@example.jp'], blind: ['night@example.jp'], undeliverable: [], season: [] };
    const desk = await stage([1], { config: { opsMail }, smtp: { refuse: { [OWNER]: '550 5.1.1 nobody' } } });
    await openIncidentMail(database.db, 'clock', at('2026-06-04T00:00:00+09:00'), at(ALERT));
    await desk.tick(ALERT);
    await desk.tick('2026-06-04T09:10:00+09:00');
    expect(desk.inbox('lead@example.jp').map(listed)).toEqual([[tail(1)]]);
    expect(desk.inbox('night@example.jp')).toHaveLength(1);
    expect(await desk.rows(`select state, last_error from outbox where cause = 'undeliverable:sample-tea'`)).toEqual([
      { state: 'empty', last_error: 'nobody to send it to' },
    ]);
  });

  test('an owner who cannot be reached is told to ops although the shop has no RMS source', async () => {
    const desk = await stage([1], { ops: [OPS], smtp: { refuse: { [OWNER]: '550 5.1.1 nobody' } } });
    await desk.tick(ALERT);
    await desk.tick('2026-06-04T09:01:00+09:00');
    const mail = desk.inbox(OPS).at(-1);
    expect(mail?.parsed.subject).toBe('【お届けできません】サンプル茶舗 店舗責任者へのメールが届きません');
    expect(mail?.parsed.text).toContain('別の方法でお知らせください');
  });
});

/** The message goes out and is answered; then the process ends before it can write that down. */
function killedAfter(send: typeof webhooks.send): typeof webhooks.send {
  return async (message) => {
    await send(message);
    throw new Error('killed');
  };
}
