// Files that are read in threads say the same as those that are read here, shop by shop and fault by fault.

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { openConfigFolder } from '../../src/config/config-folder.ts';
import { readConfig } from '../../src/config/load.ts';

const SERVICE = `ops: [ops@example.jp]
from: sla@example.jp
publicUrl: https://sla.example.jp
defaults: { language: en, mail: { reminders: sometimes } }
`;
const shop = (more = ''): string => `name: 店\nowner: [owner@example.jp]\nmail: { reminders: daily }\n${more}`;

function folderOf(files: Readonly<Record<string, string>>): string {
  const dir = mkdtempSync(join(tmpdir(), 'reading-threads-'));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  mkdirSync(join(dir, 'shops'));
  writeFileSync(join(dir, 'service.yaml'), SERVICE);
  for (const [name, text] of Object.entries(files)) writeFileSync(join(dir, 'shops', name), text);
  return dir;
}

const closures = (count: number): string =>
  `calendar:\n  closed:\n${Array.from({ length: count }, (_, n) => `    - { on: ${dayOf(n)}, name: 休業 ${n} }\n`).join('')}`;

const dayOf = (n: number): string => new Date(Date.UTC(2026, 0, 1 + n)).toISOString().slice(0, 10);

test('one large file, without holding up other work, among small ones, broken ones and a name that is none', {
  timeout: 60_000,
}, async () => {
  const dir = folderOf({
    'large.yaml': shop(closures(2_000)),
    'small.yaml': shop(),
    'sum.yaml': shop('calendar: { closed: [{ on: 2026-13-01, name: 棚卸 }] }\n'),
    'defaults.yaml': 'name: 店\nowner: [owner@example.jp]\n',
    'syntax.yaml': 'name: [',
    'Wrong Name.yaml': shop(),
  });
  const here = readConfig(dir);
  expect(here.faults.length).toBeGreaterThanOrEqual(4);
  let [turns, isDone] = [0, false];
  const loading = openConfigFolder(dir)
    .load()
    .finally(() => {
      isDone = true;
    });
  // Were it parsed here, the service would have no turn before it is.
  for (; !isDone; turns++) await turn();
  expect(turns).toBeGreaterThan(100);
  const there = await loading;
  if ('config' in there) throw new Error('the faults were not found');
  expect(there.faults).toEqual(here.faults);
  expect(there.shops).toEqual(here.shops);
  expect([...there.shops.keys()]).toEqual([...here.shops.keys()]);
});

test('more files than are read here, by several threads', { timeout: 60_000 }, async () => {
  const names = Array.from({ length: 1_234 }, (_, n) => `shop-${n}.yaml`);
  const dir = folderOf(
    Object.fromEntries(names.map((name, n) => [name, shop(`timeZone: ${n % 2 ? 'UTC' : 'Asia/Tokyo'}\n`)])),
  );
  writeFileSync(join(dir, 'service.yaml'), SERVICE.replace(', mail: { reminders: sometimes }', ''));
  const read = await openConfigFolder(dir).load();
  if ('faults' in read) throw new Error(JSON.stringify(read.faults.slice(0, 3)));
  expect(read.config.shops).toEqual(readConfig(dir).shops);
});
