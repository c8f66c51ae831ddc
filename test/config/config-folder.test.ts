// The config folder of a running service: every way of writing shows in a look, and only what was written is read again.

import { mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { type ConfigFolder, openConfigFolder } from '../../src/config/config-folder.ts';
import type { Config } from '../../src/config/load.ts';
import { eventually } from '../support/eventually.ts';

const SERVICE = 'ops: [ops@example.jp]\nfrom: sla@example.jp\npublicUrl: https://sla.example.jp\n';
const SHOP = 'name: 店\nowner: [owner@example.jp]\n';
let dir: string;
let folder: ConfigFolder;

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'config-folder-'));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  mkdirSync(join(dir, 'shops'));
  write('service.yaml', SERVICE);
  write('shops/a.yaml', SHOP);
  write('shops/b.yaml', SHOP);
  folder = openConfigFolder(dir);
});

const write = (path: string, text: string): void => writeFileSync(join(dir, path), text);

async function loaded(): Promise<Config> {
  await folder.look();
  const read = await folder.load();
  if ('faults' in read) throw new Error(JSON.stringify(read.faults));
  return read.config;
}

const changes: Record<string, () => void> = {
  'a file written in place with the same length and time': () => {
    write('shops/a.yaml', SHOP.replace('店', '館'));
    utimesSync(join(dir, 'shops/a.yaml'), 1, 1);
  },
  'a file renamed over another': () => {
    write('new', SHOP);
    renameSync(join(dir, 'new'), join(dir, 'shops/a.yaml'));
  },
  'a new file': () => write('shops/c.yaml', SHOP),
  'a file that is gone': () => rmSync(join(dir, 'shops/b.yaml')),
  'the defaults for all shops': () => write('service.yaml', `${SERVICE}defaults: { language: en }\n`),
  'a link that leads elsewhere': () => {
    mkdirSync(join(dir, '..v2'));
    write('..v2/a.yaml', SHOP);
    rmSync(join(dir, 'shops/a.yaml'));
    symlinkSync('../..v2/a.yaml', join(dir, 'shops/a.yaml'));
  },
  'the whole folder gone': () => rmSync(join(dir, 'shops'), { recursive: true }),
};

describe('a look', () => {
  test.each(Object.keys(changes))('shows %s', async (what) => {
    const before = await folder.look();
    expect(await folder.look()).toBe(before);
    changes[what]!();
    expect(await folder.look()).not.toBe(before);
  });

  test('leaves out what editors put beside the files', async () => {
    const before = await folder.look();
    for (const name of ['a.yaml~', '#a.yaml#', '4913', 'notes.txt']) write(`shops/${name}`, 'x');
    expect(await folder.look()).toBe(before);
  });
});

describe('while the folder is watched', () => {
  let told = false;
  beforeEach(() => {
    folder.watch(() => {
      told = true;
    });
    onTestFinished(() => folder.unwatch());
  });

  async function watched(): Promise<() => Promise<boolean>> {
    told = false;
    const before = await folder.look('all');
    await folder.look();
    return async () => told && (await folder.look()) !== before;
  }

  test.each(Object.keys(changes))('the file system tells of %s', async (what) => {
    const isSeen = await watched();
    changes[what]!();
    await eventually(isSeen);
  });

  test('a mounted ConfigMap that is swapped is seen each time, and an edit after it too', async () => {
    rmSync(join(dir, 'shops'), { recursive: true });
    const swap = (n: number) => {
      mkdirSync(join(dir, `..v${n}/shops`), { recursive: true });
      write(`..v${n}/shops/a.yaml`, SHOP.replace('店', `店 ${n}`));
      symlinkSync(`..v${n}`, join(dir, '..data_tmp'));
      renameSync(join(dir, '..data_tmp'), join(dir, '..data'));
    };
    swap(1);
    symlinkSync('..data/shops', join(dir, 'shops'));
    for (const n of [2, 3]) {
      const isSeen = await watched();
      swap(n);
      rmSync(join(dir, `..v${n - 1}`), { recursive: true });
      await eventually(isSeen);
      expect((await loaded()).shops.get('a')?.name).toBe(`店 ${n}`);
    }
    const isSeen = await watched();
    write('shops/a.yaml', SHOP);
    await eventually(isSeen);
  });

  test('a checkout that replaces the folder of shops is seen, and an edit after it too', async () => {
    for (const name of ['一', '二']) {
      const isSeen = await watched();
      mkdirSync(join(dir, 'new'));
      write('new/a.yaml', SHOP.replace('店', name));
      rmSync(join(dir, 'shops'), { recursive: true });
      renameSync(join(dir, 'new'), join(dir, 'shops'));
      await eventually(isSeen);
      await eventually(async () => (await loaded()).shops.get('a')?.name === name);
    }
    const isSeen = await watched();
    write('shops/a.yaml', SHOP);
    await eventually(isSeen);
  });

  test('files written while they are read are looked at again, told or not', async () => {
    await watched();
    write('shops/a.yaml', SHOP.replace('店', '別の店'));
    const look = await folder.look({ shop: 'a' });
    await folder.load();
    write('shops/a.yaml', SHOP.replace('店', '更に別の店'));
    expect(await folder.look()).not.toBe(look);
  });
});

describe('loading again', () => {
  test('reads only the files that were written', async () => {
    const before = await loaded();
    write('shops/a.yaml', SHOP.replace('店', '別の店'));
    const after = await loaded();
    expect(after.shops.get('a')?.name).toBe('別の店');
    expect(after.shops.get('b')).toBe(before.shops.get('b'));
  });

  test('reads all of them when the defaults changed, and none when the rest of service.yaml did', async () => {
    const before = await loaded();
    write('service.yaml', SERVICE.replace('ops@', 'others@'));
    const ops = await loaded();
    expect(ops.service.ops).toEqual(['others@example.jp']);
    expect(ops.shops.get('b')).toBe(before.shops.get('b'));
    write('service.yaml', `${SERVICE}defaults: { language: en }\n`);
    expect((await loaded()).shops.get('b')?.language).toBe('en');
  });

  test('names the faults of a broken file each time, and keeps the others', async () => {
    write('shops/a.yaml', 'name: [');
    for (const _ of [1, 2]) {
      await folder.look();
      const read = await folder.load();
      expect('faults' in read && read.faults.map(({ file, line }) => [file, line])).toEqual([
        [join(dir, 'shops/a.yaml'), 1],
      ]);
    }
  });
});

test('hundreds of files are read here without holding up other work', async () => {
  for (let n = 0; n < 900; n++) write(`shops/s${n}.yaml`, SHOP);
  let turns = 0;
  const turning = setInterval(() => turns++, 1);
  expect((await loaded()).shops.size).toBe(902);
  clearInterval(turning);
  expect(turns).toBeGreaterThan(10);
});
