// What stands in the way of a start is a sentence with what to do, and its exit code (CONTRACT.md); never a stack.

import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, inject, onTestFinished, test } from 'vitest';
import { explainError } from '../../src/cli/io/explain-error.ts';
import { unreachableDatabase } from '../../src/cli/io/settings.ts';
import { readEnvironment } from '../../src/config/environment.ts';
import { InvalidConfigError } from '../../src/config/values/faults.ts';
import { transportOf } from '../../src/queue/backend.ts';
import { closeDatabase, openDatabase, UnfitDatabaseError } from '../../src/store/database.ts';
import { EmbeddedPostgresError } from '../../src/store/embedded/error.ts';
import { disownStalePidFile } from '../../src/store/embedded/postmaster.ts';
import { silentLogger as logger } from '../support/database.ts';
import { makeRunFolder, removeRunFolder } from '../support/run/run-folder.ts';

async function refusedAt(change: (url: URL) => void): Promise<{ message: string; code: number }> {
  const url = new URL(inject('postgresUrl'));
  change(url);
  const db = openDatabase(url.href, { max: 1, logger });
  onTestFinished(() => closeDatabase(db));
  const error = await db
    .selectFrom('worker_tick')
    .selectAll()
    .execute()
    .catch((failure: unknown) => failure);
  return explainError(unreachableDatabase(error, { databaseUrl: url.href }));
}

describe('PostgreSQL that does not let us in', () => {
  test.each<[string, (url: URL) => void, string]>([
    ['a wrong password', (url) => (url.password = 'wr0ng-s3cret'), 'it refused the password'],
    ['an unknown user', (url) => (url.username = 'nobody_here'), 'it refused the password, or there is no such user'],
    [
      'an unknown database',
      (url) => (url.pathname = '/not_there'),
      'there is no such database; make it with: createdb',
    ],
    ['a wrong port', (url) => (url.port = '1'), 'does not answer (ECONNREFUSED); check DATABASE_URL'],
    ['a wrong host', (url) => (url.hostname = 'not-there.invalid'), 'does not answer (E'],
    ['TLS where there is none', (url) => url.searchParams.set('sslmode', 'require'), 'it knows no TLS'],
  ])('%s: a sentence and exit code 3', async (_, change, words) => {
    const { message, code } = await refusedAt(change);
    expect(message).toContain(words);
    expect(message).not.toMatch(/wr0ng|\n\s+at /);
    expect(code).toBe(3);
  });

  test('a database that cannot hold every text is a wrong setting', () => {
    expect(explainError(new UnfitDatabaseError('UTF8 is needed'))).toEqual({ message: 'UTF8 is needed', code: 2 });
  });

  test('a pooler’s refusal says that it is one', () => {
    const error = Object.assign(new Error('unsupported startup parameter: options'), { code: '08P01' });
    const { message, code } = explainError(unreachableDatabase(error, { databaseUrl: 'postgres://u:p@h/d' }));
    expect(message).toContain('a pooler such as PgBouncer stands in between');
    expect(code).toBe(3);
  });
});

test.each([['smtp://'], ['smtps://'], ['smtp:///']])('SMTP_URL=%s is a wrong setting that is named', (SMTP_URL) => {
  expect(() => readEnvironment({ SMTP_URL })).toThrow(InvalidConfigError);
  expect(() => readEnvironment({ SMTP_URL })).toThrow(/SMTP_URL.*without a host/);
});

describe('the embedded server’s postmaster.pid', () => {
  test.each([
    ['empty', ''],
    ['damaged', '\0\0\0\n'],
  ])('%s and nobody there: taken away', async (_, text) => {
    const folder = makeRunFolder();
    onTestFinished(() => removeRunFolder(folder));
    const file = join(folder, 'postmaster.pid');
    writeFileSync(file, text);
    disownStalePidFile(folder);
    expect(() => writeFileSync(file, '', { flag: 'wx' })).not.toThrow();
  });

  test('empty, and a process works in that folder: left alone', async () => {
    const folder = makeRunFolder();
    onTestFinished(() => removeRunFolder(folder));
    const file = join(folder, 'postmaster.pid');
    writeFileSync(file, '');
    const living = spawn('cat', { cwd: folder, stdio: ['pipe', 'ignore', 'ignore'] });
    onTestFinished(() => void living.kill());
    await new Promise((resolve) => living.once('spawn', resolve));
    disownStalePidFile(folder);
    expect(() => writeFileSync(file, '', { flag: 'wx' })).toThrow('EEXIST');
  });

  test('an embedded server that does not start is a sentence', () => {
    const { message, code } = explainError(new EmbeddedPostgresError('It does not start'));
    expect([message.split('\n').length, code]).toEqual([1, 3]);
  });
});

describe('Redis that cannot do the work', () => {
  test.each([
    ['WRONGPASS invalid username-password pair', 'check user and password in QUEUE_URL'],
    ["CROSSSLOT Keys in request don't hash to the same slot", 'cluster mode'],
    ["OOM command not allowed when used memory > 'maxmemory'.", 'give it more memory'],
    ['READONLY You can’t write against a read only replica.', 'name the primary server'],
    ['unsupported startup parameter: options', 'PgBouncer passes no LISTEN'],
  ])('%s', (said, hint) => {
    const { describe: inWords } = transportOf('redis://:s3cret@localhost');
    expect(inWords(new Error(said))).toContain(hint);
  });
});
