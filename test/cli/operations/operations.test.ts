// migrate, doctor, mail preview and mail test, as plain functions on a real database, a real SMTP server and a fake RMS.

import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, afterEach, beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { explainError } from '../../../src/cli/io/explain-error.ts';
import { mailPreview, mailTest } from '../../../src/cli/notifications/mail.ts';
import { doctor } from '../../../src/cli/operations/doctor.ts';
import { migrate } from '../../../src/cli/operations/migrate.ts';
import { start } from '../../../src/cli/operations/start.ts';
import type { Language } from '../../../src/core/model.ts';
import { type FakeRms, startFakeRms } from '../../../src/demo/fake-rms/fake-rms.ts';
import { createWorld } from '../../../src/demo/fake-rms/world.ts';
import { openMailCatcher } from '../../../src/demo/mail-catcher.ts';
import { FAKE_RMS_SHOP, MIDORI, SECRETS, SERVICE_YAML } from '../../../src/demo/story-shops.ts';
import { systemClock } from '../../../src/store/database-clock.ts';
import { migrate as migrateDatabase } from '../../../src/store/migrate.ts';
import { recordSign, recordTick } from '../../../src/store/status/heartbeats.ts';
import { recordComplete, syncSources } from '../../../src/store/status/sources.ts';
import { freshDatabase, silentLogger, testDatabase } from '../../support/database.ts';
import { testIo } from '../io.ts';

const DAY_MS = 86_400_000;
const SECRET_URL = 'postgres://user:very-secret@127.0.0.1:1/none';
const folder = mkdtempSync(join(tmpdir(), 'inquiry-sla-cli-'));
const folders = { config: join(folder, 'config'), data: join(folder, 'data') };
mkdirSync(join(folders.config, 'shops'), { recursive: true });
writeFileSync(join(folders.config, 'service.yaml'), SERVICE_YAML);
writeFileSync(join(folders.config, 'shops', `${MIDORI.id}.yaml`), MIDORI.yaml);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const database = testDatabase();
beforeEach(() => {
  vi.stubEnv('DATABASE_URL', database.url);
  vi.stubEnv('QUEUE_URL', '');
  vi.stubEnv('SMTP_URL', '');
  for (const [name, value] of Object.entries(SECRETS)) vi.stubEnv(name, value);
});
afterEach(() => vi.unstubAllEnvs());

async function fakeRms(licenceDays: number): Promise<FakeRms> {
  const world = createWorld();
  const { shopId, serviceSecret, licenseKey } = FAKE_RMS_SHOP;
  world.addShop({ shopId, serviceSecret, keys: [{ key: licenseKey, endsAt: Date.now() + licenceDays * DAY_MS }] });
  const rms = await startFakeRms({ world, clock: systemClock });
  onTestFinished(() => rms.close());
  return rms;
}

/** One finding per line: the mark, then the name. */
async function examine(rmsBaseUrl: string, options: { lang?: string } = {}, language: Language = 'en') {
  const io = { ...testIo(), language };
  const file = join(folders.config, 'service.yaml');
  const before = readFileSync(file, 'utf8');
  writeFileSync(file, `${before}rmsBaseUrl: ${rmsBaseUrl}\n`);
  const code = await doctor({ ...folders, ...options }, io);
  writeFileSync(file, before);
  const marks = new Map(io.lines().map((line) => line.split(/\s+/, 2).reverse() as [string, string]));
  return { code, marks, text: io.lines().join('\n') };
}

