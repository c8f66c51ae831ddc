// The embedded PostgreSQL's life: start, stop, sharing, and every way of being killed. Real servers, real processes.

import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import pino from 'pino';
import { afterAll, describe, expect, onTestFinished, test } from 'vitest';
import { type EmbeddedPostgres, openEmbeddedPostgres } from '../../../src/store/embedded/embedded-postgres.ts';
import { ask, embeddedFolder, otherProcess, serverOn } from '../../support/embedded.ts';
import { eventually } from '../../support/eventually.ts';

const logger = pino({ level: 'silent' });
const folder = embeddedFolder();
afterAll(() => folder.remove());

async function open(dataDir: string, log = logger): Promise<EmbeddedPostgres> {
  const embedded = await openEmbeddedPostgres({ dataDir, logger: log, durable: false });
  onTestFinished(() => embedded.close());
  return embedded;
}

describe('alone on its folder', () => {
  test('it keeps the data over a stop and leaves no server behind', async () => {
    const dataDir = folder.fresh();
    const first = await open(dataDir);
    await ask(first.url, 'create table note as select 42 as n');
    await first.close();
    expect(serverOn(dataDir)).toBeNull();
    expect(existsSync(join(dataDir, 'url'))).toBe(false);
    const second = await open(dataDir);
    expect(await ask(second.url, 'select n from note')).toEqual([42]);
  });

  test('its URL lies in a file that only its owner reads, and no other password gets in', async () => {
    const dataDir = folder.fresh();
    const { url } = await open(dataDir);
    const file = join(dataDir, 'url');
    expect(readFileSync(file, 'utf8').trim()).toBe(url);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(new URL(url).hostname).toBe('127.0.0.1');
    await expect(ask(url.replace(/:[0-9a-f]+@/, ':guessed@'), 'select 1')).rejects.toMatchObject({ code: '28P01' });
  });

  test('what the server calls fatal is logged as an error, everything else as debug, a stop never', async () => {
    const lines: { level: number; severity?: string; msg: string }[] = [];
    const log = pino({ level: 'debug' }, { write: (line: string) => lines.push(JSON.parse(line)) });
    const embedded = await open(folder.fresh(), log);
    await expect(ask(`${embedded.url}_missing`, 'select 1')).rejects.toThrow();
    await eventually(() => lines.some(({ msg }) => msg.includes('does not exist')));
    await embedded.close();
    const errors = lines.filter(({ level }) => level >= 50);
    expect(errors.map(({ msg }) => msg)).toEqual([expect.stringContaining('_missing" does not exist')]);
    expect(lines.some(({ level, msg }) => level === 20 && msg.includes('ready to accept connections'))).toBe(true);
  });
});

describe('shared with another process', () => {
  test('two that start at once on an empty folder get one server, and the last one out stops it', async () => {
    const dataDir = folder.fresh();
    const [ours, other] = await Promise.all([open(dataDir), otherProcess(dataDir)]);
    expect(other.url).toBe(ours.url);
    await other.close();
    expect(await ask(ours.url, 'select 1')).toEqual([1]);
    await ours.close();
    expect(serverOn(dataDir)).toBeNull();
  });

  test('whoever started it may leave first', async () => {
    const dataDir = folder.fresh();
    const starter = await otherProcess(dataDir);
    const ours = await open(dataDir);
    await starter.close();
    expect(await ask(ours.url, 'select 1')).toEqual([1]);
    // Its log has no reader any more; that must not hurt it.
    await expect(ask(`${ours.url}_missing`, 'select 1')).rejects.toThrow();
    expect(await ask(ours.url, 'select 1')).toEqual([1]);
    await ours.close();
    expect(serverOn(dataDir)).toBeNull();
  });

  test('the starter is killed with kill -9: the other goes on', async () => {
    const dataDir = folder.fresh();
    const starter = await otherProcess(dataDir);
    const ours = await open(dataDir);
    await starter.kill();
    expect(await ask(ours.url, 'select 1')).toEqual([1]);
    await ours.close();
    expect(serverOn(dataDir)).toBeNull();
  });
});
