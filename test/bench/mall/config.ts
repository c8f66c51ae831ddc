// bench: the config folder of a mall: how long a start and `check` take, what the process holds in memory, and how long an
// edit of one file takes until it is in force. Each process is the build in dist/, with a probe that says what it uses.
// What is checked before a time is printed: the shops in force, and the edit's revision in the database.

import { type ChildProcess, spawn } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { sql } from 'kysely';
import { packagePath } from '../../../src/package.ts';
import { type BenchDatabase, benchDatabase, median } from '../database.ts';
import type { BenchLine } from '../line.ts';
import { mallFolder, shopFile, shopText } from './mall-folder.ts';

const MAIN = packagePath('dist/main.js');
const SIZES = [1_000, 10_000, 57_000];
const EDITS = 3;
/** Holds one full look. */
const IDLE_S = 61;
const RSS_MB: Readonly<Record<number, number>> = { 10000: 250, 57000: 700 };
const [START_S, AGAIN_S, CHECK_S, EDIT_S, STALL_MS, PEAK, IDLE_PERCENT] = [20, 5, 20, 2, 20, 1.3, 1];

interface Probe {
  readonly rssMb: number;
  readonly cpuMs: number;
  /** The longest the loop was held up since the last time. */
  readonly stallMs: number;
}

export async function run(): Promise<BenchLine[]> {
  const lines: BenchLine[] = [];
  for (const shops of SIZES) {
    const dir = mallFolder(shops);
    const database = await benchDatabase();
    try {
      lines.push(...(await ofSize(shops, dir, database)));
      if (shops === SIZES.at(-1)) lines.push(await ofCheck(shops, dir));
    } finally {
      await database.close();
      rmSync(dir, { recursive: true, force: true });
    }
  }
  return lines;
}

async function ofSize(shops: number, dir: string, database: BenchDatabase): Promise<BenchLine[]> {
  const first = await start(dir, database, shops);
  await delay(5_000);
  const { rssMb } = await first.probe();
  let peakMb = rssMb;
  const [took, stalls]: [number[], number[]] = [[], []];
  for (let edit = 1; edit <= EDITS; edit++) {
    await delay(2_000);
    await first.probe();
    took.push(await edited(dir, database, edit));
    const { stallMs, rssMb: now } = await first.probe();
    stalls.push(stallMs);
    peakMb = Math.max(peakMb, now);
  }
  const idle = shops === SIZES.at(-1) ? await idlePercent(first) : null;
  await first.stop();
  const again = await start(dir, database, shops);
  await again.stop();
  const name = `config of ${shops} shops: `;
  const limit = RSS_MB[shops];
  return [
    lineOf(`${name}seconds from an edit of one file until it is in force`, median(took) / 1_000, EDIT_S),
    lineOf(`${name}loop held up by an edit (ms)`, median(stalls), STALL_MS),
    ...(idle === null
      ? []
      : [lineOf(`${name}percent of a core while nothing happens, ticks included`, idle, IDLE_PERCENT)]),
    ...(limit === undefined ? [] : [lineOf(`${name}RSS after the first look (MB)`, rssMb, limit)]),
    lineOf(`${name}peak RSS on edits against that`, peakMb / rssMb, PEAK),
    ...ofStart(`${name}seconds of a first start until ready`, first, START_S),
    ...ofStart(`${name}seconds of a start with the same files until ready`, again, AGAIN_S),
  ];
}

/** A machine of two processors at least; what else runs there changes processor time less than time. */
function ofStart(name: string, { readyS, readyCpuS }: Started, limit: number): BenchLine[] {
  return [lineOf(name, readyS, limit), lineOf(`${name}, of processors`, readyCpuS, 2 * limit)];
}

async function idlePercent(process: Started): Promise<number> {
  const before = await process.probe();
  await delay(IDLE_S * 1_000);
  return ((await process.probe()).cpuMs - before.cpuMs) / IDLE_S / 10;
}