describe('doctor', () => {
  // As of a service that runs: a worker watches, and its one shop was just read.
  beforeEach(async () => {
    const now = Date.now();
    await recordTick(database.db, now);
    await recordSign(database.db, 'source-tick', now);
    await syncSources(database.db, [MIDORI.id], now);
    await recordComplete(database.db, MIDORI.id, now, now);
  });

  test('has a line for each thing it looked at, all well', async () => {
    const { url } = await fakeRms(60);
    const { code, marks, text } = await examine(url);
    expect(text).not.toMatch(/FAULT|UNREACHABLE/);
    const names = ['config', 'disk', 'database', 'clock', 'worker', 'proof', 'queue', 'mail', 'rms', MIDORI.id];
    expect([...marks.keys()]).toEqual(names);
    expect(text).toContain(
      `RMS is asked at ${url} (rmsBaseUrl in service.yaml), not at Rakuten's own https://api.rms.`,
    );
    expect(code).toBe(0);
  });

  test('a worker that stopped, a reader that never ran and a shop that nobody reads are faults, with what to do', async () => {
    const { url } = await fakeRms(60);
    await recordTick(database.db, Date.now() - 6 * 60_000);
    await sql`delete from service_sign`.execute(database.db);
    await syncSources(database.db, [], Date.now());
    const { code, marks, text } = await examine(url);
    expect(code).toBe(1);
    expect(['worker', 'reader', 'unknown'].map((name) => marks.get(name))).toEqual(['FAULT', 'FAULT', 'FAULT']);
    expect(text).toMatch(
      /Deadlines have not been watched since [^;]*; start one: inquiry-sla start, with the role worker/,
    );
    expect(text).toContain('No process has read sources yet.');
    await sql`delete from worker_tick`.execute(database.db);
    expect((await examine(url)).text).toMatch(/^FAULT +worker +No worker has ever made its round/m);
  });

  test('a licence that ends soon is a fault', async () => {
    const { url } = await fakeRms(5);
    const { code, marks, text } = await examine(url);
    expect(marks.get(MIDORI.id)).toBe('FAULT');
    expect(text).toContain('the licence key ends');
    expect(code).toBe(1);
  });

  test('a daily proof that found a step missing is a fault, with its numbers', async () => {
    const { url } = await fakeRms(60);
    await sql`insert into daily_proof (day, made_at, expected, raised, missing) values ('2026-06-03', now(), 118, 117, 1)`.execute(
      database.db,
    );
    onTestFinished(async () => void (await sql`delete from daily_proof`.execute(database.db)));
    const { code, marks, text } = await examine(url);
    expect(marks.get('proof')).toBe('FAULT');
    expect(text).toContain('2026-06-03: expected 118, raised 117, late 0, missing 1');
    expect(code).toBe(1);
  });

  test('a wrong key is a fault, and no secret is shown', async () => {
    const { url } = await fakeRms(60);
    vi.stubEnv('RMS_LICENSE_KEY_MIDORI', 'SL_very_wrong_key');
    const { code, marks, text } = await examine(url);
    expect(marks.get(MIDORI.id)).toBe('FAULT');
    expect(text).not.toContain('SL_very_wrong_key');
    expect(text).not.toContain(FAKE_RMS_SHOP.serviceSecret);
    expect(code).toBe(1);
  });

  test('a secret that is set to nothing is named as that', async () => {
    const { url } = await fakeRms(60);
    vi.stubEnv('RMS_LICENSE_KEY_MIDORI', '');
    expect((await examine(url)).text).toContain('the environment variable RMS_LICENSE_KEY_MIDORI is empty');
  });

  test('services that do not answer: exit code 3, with what to check and without passwords', async () => {
    vi.stubEnv('DATABASE_URL', SECRET_URL);
    vi.stubEnv('SMTP_URL', 'smtp://user:very-secret@127.0.0.1:1');
    const { code, marks, text } = await examine('http://127.0.0.1:1');
    expect(marks.get('database')).toBe('UNREACHABLE');
    expect(marks.get('mail')).toBe('UNREACHABLE');
    expect(marks.get(MIDORI.id)).toBe('UNREACHABLE');
    expect(text).toContain('check DATABASE_URL');
    expect(text).not.toContain('very-secret');
    expect(code).toBe(3);
  });

  test('without SMTP_URL nobody is told: said so, and a fault where somebody who is no example waits for mails', async () => {
    const { url } = await fakeRms(60);
    expect((await examine(url)).text).toMatch(/^ok +mail +\.eml files in .*: nobody is told$/m);
    writeFileSync(join(folders.config, 'service.yaml'), SERVICE_YAML.replace('ops@example.jp', 'ops@agency.jp'));
    onTestFinished(() => writeFileSync(join(folders.config, 'service.yaml'), SERVICE_YAML));
    const { code, marks, text } = await examine(url);
    expect([code, marks.get('mail')]).toEqual([1, 'FAULT']);
    expect(text).toContain('nobody is told; set SMTP_URL');
  });

  test('in Japanese by --lang or by the locale: the same lines, and what to do', async () => {
    const { url } = await fakeRms(5);
    await sql`delete from worker_tick`.execute(database.db);
    const japanese = await examine(url, { lang: 'ja' });
    expect(japanese.code).toBe(1);
    for (const said of [
      /^正常 +config +\S+ に1店舗$/m,
      /^正常 +database +PostgreSQL \S+、スキーマは最新です$/m,
      /^異常 +worker +期限の監視処理がまだ一度も動いていません。.* → 起動してください: inquiry-sla start/m,
      /^正常 +mail +\.emlファイル（\S+）に保存するだけで、誰にも届きません$/m,
      /RMSに接続できます。昨日からの問い合わせ \d+件。ライセンスキーの有効期限 .* → 更新して、次のキーを設定してください$/m,
    ])
      expect(japanese.text).toMatch(said);
    expect((await examine(url, {}, 'ja')).text).toMatch(/^異常 +worker/m);
    expect((await examine(url, { lang: 'en' }, 'ja')).text).toMatch(/^FAULT +worker/m);
    expect((await examine(url, { lang: 'fr' })).code).toBe(2);
  });

  test('a broken environment is one fault', async () => {
    vi.stubEnv('PORT', 'many');
    const { code, text } = await examine('http://127.0.0.1:1');
    expect(text).toMatch(/^FAULT +environment +PORT: found no port/);
    expect(code).toBe(1);
  });
});

