// A start with broken files: the last good revision of who is broken, the files of the others, and who is left out.

import { chmodSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { openConfigFolder } from '../../../src/config/config-folder.ts';
import { type BrokenConfig, type Config, readConfig } from '../../../src/config/load.ts';
import { createCounting } from '../../../src/service/compiled-calendars.ts';
import { keptSpec } from '../../../src/service/configuration/kept-spec.ts';
import { loadLastGood, NoGoodConfigError } from '../../../src/service/configuration/load-last-good.ts';
import { applyRevisions } from '../../../src/service/configuration/register-revisions.ts';
import { createReloader } from '../../../src/service/configuration/reload-config.ts';
import { deliverPage } from '../../../src/service/notifications/deliver-notification.ts';
import { liveWebhooks } from '../../../src/service/notifications/webhook/configured-webhooks.ts';
import type { Service } from '../../../src/service/service.ts';
import type { ClaimedMail } from '../../../src/store/notifications/mail-claims.ts';
import { emptyTables, silentLogger, testDatabase } from '../../support/database.ts';
import { type TestService, testService } from '../../support/service.ts';

const database = testDatabase();
const SERVICE = 'ops: [ops@example.jp]\nfrom: sla@example.jp\npublicUrl: https://sla.example.jp\n';
const HOOK = `webhook: { url: "https://bridge.example.jp/hook?key=very-secret", secret: "$\{HOOK}" }\n`;
const shopFile = (name: string, more = '') => `name: ${name}\nowner: [owner@example.jp]\n${more}`;

let on: TestService;
let dir: string;

beforeEach(async () => {
  await emptyTables(database.db);
  on = await testService({ db: database.db, shops: [], now: '2026-06-01T12:00:00+09:00' });
  await emptyTables(database.db);
  dir = mkdtempSync(join(tmpdir(), 'inquiry-sla-start-'));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  mkdirSync(join(dir, 'shops'));
  write('service.yaml', SERVICE);
  write(
    'shops/tea.yaml',
    shopFile('茶', `calendar: { cutoff: "15:00", closed: [{ on: 2026-12-29, name: 年末 }] }\n${HOOK}`),
  );
  write(
    'shops/kimono.yaml',
    shopFile('着物', 'policies: [{ channel: mail, flagAfter: 2d, mailOwnerAfter: 3d, breachAfter: 4d }]\n'),
  );
  await firstStart();
});

const write = (path: string, text: string): void => writeFileSync(join(dir, path), text);
const remove = (path: string): void => rmSync(join(dir, path));
const read = (): BrokenConfig => ({ ...readConfig(dir), dir });
const start = () => loadLastGood({ db: database.db, logger: silentLogger }, read());
const serviceWith = (config: Config): Service => ({ ...on.service, config, counting: createCounting(() => config) });
const revisions = async (): Promise<number> =>
  Number((await sql<{ n: string }>`select count(*) as n from config_revision`.execute(database.db)).rows[0]!.n);

/** With good files, an hour ago. */
async function firstStart(): Promise<void> {
  const { service, shops, faults } = readConfig(dir);
  expect(faults).toEqual([]);
  await applyRevisions(serviceWith({ service: service!, shops, dir }));
  await on.clock.advance(3_600_000);
}

const BROKEN = 'name: [\n';

describe('a start with broken files', () => {
  test('keeps the last good revision of the broken shop, takes the others as they are, and stores nothing new of it', async () => {
    const before = readConfig(dir).shops;
    write('shops/tea.yaml', BROKEN);
    write('shops/kimono.yaml', shopFile('着物屋'));
    const { config, kept, leftOut } = await start();
    expect([kept, leftOut]).toEqual([['tea'], []]);
    expect(config.shops.get('tea')).toEqual({ ...keptSpec(before.get('tea')!) });
    expect(config.shops.get('kimono')!.name).toBe('着物屋');
    const known = await revisions();
    await applyRevisions(serviceWith(config));
    expect(await revisions()).toBe(known + 1);
  });

  test.each([
    ['that nobody may read', () => chmodSync(join(dir, 'shops/tea.yaml'), 0)],
    ['that is a folder', () => [remove('shops/tea.yaml'), mkdirSync(join(dir, 'shops/tea.yaml'))]],
    ['that is empty', () => write('shops/tea.yaml', '')],
    ['under another name', () => renameSync(join(dir, 'shops/tea.yaml'), join(dir, 'shops/Tea.yaml'))],
    ['that is gone while another is broken', () => [remove('shops/tea.yaml'), write('shops/new.yaml', BROKEN)]],
  ])('a file %s', async (_, spoil) => {
    spoil();
    // The superuser may read everything.
    if (read().faults.length === 0) return expect(process.getuid?.()).toBe(0);
    const { config, kept } = await start();
    expect([kept, config.shops.get('tea')!.name, config.shops.get('kimono')!.name]).toEqual([['tea'], '茶', '着物']);
  });

  test('a folder of shops that is gone keeps all', async () => {
    rmSync(join(dir, 'shops'), { recursive: true });
    const { config, kept } = await start();
    expect(kept).toEqual(['kimono', 'tea']);
    expect(config.shops.get('kimono')!.policies).toHaveLength(1);
  });

  test('a shop that never was good is left out, alone', async () => {
    write('shops/new.yaml', BROKEN);
    const { config, kept, leftOut } = await start();
    expect([kept, leftOut, [...config.shops.keys()]]).toEqual([[], ['new'], ['kimono', 'tea']]);
  });

  test('a broken service.yaml keeps everything as it was: its defaults are for all shops', async () => {
    write('service.yaml', `${SERVICE}confirmAbove: many\n`);
    write('shops/kimono.yaml', shopFile('着物屋'));
    write('shops/new.yaml', shopFile('新'));
    const { config, kept, leftOut } = await start();
    expect([kept, leftOut]).toEqual([['kimono', 'tea'], ['new']]);
    expect(config.shops.get('kimono')!.name).toBe('着物');
    expect(config.service).toMatchObject({ ops: ['ops@example.jp'], confirmAbove: 20, webhook: null, dkim: null });
    expect(config.service.opsMail.blind).toEqual(['ops@example.jp']);
    const known = await revisions();
    await applyRevisions(serviceWith(config));
    expect(await revisions()).toBe(known);
  });

  test('without any good revision it is refused with the faults', async () => {
    await emptyTables(database.db);
    write('service.yaml', BROKEN);
    await expect(start()).rejects.toThrow(NoGoodConfigError);
    write('service.yaml', SERVICE);
    write('shops/tea.yaml', BROKEN);
    write('shops/kimono.yaml', BROKEN);
    const error = await start().catch((thrown: unknown) => thrown);
    expect((error as NoGoodConfigError).faults.map(({ file }) => file)).toEqual([
      join(dir, 'shops/kimono.yaml'),
      join(dir, 'shops/tea.yaml'),
    ]);
  });

  test('revisions of an older release, or that nothing can work with', async () => {
    await sql`update config_revision set spec = spec - 'webhook' where shop = 'tea'`.execute(database.db);
    await sql`update config_revision set spec = '{"calendar": 1}' where shop = 'kimono'`.execute(database.db);
    write('shops/tea.yaml', BROKEN);
    write('shops/kimono.yaml', BROKEN);
    const { config, kept, leftOut } = await start();
    expect([kept, leftOut, config.shops.get('tea')!.webhook]).toEqual([['tea'], ['kimono'], null]);
  });

  test('a webhook whose address is not stored rests: what it is owed waits for the good file', async () => {
    write('shops/tea.yaml', BROKEN);
    const { config } = await start();
    expect([config.shops.get('tea')!.webhook, [...config.resting!]]).toEqual([null, ['tea']]);
    const service = serviceWith(config);
    expect(await liveWebhooks(service)).toEqual(['tea']);
    const id = await openHook();
    const now = on.clock.now();
    const claimed: ClaimedMail = {
      ...{ id, kind: 'hook', shop: 'tea', cause: 'owner', slotAt: now, attempts: 1, claimedAt: now, sentAt: null },
      ...{ frozen: null, possiblyTwice: false, retriedAt: null, again: 0 },
    };
    const results = await deliverPage(service, [claimed], now);
    expect(results.get(id)).toBe('held');
    const { rows } = await sql<{ state: string }>`select state from outbox`.execute(database.db);
    expect(rows).toEqual([{ state: 'pending' }]);
  });
});

async function openHook(): Promise<number> {
  const { rows } = await sql<{ id: number }>`
    insert into outbox (kind, shop, cause, slot_at, state, next_attempt_at)
    values ('hook', 'tea', 'owner', now(), 'sending', now()) returning id`.execute(database.db);
  return rows[0]!.id;
}

describe('the files of such a start', () => {
  test('are told as broken at once, with who works with what; made good they come in force', async () => {
    const good = shopFile('茶舗');
    write('shops/tea.yaml', BROKEN);
    write('shops/new.yaml', BROKEN);
    const started = await start();
    let inForce: Config = started.config;
    const service: Service = {
      ...on.service,
      get config() {
        return inForce;
      },
      counting: createCounting(() => inForce),
    };
    await applyRevisions(service);
    const swap = (config: Config) => {
      inForce = config;
    };
    const reloader = createReloader({ service, folder: openConfigFolder(dir), swap, started });
    expect(await reloader.reload()).toBe('broken');
    expect(reloader.health()).toMatchObject({ brokenSince: on.clock.now(), kept: ['tea'], leftOut: ['new'] });
    expect(inForce.shops.get('tea')!.name).toBe('茶');
    write('shops/tea.yaml', good);
    write('shops/new.yaml', shopFile('新'));
    expect(await reloader.reload()).toBe('in-force');
    expect([...inForce.shops.values()].map(({ name }) => name)).toEqual(['着物', '新', '茶舗']);
    expect(reloader.health()).not.toHaveProperty('kept');
  });
});
