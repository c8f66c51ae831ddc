// `start` as a process: SIGTERM ends it in an orderly way, also while Redis is away.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, onTestFinished, test } from 'vitest';
import { MIDORI, SERVICE_YAML } from '../../src/demo/story-shops.ts';
import { testDatabase } from '../support/database.ts';
import { builtProgram } from '../support/run/programs.ts';
import { startRedis } from '../support/run/redis-server.ts';

const LONG_MS = 240_000;
const MAIN = builtProgram('src/main.ts');
const database = testDatabase();

interface Started {
  /** Resolves with the first line of the log that holds the words. */
  said(words: string): Promise<string>;
  stop(): Promise<number | null>;
}

/** The real command with its own folder; no RMS is asked, because no secret is set. */
function start(queueUrl?: string): Started {
  const folder = mkdtempSync(join(tmpdir(), 'inquiry-sla-start-'));
  mkdirSync(join(folder, 'config', 'shops'), { recursive: true });
  writeFileSync(join(folder, 'config', 'service.yaml'), SERVICE_YAML);
  writeFileSync(join(folder, 'config', 'shops', `${MIDORI.id}.yaml`), MIDORI.yaml);
  const args = [MAIN, 'start', '--config', join(folder, 'config'), '--data', join(folder, 'data')];
  const { PATH } = process.env;
  const child = spawn(process.execPath, args, {
    stdio: ['ignore', 'pipe', 'inherit'],
    // A developer's .env is none of this.
    cwd: folder,
    env: { PATH, PORT: '0', DATABASE_URL: database.url, ...(queueUrl === undefined ? {} : { QUEUE_URL: queueUrl }) },
  });
  const exit = once(child, 'exit') as Promise<[number | null]>;
  const lines: string[] = [];
  const waiting: { words: string; tell(line: string): void }[] = [];
  createInterface({ input: child.stdout }).on('line', (line) => {
    lines.push(line);
    for (const { words, tell } of waiting) if (line.includes(words)) tell(line);
  });
  onTestFinished(() => {
    child.kill('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  });
  return {
    said: (words) =>
      new Promise((tell, fail) => {
        const known = lines.find((line) => line.includes(words));
        if (known !== undefined) return tell(known);
        waiting.push({ words, tell });
        void exit.then(([code]) => fail(new Error(`it ended with ${code} before it said: ${words}`)));
      }),
    stop: async () => {
      child.kill('SIGTERM');
      return (await exit)[0];
    },
  };
}

test(
  'the first line says what is watched and where, without a password; SIGTERM stops it with exit code 0',
  async () => {
    const service = start();
    const first = JSON.parse(await service.said('watching')) as { msg: string };
    expect(first.msg).toContain('watching 1 shop, 1 of them read from RMS');
    expect(first.msg).toContain('queue: BullMQ on the same PostgreSQL');
    expect(first.msg).not.toContain(new URL(database.url).password);
    await service.said('running, the board is at http://127.0.0.1:');
    expect(await service.stop()).toBe(0);
  },
  LONG_MS,
);

test(
  'SIGTERM while Redis is away ends it in an orderly way',
  async ({ skip }) => {
    const folder = mkdtempSync(join(tmpdir(), 'inquiry-sla-redis-'));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    const redis = await startRedis(folder);
    if (redis === null) return skip('no redis-server on this machine');
    const service = start(redis.url);
    await service.said('The queue answers');
    await redis.stop();
    await service.said('The queue does not answer');
    expect(await service.stop()).toBe(0);
    await service.said('stopped');
  },
  LONG_MS,
);