/** A database that lacks the last migration. */
async function olderDatabase() {
  const made = await freshDatabase({ migrated: false });
  onTestFinished(() => made.drop());
  const files = readdirSync('migrations').sort();
  const older = mkdtempSync(join(folder, 'migrations-'));
  for (const file of files.slice(0, -1)) copyFileSync(join('migrations', file), join(older, file));
  await migrateDatabase(made.db, { logger: silentLogger, folder: older });
  return { ...made, last: files.at(-1)!.replace('.sql', '') };
}

describe('migrate', () => {
  test('says that there is nothing to do, and where', async () => {
    const io = testIo();
    expect(await migrate(folders, io)).toBe(0);
    expect(io.lines()[0]).toMatch(/^up to date: PostgreSQL 127\.0\.0\.1:\d+\//);
  });

  test('of a database in use is written down; an empty one stays empty, as restore wants it', async () => {
    for (const isInUse of [false, true]) {
      const { db, url, last } = await olderDatabase();
      if (isInUse)
        await sql`insert into shop (id, revision, watched_since, recomputed_at) values ('a', '', now(), now())`.execute(
          db,
        );
      vi.stubEnv('DATABASE_URL', url);
      expect(await migrate(folders, testIo())).toBe(0);
      expect(await migrate(folders, testIo())).toBe(0);
      const done = await db.selectFrom('audit_entry').select(['who', 'what', 'shop', 'about']).execute();
      const one = { who: userInfo().username, what: 'migrated', shop: null, about: { name: last } };
      expect(done).toEqual(isInUse ? [one] : []);
    }
  });

  test('a database that does not answer is exit code 3 in one line without the password', async () => {
    vi.stubEnv('DATABASE_URL', SECRET_URL);
    const error = await migrate(folders, testIo()).catch((thrown: unknown) => thrown);
    expect(explainError(error)).toEqual({
      code: 3,
      message: 'PostgreSQL 127.0.0.1:1/none does not answer (ECONNREFUSED); check DATABASE_URL',
    });
  });
});

describe('mail preview', () => {
  test('shows a sample where nothing is open: subject, recipients, text', async () => {
    const io = testIo();
    expect(await mailPreview(MIDORI.id, folders, io)).toBe(0);
    expect(io.errors[0]).toContain('a sample');
    expect(io.lines()[0]).toMatch(/^件名 Subject: 【/);
    expect(io.lines()[1]).toBe('宛先 To: owner@midori-tea.example');
    expect(io.lines().join('\n')).toContain('このメールは送信専用です');
  });

  test('without a database it shows a sample, and makes none', async () => {
    vi.stubEnv('DATABASE_URL', '');
    const io = testIo();
    const data = join(folder, 'none');
    expect(await mailPreview(MIDORI.id, { ...folders, data }, io)).toBe(0);
    expect(io.errors[0]).toContain('no database to read; a sample');
    expect(io.lines()[0]).toMatch(/^件名 Subject: 【/);
    expect(existsSync(data)).toBe(false);
  });

  test('of a database that no release has seen yet it shows a sample', async () => {
    const empty = await freshDatabase({ migrated: false });
    onTestFinished(() => empty.drop());
    vi.stubEnv('DATABASE_URL', empty.url);
    const io = testIo();
    expect(await mailPreview(MIDORI.id, folders, io)).toBe(0);
    expect(io.errors[0]).toContain('no database to read; a sample');
  });

  test('as HTML, and as a whole message', async () => {
    const html = testIo();
    await mailPreview(MIDORI.id, { ...folders, html: true }, html);
    expect(html.lines()[0]).toMatch(/^<!DOCTYPE html>/);
    const eml = testIo();
    await mailPreview(MIDORI.id, { ...folders, eml: true }, eml);
    expect(eml.written[0]).toMatch(/^Auto-Submitted: auto-generated\r\n/);
    expect(eml.written[0]).toContain('Content-Type: multipart/alternative');
  });

  test('an unknown shop is wrong usage', async () => {
    const io = testIo();
    expect(await mailPreview('nope', folders, io)).toBe(2);
    expect(io.errors).toEqual(['found the unknown shop "nope"; allowed: midori-tea']);
  });
});

describe('mail test', () => {
  test('sends one mail and says that the server took it', async () => {
    const catcher = await openMailCatcher();
    onTestFinished(() => catcher.close());
    vi.stubEnv('SMTP_URL', catcher.url);
    const io = testIo();
    expect(await mailTest('me@example.jp', folders, io)).toBe(0);
    expect(io.lines()[0]).toContain('took it (250)');
    expect(catcher.mails.map(({ to, subject }) => [to, subject])).toEqual([
      [['me@example.jp'], '【送信テスト】問い合わせ期限モニター test mail'],
    ]);
  });

  test('says what it means when nobody answers there', async () => {
    vi.stubEnv('SMTP_URL', 'smtp://user:very-secret@127.0.0.1:1');
    const io = testIo();
    expect(await mailTest('me@example.jp', folders, io)).toBe(3);
    expect(io.lines().join('\n')).toContain('check host and port of SMTP_URL');
    expect(io.lines().join('\n')).not.toContain('very-secret');
  });

  test('without SMTP_URL it writes a file and says so', async () => {
    const io = testIo();
    expect(await mailTest('me@example.jp', folders, io)).toBe(0);
    expect(io.lines()[0]).toMatch(/^Written to \.eml files in /);
  });

  test('what is no address is wrong usage', async () => {
    expect(await mailTest('me', folders, testIo())).toBe(2);
  });
});

describe('start', () => {
  test('an unknown role is wrong usage', async () => {
    const io = testIo();
    expect(await start({ ...folders, role: 'worker,cook' }, io)).toBe(2);
    expect(io.errors).toEqual(['--role: found "cook"; allowed: worker, source, http, separated by commas']);
  });

  test('a broken config is refused with one line per fault, exit code 2', async () => {
    const io = testIo();
    expect(await start({ ...folders, config: join(folder, 'none') }, io)).toBe(2);
    expect(io.errors[0]).toContain('service.yaml:1:1 found no such file');
    expect(io.errors[1]).toContain('nothing was started');
  });
});
