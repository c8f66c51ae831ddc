// A shop's webhook is told of each promise when it is made, and whenever it is kept, broken, moved or taken back: real
// Postgres, a real HTTP server.

import { expect, test } from 'vitest';
import type { PromiseState } from '../../../../src/core/model.ts';
import { createWebhookTransport } from '../../../../src/webhook/webhook-transport.ts';
import { asks, type Desk, inquiry, openDesk, replies } from '../../../behaviours/desk.ts';
import { testDatabase } from '../../../support/database.ts';
import { at, shopOf } from '../../../support/service.ts';
import { isSigned, type Received, type Receiver, SECRET, startReceiver } from '../../../webhook/http-server.ts';

const database = testDatabase();
const MONDAY = '2026-06-01T10:00:00+09:00';
// biome-ignore lint/suspicious/noTemplateCurlyInString: the name of an environment variable, as in a shop file
const HOOK_SECRET = '${HOOK}';
const webhooks = createWebhookTransport({ secret: (name) => (name === 'HOOK' ? SECRET : undefined), timeoutMs: 2_000 });

interface Stage extends Desk {
  readonly hook: Receiver;
}

/** A desk whose shop has a webhook, with two inquiries of Monday that were answered. */
async function stage({ hasWebhook = true } = {}): Promise<Stage> {
  const hook = await startReceiver();
  const webhook = hasWebhook ? { webhook: { url: hook.url, secret: HOOK_SECRET } } : {};
  const desk = await openDesk({
    db: database.db,
    now: '2026-06-01T12:00:00+09:00',
    shops: [shopOf('sample-tea', webhook)],
    webhooks,
    config: { allowPrivate: true },
  });
  for (const number of [1, 2]) {
    await desk.take(asks(MONDAY, { inquiry: inquiry(number) }));
    await desk.take(replies('2026-06-01T10:30:00+09:00', { inquiry: inquiry(number) }));
  }
  return { ...desk, hook };
}

const promises = (id: string, when: string, until: string, number = 1) => ({
  ...asks(when, { inquiry: inquiry(number) }),
  event: { type: 'promised', id, at: at(when), until: at(until), by: '山田', reason: 'maker' } as const,
});
const takesBack = (id: string, promise: string, when: string, number = 1) => ({
  ...asks(when, { inquiry: inquiry(number) }),
  event: { type: 'promise_withdrawn', id, at: at(when), withdraws: promise } as const,
});

type Promises = Extract<Received['document'], { promises: unknown }>;
const listed = ({ document }: Received) => (document as Promises).promises;
const told = (desk: Stage): [string, PromiseState][][] =>
  desk.hook.received.map((message) => listed(message).map(({ id, state }) => [id, state]));

const FRIDAY = '2026-06-06T00:00:00+09:00';

test('made and kept: one signed message each, without a customer’s word', async () => {
  const desk = await stage();
  desk.clock.set(at('2026-06-02T09:00:00+09:00'));
  await desk.take(promises('p1', '2026-06-02T09:00:00+09:00', FRIDAY));
  await desk.tick('2026-06-02T09:00:30+09:00');
  expect(desk.hook.received).toHaveLength(1);
  expect(isSigned(desk.hook.received[0]!)).toBe(true);
  expect(desk.hook.received[0]?.document).toEqual({
    type: 'promises',
    version: 1,
    delivery: desk.hook.received[0]?.headers['x-inquiry-sla-delivery'],
    sentAt: '2026-06-02T00:00:30.000Z',
    url: 'https://sla.example.jp/shops/sample-tea',
    promises: [
      {
        shop: 'sample-tea',
        inquiry: inquiry(1),
        id: 'p1',
        state: 'standing',
        channel: 'r-messe',
        type: '受注問い合わせ',
        category: '配送',
        madeAt: '2026-06-02T00:00:00.000Z',
        until: '2026-06-05T15:00:00.000Z',
        endedAt: null,
        endedBy: null,
        extends: null,
        by: '山田',
        reason: 'maker',
        answerUrl: null,
        detailUrl: `https://sla.example.jp/shops/sample-tea/inquiries/${inquiry(1)}`,
      },
    ],
  });
  desk.clock.set(at('2026-06-04T12:00:00+09:00'));
  await desk.take(replies('2026-06-04T12:00:00+09:00', { inquiry: inquiry(1) }));
  await desk.tick('2026-06-04T12:01:00+09:00');
  await desk.tick('2026-06-08T12:00:00+09:00');
  expect(desk.hook.received).toHaveLength(2);
  expect(listed(desk.hook.received[1]!)).toMatchObject([
    { id: 'p1', state: 'kept', endedAt: '2026-06-04T03:00:00.000Z', endedBy: 'shop_reply' },
  ]);
});

