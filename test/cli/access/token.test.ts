// `token` from the command line against a real database: what it shows once, what it keeps, and what it refuses.

import { userInfo } from 'node:os';
import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { run } from '../../../src/cli/program.ts';
import { configFolder, SERVICE, SHOP } from '../../config/folder.ts';
import { emptyTables, freshDatabase, testDatabase } from '../../support/database.ts';
import { testIo } from '../io.ts';

const database = testDatabase();
const SECRET = /^isla_[\w-]{43}$/;
let config: string;

beforeEach(async () => {
  await emptyTables(database.db);
  vi.stubEnv('DATABASE_URL', database.url);
  config = configFolder({ 'service.yaml': SERVICE, 'shops/sample-tea.yaml': SHOP });
});
afterEach(() => void vi.unstubAllEnvs());

async function command(...argv: string[]) {
  const io = testIo();
  const code = await run(['token', ...argv, '--config', config], io, '1.2.3');
  return { code, text: io.written.join('\n'), errors: io.errors.join('\n') };
}

describe('token', () => {
  test('create writes the token alone to stdout, words to stderr', async () => {
    const { code, text, errors } = await command('create', '--name', '山田', '--scope', 'read,act');
    expect([code, text]).toEqual([0, expect.stringMatching(SECRET)]);
    expect(errors).toContain('表示は今回だけです');
    expect(errors).toContain('/login');
    expect(errors).not.toContain(text);
  });

  test('create, list and revoke as JSON', async () => {
    const made = JSON.parse(
      (
        await command(
          'create',
          '--name',
          '山田',
          '--scope',
          'read',
          '--shop',
          'sample-tea',
          '--expires',
          '90d',
          '--json',
        )
      ).text,
    );
    expect(made.secret).toMatch(SECRET);
    const { token } = made;
    expect(token).toMatchObject({ id: 1, name: '山田', scopes: ['read'], shops: ['sample-tea'], revokedAt: null });
    expect(Date.parse(token.expiresAt) - Date.parse(token.madeAt)).toBe(90 * 86_400_000);
    expect(JSON.parse((await command('list', '--json')).text)).toEqual({ tokens: [token] });
    const revoked = JSON.parse((await command('revoke', '1', '--json')).text).token;
    expect(revoked).toEqual({ ...token, revokedAt: expect.stringMatching(/Z$/) });
  });

  test('list shows every token with its state, for people', async () => {
    expect((await command('list')).text).toContain('only this machine has access');
    await command('create', '--name', '山田', '--scope', 'admin');
    await command('create', '--name', 'chat-desk', '--scope', 'ingest', '--shop', 'sample-tea');
    await command('revoke', '2');
    const [, first, second] = (await command('list')).text.split('\n');
    for (const word of ['山田', 'admin', '全店舗 all', '有効 valid']) expect(first).toContain(word);
    for (const word of ['chat-desk', 'ingest', 'sample-tea', '取り消し revoked']) expect(second).toContain(word);
  });

  test('a token is of a person, or shared, or of the shops of a group, and says so', async () => {
    config = configFolder({
      'service.yaml': SERVICE,
      'shops/sample-tea.yaml': `${SHOP}\ngroup: tokyo-team\npeople: { 山田: { mail: y@example.jp } }\n`,
    });
    const known = await command('create', '--name', 'スマホ', '--person', '山田', '--scope', 'act');
    expect(known.errors).not.toContain('people');
    const stranger = await command('create', '--name', '山本', '--scope', 'act', '--group', 'tokyo-team');
    expect([stranger.code, stranger.errors]).toEqual([0, expect.stringContaining('person: found "山本"')]);
    await command('create', '--name', 'カウンター', '--scope', 'act', '--shared');
    const [, first, second, third] = (await command('list')).text.split('\n');
    expect(first).toMatch(/スマホ +山田/);
    expect(second).toContain('tokyo-team（グループ group）');
    expect(third).toContain('共用 shared');
  });

  test('who makes and ends one is recorded', async () => {
    await command('create', '--name', '山田', '--scope', 'read');
    await command('revoke', '1');
    const { rows } = await sql`select who, what, about->>'name' as name from audit_entry order by id`.execute(
      database.db,
    );
    const who = userInfo().username;
    expect(rows).toEqual([
      { who, what: 'token_made', name: '山田' },
      { who, what: 'token_revoked', name: '山田' },
    ]);
  });

  test('nothing that could log in is kept', async () => {
    const { text: secret } = await command('create', '--name', '山田', '--scope', 'read');
    const { rows } = await sql<{ row: string }>`select token::text as row from token`.execute(database.db);
    expect(rows).toHaveLength(1);
    expect(rows[0]!.row).not.toContain(secret);
    expect(rows[0]!.row).not.toContain(Buffer.from(secret).toString('hex'));
  });

  test.each<[argv: string[], code: number, says: string]>([
    [['create', '--scope', 'read'], 2, '--name: found nothing; allowed: a name'],
    [['create', '--name', '山田'], 2, '--scope: found nothing; allowed: ingest, read, act, admin'],
    [['create', '--name', '山田', '--scope', 'read,write'], 2, '--scope: found "write"; allowed: ingest'],
    [['create', '--name', 'a', '--scope', 'read', '--shop', 'sample-tee'], 2, 'did you mean "sample-tea"?'],
    [['create', '--name', 'a', '--scope', 'read', '--shop', ','], 2, '--shop: found ","'],
    [['create', '--name', 'a', '--scope', 'read', '--expires', 'soon'], 2, '--expires: found "soon"; allowed: a time'],
    [['create', '--name', 'a', '--scope', 'read', '--expires', '2020-01-01'], 2, 'allowed: a time to come'],
    [
      ['create', '--name', 'a', '--scope', 'act', '--group', 'x'],
      2,
      '--group: found "x"; allowed: groups, separated by commas: there are none',
    ],
    [['create', '--name', 'a', '--scope', 'act', '--person', 'b', '--shared'], 2, '--person: found "b"; allowed: none'],
    [['revoke', '7'], 1, 'no token 7 stands'],
    [['revoke', 'seven'], 2, 'allowed: a number of token list'],
    [['revoke'], 2, 'missing required argument'],
  ])('%j is refused', async (argv, code, says) => {
    const answer = await command(...argv);
    expect([answer.code, answer.errors]).toEqual([code, expect.stringContaining(says)]);
  });

  test('a token is revoked once', async () => {
    await command('create', '--name', '山田', '--scope', 'read');
    expect((await command('revoke', '1')).text).toContain('revoked: 1 山田');
    expect((await command('revoke', '1')).code).toBe(1);
  });

  test('works on a database that no service has opened yet', async () => {
    const empty = await freshDatabase({ migrated: false });
    vi.stubEnv('DATABASE_URL', empty.url);
    expect(await command('list')).toMatchObject({ code: 0, text: expect.stringContaining('No token') });
    expect((await command('create', '--name', '山田', '--scope', 'read')).code).toBe(0);
    await empty.drop();
  });
});