async function ofCheck(shops: number, dir: string): Promise<BenchLine> {
  const began = performance.now();
  const child = spawn(process.execPath, [MAIN, 'check', dir], { stdio: ['ignore', 'pipe', 'inherit'] });
  let told = '';
  child.stdout!.on('data', (chunk: Buffer) => {
    told = (told + chunk).slice(0, 200);
  });
  await new Promise((resolve) => child.once('close', resolve));
  if (!told.startsWith(`OK: ${shops} shops`)) throw new Error(`check said: ${told}`);
  return lineOf(
    `check of ${shops} shops, each with a calendar of its own (s)`,
    (performance.now() - began) / 1_000,
    CHECK_S,
  );
}

function lineOf(name: string, value: number, target: number): BenchLine {
  const rounded = Math.round(value * 100) / 100;
  return {
    name,
    value: rounded,
    floor: target,
    ratio: Math.round((value / target) * 100) / 100,
    target: 1,
    ok: value <= target,
  };
}

/** Milliseconds from the write of a file to its revision in the database. */
async function edited(dir: string, { db }: BenchDatabase, edit: number): Promise<number> {
  const began = performance.now();
  writeFileSync(shopFile(dir, 77), shopText(77, ` ${edit}版`));
  for (;;) {
    const { rows } = await sql<{ n: number }>`
      select count(*)::int as n from config_revision where shop = 'shop-77' and cause = 'edit'`.execute(db);
    if (rows[0]!.n === edit) return performance.now() - began;
    await delay(10);
  }
}

/** In the process itself: answers each message with what it uses. */
const PROBE = `
import { monitorEventLoopDelay } from 'node:perf_hooks';
const delay = monitorEventLoopDelay({ resolution: 2 });
delay.enable();
process.on('message', () => {
  const { user, system } = process.cpuUsage();
  process.send({ rssMb: process.memoryUsage.rss() / 2 ** 20, cpuMs: (user + system) / 1_000, stallMs: delay.max / 1e6 });
  delay.reset();
});
process.channel?.unref();`;

interface Started {
  readonly readyS: number;
  /** Processor seconds until then, which other work on the machine changes less. */
  readonly readyCpuS: number;
  probe(): Promise<Probe>;
  stop(): Promise<void>;
}

async function start(dir: string, { db, url }: BenchDatabase, shops: number): Promise<Started> {
  const probe = `data:text/javascript,${encodeURIComponent(PROBE)}`;
  const argv = ['--import', probe, MAIN, 'start', '--config', dir, '--data', join(dir, 'data')];
  const env = { ...process.env, DATABASE_URL: url, PORT: '0', LOG_LEVEL: 'info' };
  const began = performance.now();
  const child = spawn(process.execPath, argv, { env, stdio: ['ignore', 'pipe', 'inherit', 'ipc'] });
  const base = await addressOf(child);
  while (!(await fetch(`${base}/readyz`)).ok) await delay(50);
  const readyS = (performance.now() - began) / 1_000;
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from shop where removed_at is null`.execute(db);
  if (rows[0]!.n !== shops) throw new Error(`${rows[0]!.n} of ${shops} shops are in force`);
  const { cpuMs } = await ask(child);
  return {
    readyS,
    readyCpuS: cpuMs / 1_000,
    probe: () => ask(child),
    stop: async () => {
      const ended = new Promise((resolve) => child.once('close', resolve));
      child.kill('SIGTERM');
      await ended;
    },
  };
}

function ask(child: ChildProcess): Promise<Probe> {
  return new Promise((resolve) => {
    child.once('message', (message) => resolve(message as Probe));
    child.send('probe');
  });
}

function addressOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    child.stdout!.on('data', (chunk: Buffer) => {
      text = (text + chunk).slice(-4_096);
      const [, url] = /the board is at (http:[^" ]+)/.exec(text) ?? [];
      if (url !== undefined) resolve(url);
    });
    child.once('close', (code) => reject(new Error(`start ended with ${code}: ${text}`)));
  });
}