test('broken when its date comes, and what is answered afterwards is told and stays broken', async () => {
  const desk = await stage();
  desk.clock.set(at('2026-06-02T09:00:00+09:00'));
  await desk.take(promises('p1', '2026-06-02T09:00:00+09:00', FRIDAY));
  for (const when of ['2026-06-02T09:01:00+09:00', '2026-06-05T23:59:59+09:00', FRIDAY, '2026-06-06T00:05:00+09:00'])
    await desk.tick(when);
  expect(told(desk)).toEqual([[['p1', 'standing']], [['p1', 'broken']]]);
  await desk.take(replies('2026-06-06T00:04:00+09:00', { inquiry: inquiry(1) }));
  await desk.tick('2026-06-06T00:06:00+09:00');
  expect(told(desk).slice(2)).toEqual([[['p1', 'broken']]]);
  expect(listed(desk.hook.received[2]!)).toMatchObject([{ endedAt: '2026-06-05T15:04:00.000Z' }]);
});

test('moved: the old one is extended and the new one stands; taken back is told as well', async () => {
  const desk = await stage();
  desk.clock.set(at('2026-06-02T09:00:00+09:00'));
  await desk.take(promises('p1', '2026-06-02T09:00:00+09:00', FRIDAY), promises('q1', MONDAY, FRIDAY, 2));
  await desk.tick('2026-06-02T09:01:00+09:00');
  await desk.take(
    promises('p2', '2026-06-02T09:00:30+09:00', '2026-06-09T00:00:00+09:00'),
    takesBack('w1', 'q1', '2026-06-02T09:00:40+09:00', 2),
  );
  await desk.tick('2026-06-02T09:02:00+09:00');
  const [first, second] = told(desk).map((rows) => Object.fromEntries(rows));
  expect(first).toEqual({ p1: 'standing', q1: 'standing' });
  expect(second).toEqual({ p1: 'extended', p2: 'standing', q1: 'withdrawn' });
});

test('a receiver that is away is told once it is back, in the state of then', async () => {
  const desk = await stage();
  desk.hook.answers.push(503);
  desk.clock.set(at('2026-06-02T09:00:00+09:00'));
  await desk.take(promises('p1', '2026-06-02T09:00:00+09:00', FRIDAY));
  await desk.tick('2026-06-02T09:00:10+09:00');
  await desk.take(replies('2026-06-02T09:00:05+09:00', { inquiry: inquiry(1) }));
  await desk.tick('2026-06-02T09:02:00+09:00');
  await desk.tick('2026-06-02T10:02:00+09:00');
  expect(told(desk)[0]).toEqual([['p1', 'standing']]);
  expect(told(desk).at(-1)).toEqual([['p1', 'kept']]);
  expect(await desk.rows('select * from hook_promise')).toEqual([]);
});

test('what changes while a message is under way is told by the next one', async () => {
  const desk = await stage();
  desk.clock.set(at('2026-06-02T09:00:00+09:00'));
  await desk.take(promises('p1', '2026-06-02T09:00:00+09:00', FRIDAY));
  let answered = Promise.resolve();
  desk.hook.answers.push((response) => {
    answered = desk.take(replies('2026-06-02T09:00:01+09:00', { inquiry: inquiry(1) })).finally(() => {
      response.writeHead(204).end();
    });
  });
  await desk.tick('2026-06-02T09:00:10+09:00');
  await answered;
  await desk.tick('2026-06-02T09:01:00+09:00');
  expect(told(desk)).toEqual([[['p1', 'standing']], [['p1', 'kept']]]);
});

test('more than a hundred come in several messages, and history that an import brings in none', async () => {
  const desk = await stage();
  desk.clock.set(at('2026-06-02T09:00:00+09:00'));
  const many = Array.from({ length: 130 }, (_, n) => 1_000 + n);
  await desk.take(...many.map((number) => asks(MONDAY, { inquiry: inquiry(number) })));
  await desk.take(...many.map((number) => promises('p', '2026-06-02T08:00:00+09:00', FRIDAY, number)));
  const old = 5_000;
  await desk.take(
    asks('2026-03-01T10:00:00+09:00', { inquiry: inquiry(old) }),
    replies('2026-03-02T09:00:00+09:00', { inquiry: inquiry(old) }),
    promises('old', '2026-03-02T10:00:00+09:00', '2026-03-06T00:00:00+09:00', old),
    replies('2026-03-03T11:00:00+09:00', { inquiry: inquiry(old) }),
  );
  for (const minute of ['01', '02', '03']) await desk.tick(`2026-06-02T09:${minute}:00+09:00`);
  expect(told(desk).map((rows) => rows.length)).toEqual([100, 30]);
  expect(new Set(desk.hook.received.flatMap((message) => listed(message).map((one) => one.inquiry))).size).toBe(130);
});

test('a shop without a webhook keeps nothing to tell', async () => {
  const desk = await stage({ hasWebhook: false });
  desk.clock.set(at('2026-06-02T09:00:00+09:00'));
  await desk.take(promises('p1', '2026-06-02T09:00:00+09:00', FRIDAY));
  await desk.tick('2026-06-02T09:01:00+09:00');
  expect(await desk.rows('select * from hook_promise')).toEqual([]);
  expect(await desk.rows(`select * from outbox where kind = 'hook'`)).toEqual([]);
});
