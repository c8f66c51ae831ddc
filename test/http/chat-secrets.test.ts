// A chat's address and tokens are in nothing that is shown, said or kept: pages, API, metrics, logs and every table, after a
// service repeated them in each of its refusals.

import { sql } from 'kysely';
import pino from 'pino';
import { beforeEach, describe, expect, test } from 'vitest';
import { createChatTransport } from '../../src/chat/chat-transport.ts';
import { openPacer } from '../../src/chat/turns.ts';
import { CHAT_KINDS, type Chat } from '../../src/core/notifications/chat-kinds.ts';
import { createHttpApp } from '../../src/http/http-app.ts';
import { intake } from '../../src/service/intake/intake-events.ts';
import { readMails } from '../../src/service/notifications/read-mails.ts';
import { MARKER, startFakeChat } from '../support/chats/fake-chat.ts';
import { emptyTables, testDatabase } from '../support/database.ts';
import { at, eventOf, shopOf, testService } from '../support/service.ts';
import { tickWorker } from '../support/tick.ts';
import { allTicked, HEALTHY } from './support.ts';

const database = testDatabase();
beforeEach(() => emptyTables(database.db));

/** As an admin writes it. */
const written = ({ kind, fields }: Chat) => ({
  kind,
  ...Object.fromEntries(
    Object.entries(fields).map(([key, value]) => [key, 'text' in value ? value.text : `$\{${value.variable}}`]),
  ),
});

const PATHS = [
  '/',
  '/shops/sample-tea',
  '/shops/sample-tea/contacts',
  '/shops/sample-tea/inquiries/q1',
  '/mails',
  '/system',
  '/metrics',
  '/v1/mails',
  '/v1/system',
  '/v1/shops',
  '/v1/shops/sample-tea/inquiries/q1',
];

async function everyTable(): Promise<string> {
  const { rows: tables } = await sql<{ name: string }>`
    select quote_ident(table_name) as name from information_schema.tables where table_schema = 'public'`.execute(
    database.db,
  );
  expect(tables.length).toBeGreaterThan(20);
  const dumps = tables.map(
    async ({ name }) => (await sql`select t::text from ${sql.raw(name)} t`.execute(database.db)).rows,
  );
  return JSON.stringify(await Promise.all(dumps));
}

describe.each(CHAT_KINDS)('%s', (kind) => {
  test('its secrets are nowhere, whatever it answers', async () => {
    const fake = await startFakeChat(kind);
    fake.moods.push('busy', 'down', 'cut', 'refused');
    let now = 0;
    const pacer = openPacer(() => (now += 7_200_000));
    const shop = shopOf('sample-tea', {
      contacts: { staff: { mail: ['staff@example.jp'], chat: ['room'] } },
      chats: { room: written(fake.chat) },
      policies: [{ notices: [{ at: 'flag', tell: ['staff'] }] }],
    });
    const it = await testService({
      db: database.db,
      shops: [shop],
      now: '2026-06-01T12:00:00+09:00',
      chats: createChatTransport({ secret: fake.secret, origins: fake.origins, pacer, timeoutMs: 2_000 }),
      config: { allowPrivate: true },
    });
    const logged: string[] = [];
    const logger = pino({ level: 'trace' }, { write: (line: string) => void logged.push(line) });
    const service = { ...it.service, logger };
    await intake(service, [eventOf('customer_message', 'm0', '2026-06-01T10:00:00+09:00')], 'api');
    for (const when of ['03T09:00', '03T09:01', '03T09:40', '03T12:00', '03T12:02', '03T15:00']) {
      it.clock.set(at(`2026-06-${when}:00+09:00`));
      await tickWorker(service);
    }
    expect(fake.calls.length).toBeGreaterThanOrEqual(3);
    await allTicked(database.db, it.clock.now());
    const app = createHttpApp({ service, health: HEALTHY, healthOptions: { keptMs: 0 }, logger });
    const { items } = await readMails(service, { shops: null });
    const own = items.flatMap(({ id }) => [`/mails/${id}`, `/v1/mails/${id}`]);
    const shown = await Promise.all(
      [...PATHS, ...own]
        .flatMap((path) => [path, `${path}?lang=en`])
        .map(async (path) => {
          const answer = await app.request(path);
          return { path, status: answer.status, text: await answer.text() };
        }),
    );
    expect(shown.filter(({ path, status }) => status !== 200 && !path.startsWith('/v1/'))).toEqual([]);
    const told = it.mail.sent.map(({ rendered }) => JSON.stringify(rendered));
    const all = [...shown.map(({ text }) => text), ...told, ...logged, await everyTable()].join('\n');
    expect(logged.join('')).toContain('chat not told');
    expect(all).not.toContain(MARKER);
    for (const secret of Object.values(fake.secrets)) expect(all).not.toContain(secret);
  });
});
