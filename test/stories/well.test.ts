// Green only when true, with real processes and a PostgreSQL that is really stopped (SIGSTOP): what a process that only
// shows pages says of a worker that died, and what anybody says of a database that answers no more.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, expect, onTestFinished, test } from 'vitest';
import { SERVICE_YAML } from '../../src/demo/story-shops.ts';
import { ask, embeddedFolder, otherProcess, serverOn } from '../support/embedded.ts';
import { eventually } from '../support/eventually.ts';
import { builtProgram } from '../support/run/programs.ts';

const LONG_MS = 240_000;
const MAIN = builtProgram('src/main.ts');
const SHOP = 'name: サンプル茶舗\nowner: [owner@example.jp]\n';
const folder = embeddedFolder();
afterAll(() => folder.remove());

interface Started {
  readonly url: string | null;
  kill(): Promise<void>;
}

/** `start` with these roles; resolves once it runs. */
async function start(databaseUrl: string, role: string): Promise<Started> {
  const own = mkdtempSync(join(tmpdir(), 'inquiry-sla-well-'));
  mkdirSync(join(own, 'config', 'shops'), { recursive: true });
  writeFileSync(join(own, 'config', 'service.yaml'), SERVICE_YAML);
  writeFileSync(join(own, 'config', 'shops', 'tea.yaml'), SHOP);
  const args = [MAIN, 'start', '--role', role, '--config', join(own, 'config'), '--data', own];
  const { PATH } = process.env;
  const child = spawn(process.execPath, args, {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { PATH, PORT: '0', DATABASE_URL: databaseUrl },
  });
  const exit = once(child, 'exit');
  const kill = async () => {
    child.kill('SIGKILL');
    await exit;
  };
  onTestFinished(async () => {
    await kill();
    rmSync(own, { recursive: true, force: true });
  });
  const running = new Promise<string | null>((tell) => {
    createInterface({ input: child.stdout }).on('line', (line) => {
      const { msg, url } = JSON.parse(line) as { msg: string; url?: string };
      if (msg.startsWith('running')) tell(url ?? null);
    });
  });
  const ended = exit.then(([code]) => Promise.reject(new Error(`it ended with ${code} before it ran`)));
  return { url: await Promise.race([running, ended]), kill };
}

interface Played {
  readonly status: number;
  readonly text: string;
}

async function get(url: string): Promise<Played> {
  const answer = await fetch(url, { signal: AbortSignal.timeout(30_000) });
  return { status: answer.status, text: await answer.text() };
}

/** The server and all its processes stand still, or go on: connections stay open and nothing is answered. */
function signalServer(dataDir: string, signal: 'SIGSTOP' | 'SIGCONT'): void {
  const { pid } = serverOn(dataDir)!;
  const children = readdirSync('/proc').filter((name) => /^\d+$/.test(name) && parentOf(name) === pid);
  for (const one of [pid, ...children.map(Number)]) process.kill(one, signal);
}

function parentOf(pid: string): number | null {
  try {
    return Number(readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]!.split(' ')[1]);
  } catch {
    // It ended meanwhile.
    return null;
  }
}

test(
  'a process that only shows pages tells that the worker of its database died, or never was',
  async () => {
    const postgres = await otherProcess(folder.fresh());
    const pages = await start(postgres.url, 'http');
    const readyz = async () =>
      JSON.parse((await get(`${pages.url}/readyz`)).text) as { ready: boolean; matters: string[] };
    expect(await readyz()).toMatchObject({ ready: false, matters: expect.arrayContaining(['worker']) });
    expect((await get(`${pages.url}/`)).text).toContain('期限の監視処理がまだ一度も動いていません');
    const worker = await start(postgres.url, 'worker,source');
    await eventually(async () => expect(await readyz()).toMatchObject({ ready: true, matters: [] }));
    await worker.kill();
    // As if six minutes had passed since.
    await ask(postgres.url, `update worker_tick set at = at - interval '6 minutes'`);
    expect(await readyz()).toMatchObject({ ready: false, parts: { database: { ok: true }, tick: { ok: false } } });
    await eventually(async () => {
      for (const path of ['/', '/system', '/shops/tea', '/mails']) {
        const { text } = await get(`${pages.url}${path}`);
        expect(text).toMatch(/期限の監視が[^<]*から止まっています。/);
        expect(text).not.toContain('監視中（');
      }
    });
  },
  LONG_MS,
);

test(
  'while PostgreSQL stands still /readyz and pages answer all the same, and all is well again with it',
  async () => {
    const dataDir = folder.fresh();
    const postgres = await otherProcess(dataDir);
    const { url } = await start(postgres.url, 'worker,source,http');
    await eventually(async () => expect((await get(`${url}/readyz`)).status).toBe(200));
    signalServer(dataDir, 'SIGSTOP');
    onTestFinished(() => signalServer(dataDir, 'SIGCONT'));
    const [first, second, page, alive] = await Promise.all([
      get(`${url}/readyz`),
      get(`${url}/readyz`),
      get(`${url}/`),
      get(`${url}/healthz`),
    ]);
    for (const told of [first, second]) {
      expect(told.status).toBe(503);
      expect(JSON.parse(told.text)).toMatchObject({ ready: false, parts: { database: { ok: false } } });
    }
    expect(alive.status).toBe(200);
    await eventually(async () => {
      const again = await get(`${url}/`);
      expect([again.status, again.text.includes('データベースが応答しません')]).toEqual([503, true]);
    });
    expect([200, 503]).toContain(page.status);
    signalServer(dataDir, 'SIGCONT');
    await eventually(async () => expect((await get(`${url}/readyz`)).status).toBe(200));
    expect((await get(`${url}/`)).status).toBe(200);
  },
  LONG_MS,
);
