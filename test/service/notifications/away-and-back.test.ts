// What is owed while a shop's file, its webhook or ops' summary is away stays owed, and is told once after it is
// back. Asked on Monday 06-01 at 10:00: the owner alert is due Thursday 00:00, the breach Friday 00:00.

import { beforeEach, describe, expect, test } from 'vitest';
import type { ShopConfig } from '../../../src/config/input/shop-settings.ts';
import { applyRevisions, type RegisterOptions } from '../../../src/service/configuration/register-revisions.ts';
import { intake } from '../../../src/service/intake/intake-events.ts';
import type { Service } from '../../../src/service/service.ts';
import { recordComplete } from '../../../src/store/status/sources.ts';
import type { WebhookOutcome } from '../../../src/webhook/webhook-transport.ts';
import { emptyTables, testDatabase } from '../../support/database.ts';
import { at, eventOf, shopOf, type TestService, testService, withShops } from '../../support/service.ts';
import { tickWorker } from '../../support/tick.ts';

const database = testDatabase();
const OWNER = 'sample-tea@example.jp';
const OPS = 'ops@example.jp';
const TEA = shopOf('sample-tea');
const OTHER = shopOf('other', { name: '別の店' });

let it: TestService;
let webhookAnswers: WebhookOutcome[];
let hooked: string[];

async function open(shops: readonly ShopConfig[] = [TEA, OTHER], now = '2026-06-01T12:00:00+09:00'): Promise<void> {
  await emptyTables(database.db);
  [webhookAnswers, hooked] = [[], []];
  const send = async ({ delivery }: { delivery: string }): Promise<WebhookOutcome> => {
    hooked.push(delivery);
    return webhookAnswers.shift() ?? { kind: 'delivered', reason: 'HTTP 200' };
  };
  it = await testService({ db: database.db, shops, now, webhooks: { send } });
}

beforeEach(() => open());

const asked = () => take(eventOf('customer_message', 'm0', '2026-06-01T10:00:00+09:00'));
const take = (...events: Parameters<typeof intake>[1]) => intake(it.service, events, 'api');

async function tick(when: string, service: Service = it.service): Promise<void> {
  it.clock.set(at(when));
  await tickWorker(service);
}

/** A process that starts, or reloads, with these shops at that instant. */
async function configured(
  when: string,
  shops: readonly ShopConfig[],
  options: Partial<RegisterOptions> = {},
): Promise<Service> {
  it.clock.set(at(when));
  const service = withShops(it.service, shops);
  await applyRevisions(service, options);
  return service;
}

const told = (to: string) =>
  it.mail.sent.filter((mail) => mail.to.includes(to)).map(({ rendered }) => rendered.subject);
const ids = (to: string) => it.mail.sent.filter((mail) => mail.to.includes(to)).map(({ messageId }) => messageId);

describe.each<[string, Partial<RegisterOptions>]>([
  ['a reload or a restart', { cause: 'edit' }],
  ['`apply`', { cause: 'apply', who: '山田' }],
  ['`apply` of that shop alone', { cause: 'apply', who: '山田', only: new Set(['sample-tea']) }],
])('the file of a shop taken away and put back by %s', (_, how) => {
  test('ops are told of a breach that waited for its slot', async () => {
    await asked();
    await tick('2026-06-04T09:00:00+09:00');
    await tick('2026-06-05T00:00:00+09:00');
    const without = await configured('2026-06-05T03:00:00+09:00', [OTHER], how);
    for (const hour of ['03:01', '09:00', '10:00']) await tick(`2026-06-05T${hour}:00+09:00`, without);
    expect(told(OPS)).toEqual(['【要返信1件】サンプル茶舗 運用']);
    const back = await configured('2026-06-05T11:00:00+09:00', [TEA, OTHER], how);
    for (const hour of ['11:00', '11:30', '15:00']) await tick(`2026-06-05T${hour}:00+09:00`, back);
    expect(told(OPS)).toEqual(['【要返信1件】サンプル茶舗 運用', '【期限超過1件】サンプル茶舗 運用']);
    expect(told(OWNER)).toHaveLength(1);
  });

  test('what fell due meanwhile is told, and the facts are those of then', async () => {
    await asked();
    await take(eventOf('customer_message', 'm0', '2026-06-01T10:00:00+09:00', { inquiry: 'q2' }));
    const without = await configured('2026-06-03T12:00:00+09:00', [OTHER], how);
    await tick('2026-06-08T09:00:00+09:00', without);
    expect(it.mail.sent).toEqual([]);
    const back = await configured('2026-06-08T10:00:00+09:00', [TEA, OTHER], how);
    await intake(back, [eventOf('shop_reply', 'r0', '2026-06-03T15:00:00+09:00', { inquiry: 'q2' })], 'api');
    for (const hour of ['10:00', '10:30']) await tick(`2026-06-08T${hour}:00+09:00`, back);
    expect(told(OWNER)).toEqual(['【期限超過1件】6/4(木)期限 R-Messe／サンプル茶舗']);
    expect(told(OPS)).toEqual(['【期限超過1件】サンプル茶舗 運用']);
  });
});

test('a breach that was answered while it waited, and whose shop left then, is told to ops', async () => {
  await asked();
  await tick('2026-06-04T09:00:00+09:00');
  await tick('2026-06-05T00:00:00+09:00');
  it.clock.set(at('2026-06-05T02:00:00+09:00'));
  await take(eventOf('shop_reply', 'r0', '2026-06-05T01:00:00+09:00'));
  const without = await configured('2026-06-05T03:00:00+09:00', [OTHER]);
  await tick('2026-06-05T09:00:00+09:00', without);
  const back = await configured('2026-06-05T11:00:00+09:00', [TEA, OTHER]);
  await tick('2026-06-05T11:00:00+09:00', back);
  expect(told(OPS).at(-1)).toBe('【期限超過1件】サンプル茶舗 運用');
});

