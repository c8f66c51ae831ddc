// What a revision keeps of a shop's file, in this release's rows and in those of older ones.

import { cpSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { sql } from 'kysely';
import { expect, onTestFinished, test } from 'vitest';
import { shopFields } from '../../../src/config/input/shop-settings.ts';
import { differenceInWords } from '../../../src/service/configuration/describe-difference.ts';
import { keptSpec } from '../../../src/service/configuration/kept-spec.ts';
import { applyRevisions, hashOf } from '../../../src/service/configuration/register-revisions.ts';
import { outsideSources } from '../../../src/service/outside-sources.ts';
import { migrate } from '../../../src/store/migrate.ts';
import type { Db } from '../../../src/store/schema.ts';
import { freshDatabase, silentLogger as logger, testDatabase } from '../../support/database.ts';
import { shopOf, testService } from '../../support/service.ts';

const database = testDatabase();
const KEY = 'k3y-of-nobody';
const MIGRATIONS = fileURLToPath(new URL('../../../migrations', import.meta.url));
const shop = shopOf('sample-tea', {
  webhook: { url: `https://hooks.example.jp/${KEY}?token=${KEY}`, secret: '$' + '{HOOK}' },
  calendar: {
    ics: [
      { name: '本社', url: `https://calendar.example.jp/private-${KEY}/basic.ics` },
      { name: '倉庫', file: 'warehouse.ics' },
    ],
  },
});

const everything = async (db: Db): Promise<string> =>
  (await sql<{ row: string }>`select to_jsonb(r)::text as row from config_revision r`.execute(db)).rows
    .map(({ row }) => row)
    .join('\n');

test('no address with a key in it reaches the database with a revision, and counting does not need it', async () => {
  const { service } = await testService({ db: database.db, shops: [shop], now: '2026-06-01T12:00:00+09:00' });
  expect(await applyRevisions(service)).not.toBeNull();
  const stored = await everything(database.db);
  expect(stored).toContain('倉庫');
  expect(stored).not.toContain(KEY);
  expect(outsideSources(keptSpec(shop)).map(({ key }) => key)).toEqual(outsideSources(shop).map(({ key }) => key));
});

test('a change of an address is seen all the same, and no change is none', () => {
  const kept = keptSpec(shop);
  expect(keptSpec(kept)).toEqual(kept);
  expect(differenceInWords(kept, shop).en).toEqual([]);
  const moved = { ...shop, webhook: { ...shop.webhook!, url: 'https://hooks.example.jp/another' } };
  expect(differenceInWords(kept, moved).en).toEqual(['webhook changed']);
  expect(differenceInWords(kept, { ...shop, webhook: null }).en).toEqual(['webhook changed']);
});

test('the migration makes of an older row what this release keeps', async () => {
  const { db, drop } = await freshDatabase({ migrated: false });
  onTestFinished(() => drop());
  const before = mkdtempSync(join(tmpdir(), 'inquiry-sla-migrations-'));
  onTestFinished(() => rmSync(before, { recursive: true }));
  for (const name of readdirSync(MIGRATIONS).filter((file) => file < '0016'))
    cpSync(join(MIGRATIONS, name), join(before, name));
  await migrate(db, { logger, folder: before });
  for (const spec of [shop, shopOf('plain'), null])
    await sql`insert into config_revision (shop, hash, revision, at, cause, difference, spec)
      values (${spec?.id ?? 'gone'}, '', '', now(), 'start', '{}', ${JSON.stringify(spec && shopFields(spec))}::jsonb)`.execute(
      db,
    );
  expect(await everything(db)).toContain(KEY);
  await migrate(db, { logger });
  expect(await everything(db)).not.toContain(KEY);
  const { rows } = await sql<{ spec: unknown }>`select spec from config_revision order by number`.execute(db);
  const plain = JSON.parse(JSON.stringify(shopFields(shopOf('plain'))));
  expect(rows.map(({ spec }) => spec)).toEqual([JSON.parse(JSON.stringify(shopFields(keptSpec(shop)))), plain, null]);
});

test('the hash and the revision of a file are those of older releases, so that an upgrade finds nothing edited', () => {
  const policies = [
    { channel: 'chat', flagAfter: '1h', mailOwnerAfter: '2h', breachAfter: '3h' },
    { counting: 'day-end-shifted', flagAfter: '0d', mailOwnerAfter: '1d', breachAfter: '2d', dueTime: '19:00' },
  ];
  const calendar = { weeklyClosed: ['sun'], hours: ['09:00-18:00'], cutoff: '15:00' };
  const edited = shopOf('sample-tea', { policies, calendar });
  expect(edited.revision).toMatchInlineSnapshot(`"8490f07f7286a92fe000ca097f176cc1b22c896000e344b5de2ed673177ae6ce"`);
  expect(hashOf(edited)).toMatchInlineSnapshot(`"f65e12c8fd44a4aa9bdbf8b596f07fb991142bdca9871c92125b93244a4fb3c1"`);
});
