// Every command that asks the database, on one that is empty, of an older release, or of a newer one: it brings it to
// this release's schema or says what to do; never a stack trace.

import { copyFileSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, afterEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { explainError } from '../../src/cli/io/explain-error.ts';
import { run } from '../../src/cli/program.ts';
import { migrate, pendingMigrations } from '../../src/store/migrate.ts';
import { configFolder, SERVICE, SHOP } from '../config/folder.ts';
import { freshDatabase, silentLogger, type TestDatabase } from '../support/database.ts';
import { embeddedFolder, otherProcess } from '../support/embedded.ts';
import { testIo } from './io.ts';

const RMS_ACCESS = `rms: { shopId: 1, serviceSecret: "$\{S}", licenseKey: "$\{L}" }\n`;
const MIGRATIONS = join(import.meta.dirname, '../../migrations');

afterEach(() => void vi.unstubAllEnvs());

/** One command line as the process edge runs it. */
async function command(argv: readonly string[], folders: { config: string; data: string }) {
  const io = { ...testIo(), now: Date.now };
  const all = [...argv, '--config', folders.config, ...(argv[0] === 'webhook' ? [] : ['--data', folders.data])];
  const code = await run(all, io, '1.2.3').catch((error: unknown) => {
    const { code, message } = explainError(error);
    io.error(message);
    return code;
  });
  return { code, text: io.written.join('\n'), errors: io.errors.join('\n') };
}

function folders(): { config: string; data: string } {
  const shop = `${SHOP}calendar: { rms: true }\n${RMS_ACCESS}`;
  const config = configFolder({ 'service.yaml': SERVICE, 'shops/tea.yaml': shop });
  const events = { type: 'customer_message', id: 'm1', at: '2026-11-20T10:00:00+09:00' };
  writeFileSync(
    join(config, 'events.ndjson'),
    `${JSON.stringify({ shop: 'tea', inquiry: 'A-1', channel: 'mail', event: events })}\n`,
  );
  return { config, data: join(config, 'data') };
}

/** What each command answers where the database holds nothing of this shop. */
const COMMANDS: readonly [string, number, (config: string) => readonly string[]][] = [
  ['calendar sources', 0, () => ['calendar', 'sources', 'tea']],
  ['calendar accept', 1, () => ['calendar', 'accept', 'tea']],
  ['calendar --ics --deadlines', 0, () => ['calendar', 'tea', '--ics', '--deadlines']],
  ['calendar', 0, () => ['calendar', 'tea']],
  ['calendar close --dry-run', 0, () => ['calendar', 'close', 'tea', '2026-12-30', '--dry-run']],
  ['revisions', 2, () => ['revisions', 'tea']],
  ['apply --dry-run', 0, () => ['apply', '--dry-run']],
  ['import', 0, (config) => ['import', join(config, 'events.ndjson')]],
  ['mail preview', 0, () => ['mail', 'preview', 'tea']],
  ['mute list', 0, () => ['mute', 'list']],
  ['mute lift', 1, () => ['mute', 'lift', '1', '--by', '山田']],
  ['token list', 0, () => ['token', 'list']],
  ['token revoke', 1, () => ['token', 'revoke', '1']],
];

const LOOKS = new Set(['calendar', 'calendar close --dry-run', 'mail preview']);
const ALL = readdirSync(MIGRATIONS).length;

describe.each(COMMANDS)('%s', (name, code, argv) => {
  test('on an empty database', async () => {
    const empty = await database({ migrated: false });
    const where = folders();
    const answer = await command(argv(where.config), where);
    expect(answer.errors).not.toMatch(/^\s+at /m);
    expect(answer).toMatchObject({ code });
    await expectSchema(empty, name, ALL);
  });

  test('on the database of an older release', async () => {
    const old = await database({ migrated: false });
    await migrate(old.db, { logger: silentLogger, folder: olderMigrations() });
    const where = folders();
    const answer = await command(argv(where.config), where);
    expect(answer.errors).not.toMatch(/^\s+at /m);
    expect(answer).toMatchObject({ code });
    await expectSchema(old, name, 2);
  });
});

/** Those that can do without the database leave its schema alone: a look must not lock out the release that runs. */
async function expectSchema({ db }: TestDatabase, name: string, before: number): Promise<void> {
  expect((await pendingMigrations(db)).length).toBe(LOOKS.has(name) ? before : 0);
}

test.each(COMMANDS.filter(([name]) => !LOOKS.has(name)))(
  '%s refuses the database of a newer release in one clear line',
  async (_, __, argv) => {
    const newer = await database({});
    await sql`insert into migration_checksum values ('9999_later', 'x')`.execute(newer.db);
    const where = folders();
    const { code, errors } = await command(argv(where.config), where);
    expect(errors).toBe(
      'The database is newer than this release: it has 9999_later. Start the release that made it, or a later one',
    );
    expect(code).toBe(1);
  },
);

test.each(['mute list', 'token list', 'revisions tea', 'calendar sources tea', 'calendar accept tea'])(
  '%s without an answer of the database is exit code 3, never an empty list',
  async (line) => {
    vi.stubEnv('DATABASE_URL', 'postgres://user:very-secret@127.0.0.1:1/none');
    const { code, text, errors } = await command(line.split(' '), folders());
    expect(errors).toContain('PostgreSQL 127.0.0.1:1/none does not answer (ECONNREFUSED); check DATABASE_URL');
    expect({ code, text }).toEqual({ code: 3, text: '' });
  },
);

describe('with the embedded database', () => {
  const embedded = embeddedFolder();
  afterAll(() => embedded.remove());

  test('an empty data folder, and one that another process uses', async () => {
    vi.stubEnv('DATABASE_URL', '');
    const where = { ...folders(), data: embedded.fresh() };
    expect(await command(['calendar', 'sources', 'tea'], where)).toMatchObject({ code: 0, errors: '' });
    const other = await otherProcess(join(where.data, 'postgres'));
    for (const [, code, argv] of COMMANDS) expect(await command(argv(where.config), where)).toMatchObject({ code });
    await other.close();
  }, 60_000);
});

async function database(options: { migrated?: boolean }): Promise<TestDatabase> {
  const fresh = await freshDatabase(options);
  onTestFinished(() => fresh.drop());
  vi.stubEnv('DATABASE_URL', fresh.url);
  return fresh;
}

/** The migrations of the release before the last two. */
function olderMigrations(): string {
  const folder = mkdtempSync(join(tmpdir(), 'inquiry-sla-migrations-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const names = readdirSync(MIGRATIONS).sort().slice(0, -2);
  for (const name of names) copyFileSync(join(MIGRATIONS, name), join(folder, name));
  return folder;
}
