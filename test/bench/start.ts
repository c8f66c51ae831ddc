// bench: how long a command takes to start and answer, in CPU time, against an empty Node; pairs, so that both meet the same load.

import { spawnSync } from 'node:child_process';
import { packagePath } from '../../src/package.ts';
import type { BenchLine } from './line.ts';

const ROOT = packagePath('');
const PAIRS = 21;
const TARGET = 2.5;
const DEADLINE = ['dist/main.js', 'deadline', 'sample-tea', '2026-12-28T16:00:00+09:00'];

/** CPU milliseconds of `deadline` as built, and of `node -e 0`. */
export async function run(): Promise<BenchLine[]> {
  const taken = Array.from({ length: PAIRS }, () => ({ empty: cpuMs(['-e', '0']), command: cpuMs(DEADLINE) }));
  const floor = median(taken.map(({ empty }) => empty));
  const value = median(taken.map(({ command }) => command));
  const ratio = Math.round((value / floor) * 100) / 100;
  const name = 'start: CPU ms of `deadline`, vs an empty Node';
  return [{ name, value: Math.round(value), floor: Math.round(floor), ratio, target: TARGET, ok: ratio <= TARGET }];
}

/** What the process itself says at its end: the parent's wall clock would count the other processes as well. */
function cpuMs(argv: readonly string[]): number {
  const told = `data:text/javascript,${encodeURIComponent(
    `import { writeSync } from 'node:fs'; process.on('exit', () => { const { user, system } = process.cpuUsage(); writeSync(2, '\\ncpu ' + (user + system)); });`,
  )}`;
  const { status, stderr } = spawnSync(process.execPath, ['--import', told, ...argv], { cwd: ROOT, encoding: 'utf8' });
  const [, micros] = /cpu (\d+)$/.exec(stderr) ?? [];
  if (status !== 0 || micros === undefined) throw new Error(`${argv.join(' ')} failed: ${stderr}`);
  return Number(micros) / 1000;
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1]!;
}