test('a mail whose outcome is unknown waits for its shop, and goes out as it was', async () => {
  await asked();
  it.mail.answers.push(() => ({ kind: 'unknown', reason: 'cut' }));
  await tick('2026-06-04T09:00:00+09:00');
  const without = await configured('2026-06-04T09:00:30+09:00', [OTHER]);
  for (const hour of ['09:02', '09:30', '12:00']) await tick(`2026-06-04T${hour}:00+09:00`, without);
  expect(ids(OWNER)).toHaveLength(1);
  const back = await configured('2026-06-04T13:00:00+09:00', [TEA, OTHER]);
  for (const hour of ['13:00', '13:30', '14:00']) await tick(`2026-06-04T${hour}:00+09:00`, back);
  const [first, second, ...more] = ids(OWNER);
  expect([second, more]).toEqual([first, []]);
});

test('a shop that is read waits for its first read after it is back, ten minutes at most', async () => {
  // biome-ignore lint/suspicious/noTemplateCurlyInString: names of environment variables, as in a shop file
  const rms = { shopId: 123_456, serviceSecret: '${SECRET}', licenseKey: '${KEY}' };
  const polled = shopOf('sample-tea', { rms });
  await open([polled, OTHER]);
  await recordComplete(database.db, 'sample-tea', it.clock.now(), it.clock.now() + 60_000);
  await asked();
  await tick('2026-06-04T00:00:00+09:00');
  await configured('2026-06-04T03:00:00+09:00', [OTHER]);
  const back = await configured('2026-06-04T10:00:00+09:00', [polled, OTHER]);
  await tick('2026-06-04T10:00:00+09:00', back);
  expect(it.mail.sent).toEqual([]);
  await recordComplete(database.db, 'sample-tea', it.clock.now(), it.clock.now() + 300_000);
  await tick('2026-06-04T10:00:30+09:00', back);
  expect(told(OWNER)).toHaveLength(1);
});

describe('a webhook', () => {
  // biome-ignore lint/suspicious/noTemplateCurlyInString: the name of an environment variable, as in a shop file
  const WITH_HOOK = shopOf('sample-tea', { webhook: { url: 'https://hook.example.jp/', secret: '${HOOK}' } });
  const AWAY: WebhookOutcome = { kind: 'retry', reason: 'refused', maybeTaken: false };

  test.each<[string, readonly ShopConfig[]]>([
    ['its shop was away', [OTHER]],
    ['it was away itself', [TEA, OTHER]],
  ])('is told what it was owed while %s, although the owner has the mail', async (_, meanwhile) => {
    await open([WITH_HOOK, OTHER]);
    await asked();
    webhookAnswers = [AWAY, AWAY];
    await tick('2026-06-04T09:00:00+09:00');
    expect([told(OWNER).length, hooked.length]).toEqual([1, 1]);
    const without = await configured('2026-06-04T09:02:00+09:00', meanwhile);
    for (const hour of ['09:10', '10:00']) await tick(`2026-06-04T${hour}:00+09:00`, without);
    webhookAnswers = [];
    const back = await configured('2026-06-04T11:00:00+09:00', [WITH_HOOK, OTHER]);
    for (const hour of ['11:00', '11:30', '12:00']) await tick(`2026-06-04T${hour}:00+09:00`, back);
    expect([told(OWNER).length, hooked.length]).toEqual([1, 2]);
  });
});

test('a summary for ops that is switched off and on again within a day is owed meanwhile', async () => {
  await asked();
  await tick('2026-06-05T00:00:00+09:00');
  const opsMail = { ...it.service.config.service.opsMail, summary: [] };
  const off = { ...it.service, config: { ...it.service.config, service: { ...it.service.config.service, opsMail } } };
  await tick('2026-06-05T09:00:00+09:00', off);
  expect(told(OPS)).toEqual([]);
  await tick('2026-06-05T10:00:00+09:00');
  expect(told(OPS)).toEqual(['【期限超過1件】サンプル茶舗 運用']);
});

test('a season that is missing is told owner and ops once their shop is back', async () => {
  await open([TEA, OTHER], '2026-12-21T12:00:00+09:00');
  await tick('2026-12-22T00:00:00+09:00');
  const without = await configured('2026-12-22T08:00:00+09:00', [OTHER]);
  for (const hour of ['09:00', '10:00']) await tick(`2026-12-22T${hour}:00+09:00`, without);
  expect(told(OWNER)).toEqual([]);
  expect(it.mail.sent.filter(({ to }) => to.includes(OPS)).map(({ rendered }) => rendered.text)).toEqual([
    expect.not.stringContaining('サンプル茶舗'),
  ]);
  const back = await configured('2026-12-22T11:00:00+09:00', [TEA, OTHER]);
  for (const hour of ['22T11:00', '22T12:00', '23T09:00', '23T10:00', '24T10:00'])
    await tick(`2026-12-${hour}:00+09:00`, back);
  expect(told(OWNER)).toEqual(['【休業日の確認】年末年始の休業が未登録です／サンプル茶舗']);
  expect(it.mail.sent.filter(({ to }) => to.includes(OPS)).map(({ rendered }) => rendered.text)).toEqual([
    expect.not.stringContaining('サンプル茶舗'),
    expect.stringContaining('サンプル茶舗'),
  ]);
});
