// A second start: texts that the database knows are not parsed again; every other one is.

import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { openConfigFolder } from '../../../src/config/config-folder.ts';
import type { Config } from '../../../src/config/load.ts';
import { createCounting } from '../../../src/service/compiled-calendars.ts';
import { noteReadings, openKnownReadings } from '../../../src/service/configuration/known-readings.ts';
import { hashOf, registerRevisions } from '../../../src/service/configuration/register-revisions.ts';
import { emptyTables, testDatabase } from '../../support/database.ts';
import { type TestService, testService } from '../../support/service.ts';

const database = testDatabase({ max: 4 });
let it: TestService;
let dir: string;

const SERVICE = 'ops: [ops@example.jp]\nfrom: sla@example.jp\npublicUrl: https://sla.example.jp\n';
const SHOP = 'name: 店\nowner: [owner@example.jp]\ncalendar: { closed: [{ on: 2026-06-02, name: 棚卸 }] }\n';
const write = (path: string, text: string): void => writeFileSync(join(dir, path), text);

beforeEach(async () => {
  await emptyTables(database.db);
  it = await testService({ db: database.db, now: '2026-06-01T10:00:00+09:00', shops: [] });
  dir = mkdtempSync(join(tmpdir(), 'known-readings-'));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  mkdirSync(join(dir, 'shops'));
  write('service.yaml', SERVICE);
  for (const id of ['a', 'b', 'c']) write(`shops/${id}.yaml`, SHOP);
});

/** A start by a build: what it counts with, and which shops' texts it parsed. */
async function start(build: string | null = 'one'): Promise<{ config: Config; parsed: string[]; revised: string[] }> {
  const folder = openConfigFolder(dir, build);
  const read = await folder.load(await openKnownReadings(database.db));
  if ('faults' in read) throw new Error(JSON.stringify(read.faults));
  const { config } = read;
  const service = { ...it.service, config, counting: createCounting(() => config) };
  const options = { cause: 'start', who: null, readAt: it.service.clock.now() } as const;
  const registered = await registerRevisions(service, config, options);
  if (registered.overtaken) throw new Error('overtaken');
  const readings = folder.drainKeys();
  await noteReadings(database.db, readings);
  return {
    config,
    parsed: [...readings.keys()].map(({ id }) => id).sort(),
    revised: registered.revisions.map(({ shop }) => shop).filter((id) => id !== ''),
  };
}

test('what is known counts as what was read, and is no new revision', async () => {
  const first = await start();
  expect(first).toMatchObject({ parsed: ['a', 'b', 'c'], revised: ['a', 'b', 'c'] });
  utimesSync(join(dir, 'shops/a.yaml'), 1, 1);
  const second = await start();
  expect(second).toMatchObject({ parsed: [], revised: [] });
  for (const [id, shop] of first.config.shops) {
    expect(second.config.shops.get(id)).toMatchObject(shop);
    expect(hashOf(second.config.shops.get(id)!)).toBe(hashOf(shop));
  }
});

test('a text that changed is parsed, though its size and time are as before', async () => {
  await start();
  write('shops/b.yaml', SHOP.replace('店', '館'));
  expect(await start()).toMatchObject({ parsed: ['b'], revised: ['b'] });
  write('shops/b.yaml', `${SHOP.replace('店', '館')}# 注\n`);
  expect(await start()).toMatchObject({ parsed: ['b'], revised: [] });
  expect(await start()).toMatchObject({ parsed: [], revised: [] });
});

test('another build parses all, and so does one over other defaults', async () => {
  await start();
  expect(await start('two')).toMatchObject({ parsed: ['a', 'b', 'c'], revised: [] });
  expect(await start('two')).toMatchObject({ parsed: [] });
  write('service.yaml', `${SERVICE}defaults: { language: en }\n`);
  expect(await start('two')).toMatchObject({ parsed: ['a', 'b', 'c'], revised: ['a', 'b', 'c'] });
});

test('run from the sources, which change, nothing is noted and nothing known is used', async () => {
  expect(await start(null)).toMatchObject({ parsed: [], revised: ['a', 'b', 'c'] });
  expect(await openKnownReadings(database.db)).toBeNull();
});

test('a shop whose file holds an address that is not stored is parsed each time', async () => {
  write('shops/a.yaml', `${SHOP}webhook: { url: https://hook.example.jp/x, secret: "\${HOOK}" }\n`);
  write(
    'shops/b.yaml',
    `name: 店\nowner: [o@example.jp]\ncalendar: { ics: [{ name: 休, url: https://ics.example.jp/k }] }\n`,
  );
  await start();
  const second = await start();
  expect(second.parsed).toEqual(['a', 'b']);
  expect(second.config.shops.get('a')?.webhook?.url).toBe('https://hook.example.jp/x');
  expect(second.revised).toEqual([]);
});

test('a note is void once another revision is in force, whoever stored it', async () => {
  await start();
  await database.db.updateTable('shop').set({ config_hash: 'another' }).where('id', '=', 'a').execute();
  expect((await start()).parsed).toEqual(['a']);
});

test('a shop that was taken away and comes back is parsed', async () => {
  await start();
  rmSync(join(dir, 'shops/c.yaml'));
  await start();
  write('shops/c.yaml', SHOP);
  expect(await start()).toMatchObject({ parsed: ['c'], revised: ['c'] });
});
