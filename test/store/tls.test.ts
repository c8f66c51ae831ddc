// A server that speaks TLS with a certificate of its own authority, as managed PostgreSQL does: with the authority's file it
// is trusted, without it or with another it is refused with a sentence that shows neither password nor key.

import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { explainError } from '../../src/cli/io/explain-error.ts';
import { unreachableDatabase } from '../../src/cli/io/settings.ts';
import { readEnvironment } from '../../src/config/environment.ts';
import { closeDatabase, openDatabase } from '../../src/store/database.ts';
import { silentLogger as logger } from '../support/database.ts';
import { eventually } from '../support/eventually.ts';
import { freePort } from '../support/run/redis-server.ts';

const DEBIAN = '/usr/lib/postgresql';
const bin = existsSync(DEBIAN)
  ? readdirSync(DEBIAN)
      .map((version) => join(DEBIAN, version, 'bin'))
      .find((folder) => existsSync(join(folder, 'initdb')))
  : undefined;
const canTry = bin !== undefined && spawnSync('openssl', ['version']).status === 0;
if (!canTry)
  process.stderr.write('SKIPPED: no PostgreSQL of Debian or no openssl; TLS to a database is not tried here\n');

const PASSWORD = 's3cret-of-tls';
const account = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};

describe.skipIf(!canTry)('TLS', () => {
  let folder: string;
  let port: number;
  let stop = (): void => {};

  const run = (command: string, args: readonly string[]): void => {
    const { status, stderr } = spawnSync(command, args, { ...account, cwd: folder, encoding: 'utf8' });
    if (status !== 0) throw new Error(`${command}: ${stderr}`);
  };

  /** A key and a certificate that signs others. */
  const makeAuthority = (name: string): void =>
    run('openssl', [
      ...['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-subj', `/CN=${name}`],
      ...['-keyout', `${name}.key`, '-out', `${name}.crt`],
    ]);

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'inquiry-sla-tls-'));
    chmodSync(folder, 0o777);
    makeAuthority('authority');
    makeAuthority('another');
    const names = 'subjectAltName=DNS:localhost';
    run('openssl', [
      ...['req', '-newkey', 'rsa:2048', '-nodes', '-subj', '/CN=localhost', '-addext', names],
      ...['-keyout', 'server.key', '-out', 'server.csr'],
    ]);
    run('openssl', [
      ...['x509', '-req', '-in', 'server.csr', '-CA', 'authority.crt', '-CAkey', 'authority.key', '-days', '2'],
      ...['-copy_extensions', 'copy', '-out', 'server.crt'],
    ]);
    writeFileSync(join(folder, 'password'), PASSWORD, { mode: 0o644 });
    run(join(bin!, 'initdb'), [
      ...['-D', 'data', '-U', 'owner', '--pwfile', 'password', '-A', 'scram-sha-256', '-E', 'UTF8', '--locale=C', '-N'],
    ]);
    writeFileSync(join(folder, 'data', 'pg_hba.conf'), 'hostssl all all 127.0.0.1/32 scram-sha-256\n');
    port = await freePort();
    const files = ['cert', 'key'].map(
      (kind) => `ssl_${kind}_file=${join(folder, `server.${kind === 'cert' ? 'crt' : 'key'}`)}`,
    );
    const settings = [
      `port=${port}`,
      'listen_addresses=127.0.0.1',
      `unix_socket_directories=${folder}`,
      'ssl=on',
      ...files,
    ];
    const server = spawn(join(bin!, 'postgres'), ['-D', 'data', ...settings.flatMap((one) => ['-c', one])], {
      ...account,
      cwd: folder,
      stdio: 'ignore',
    });
    stop = () => void server.kill('SIGQUIT');
    await eventually(() => ask('sslmode=no-verify').then(() => true), 60_000);
  }, 120_000);

  afterAll(() => {
    stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const urlWith = (query: string, host: string): string =>
    `postgres://owner:${PASSWORD}@${host}:${port}/postgres?${query}`;
  const fileOf = (name: string): string => encodeURIComponent(join(folder, name));

  async function ask(query: string, host = 'localhost'): Promise<unknown> {
    const db = openDatabase(urlWith(query, host), { max: 1, logger });
    try {
      const { rows } = await sql<{ version: string }>`
        select version from pg_stat_ssl where pid = pg_backend_pid()`.execute(db);
      return rows[0]?.version;
    } finally {
      await closeDatabase(db);
    }
  }

  async function refusal(query: string, host?: string): Promise<{ message: string; code: number }> {
    const error = await ask(query, host).then(
      () => new Error('it was trusted'),
      (failure: unknown) => failure,
    );
    const said = explainError(unreachableDatabase(error, { databaseUrl: urlWith(query, host ?? 'localhost') }));
    expect(said.message).not.toContain(PASSWORD);
    expect(said.message).not.toMatch(/PRIVATE KEY|BEGIN|\n\s+at /);
    return said;
  }

  test('with the file of its authority it is trusted, and the connection is encrypted', async () => {
    expect(await ask(`sslmode=verify-full&sslrootcert=${fileOf('authority.crt')}`)).toMatch(/^TLSv1/);
  });

  test.each([
    ['another authority', () => `sslmode=verify-full&sslrootcert=${fileOf('another.crt')}`],
    ['none', () => 'sslmode=verify-full'],
  ])('with %s it is refused in plain words', async (_, query) => {
    const { message, code } = await refusal(query());
    expect(message).toContain('its TLS certificate cannot be trusted; name its authority in DATABASE_URL');
    expect(code).toBe(3);
  });

  test('under a name that its certificate does not have it is refused', async () => {
    const { message, code } = await refusal(`sslmode=verify-full&sslrootcert=${fileOf('authority.crt')}`, '127.0.0.1');
    expect(message).toContain('its TLS certificate cannot be trusted');
    expect(code).toBe(3);
  });

  test('a file that holds no certificate as authority trusts nobody', async () => {
    const { message, code } = await refusal(`sslmode=verify-full&sslrootcert=${fileOf('password')}`);
    expect(message).toContain('its TLS certificate cannot be trusted');
    expect(code).toBe(3);
  });

  test('a file that is not there is a wrong setting that is named', () => {
    const DATABASE_URL = urlWith(`sslmode=verify-full&sslrootcert=${fileOf('not-there.crt')}`, 'localhost');
    const read = () => readEnvironment({ DATABASE_URL });
    expect(read).toThrow(/DATABASE_URL.*sslrootcert=.*not-there\.crt, which cannot be read \(ENOENT\)/);
    expect(read).not.toThrow(PASSWORD);
  });
});
