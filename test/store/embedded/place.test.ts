// Where the embedded PostgreSQL's files and programs may lie, and what is said where it cannot run.

import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  realpathSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import pino from 'pino';
import { afterAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import { openEmbeddedPostgres } from '../../../src/store/embedded/embedded-postgres.ts';
import { ask, embeddedFolder } from '../../support/embedded.ts';
import { removeDataFolder } from '../../support/run/run-folder.ts';

const logger = pino({ level: 'silent' });
const folder = embeddedFolder();
afterAll(() => folder.remove());

async function open(dataDir: string): Promise<{ url: string; close(): Promise<void> }> {
  const embedded = await openEmbeddedPostgres({ dataDir, logger, durable: false });
  onTestFinished(() => embedded.close());
  return embedded;
}

test('a platform without an embedded PostgreSQL is told to set DATABASE_URL', async () => {
  const dataDir = folder.fresh();
  vi.spyOn(process, 'arch', 'get').mockReturnValue('mips');
  onTestFinished(() => void vi.restoreAllMocks());
  await expect(open(dataDir)).rejects.toThrow(/no embedded PostgreSQL for \w+-mips.*DATABASE_URL=/);
});

test('a folder that cannot be made says why, and the way out', async () => {
  const dataDir = join(folder.fresh(), 'data');
  writeFileSync(dataDir, 'a file');
  await expect(open(join(dataDir, 'postgres'))).rejects.toThrow(
    /data\/postgres cannot be used \(ENOTDIR\).*DATABASE_URL=/,
  );
});

describe.skipIf(process.getuid?.() !== 0)('as root in a folder that only root can enter', () => {
  function closedFolder(): { clone: string; dataDir: string } {
    const clone = folder.fresh();
    chmodSync(clone, 0o700);
    const dataDir = join(clone, 'data/postgres');
    onTestFinished(() => removeDataFolder(dataDir));
    return { clone, dataDir };
  }

  test('the cluster lies elsewhere, behind a link, and is found again', async () => {
    const { dataDir } = closedFolder();
    const first = await open(dataDir);
    expect(lstatSync(join(dataDir, 'cluster')).isSymbolicLink()).toBe(true);
    await ask(first.url, 'create table note as select 42 as n');
    await first.close();
    const second = await open(dataDir);
    expect(await ask(second.url, 'select n from note')).toEqual([42]);
  });

  test('what a deleted temporary folder leaves is removed with the next one', async () => {
    const { clone, dataDir } = closedFolder();
    await (await open(dataDir)).close();
    const home = dirname(realpathSync(join(dataDir, 'cluster')));
    rmSync(clone, { recursive: true });
    await open(closedFolder().dataDir);
    expect(existsSync(home)).toBe(false);
  });

  test('a clone that is moved keeps its database', async () => {
    const { clone, dataDir } = closedFolder();
    const first = await open(dataDir);
    await ask(first.url, 'create table note as select 42 as n');
    await first.close();
    const moved = closedFolder();
    rmSync(moved.clone, { recursive: true });
    renameSync(clone, moved.clone);
    const second = await open(moved.dataDir);
    expect(await ask(second.url, 'select n from note')).toEqual([42]);
  });

  test('a copied clone does not work on the original database', async () => {
    const { dataDir } = closedFolder();
    await (await open(dataDir)).close();
    const copy = closedFolder();
    mkdirSync(copy.dataDir, { recursive: true });
    symlinkSync(realpathSync(join(dataDir, 'cluster')), join(copy.dataDir, 'cluster'));
    await expect(open(copy.dataDir)).rejects.toThrow(/copied link to the database of/);
    rmSync(join(copy.dataDir, 'cluster'));
  });

  test('a cluster whose folder is closed later moves out of it with its data', async () => {
    const clone = folder.fresh();
    chmodSync(clone, 0o755);
    const dataDir = join(clone, 'data/postgres');
    onTestFinished(() => removeDataFolder(dataDir));
    const first = await open(dataDir);
    expect(lstatSync(join(dataDir, 'cluster')).isSymbolicLink()).toBe(false);
    await ask(first.url, 'create table note as select 42 as n');
    await first.close();
    chmodSync(clone, 0o700);
    const second = await open(dataDir);
    expect(await ask(second.url, 'select n from note')).toEqual([42]);
    const home = dirname(realpathSync(join(dataDir, 'cluster')));
    await second.close();
    await removeDataFolder(dataDir);
    expect(existsSync(home)).toBe(false);
  });
});
