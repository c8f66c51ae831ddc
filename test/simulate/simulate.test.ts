// Short runs of the simulated world, each set in a process of its own: a run takes over clocks, timers and chance.

import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { packagePath } from '../../src/package.ts';

const run = promisify(execFile);
const TSX = createRequire(import.meta.url).resolve('tsx');

async function simulate(...args: string[]): Promise<string[]> {
  const command = ['--import', TSX, packagePath('test/simulate/run.ts'), ...args];
  const { stdout } = await run(process.execPath, command, { timeout: 600_000, maxBuffer: 64 * 1_024 * 1_024 });
  return stdout.trimEnd().split('\n');
}

test('ten worlds hold', { timeout: 600_000 }, async () => {
  const lines = await simulate('--seed', '1', '--runs', '10', '--days', '2');
  expect(lines.filter((line) => line.startsWith('seed '))).toHaveLength(10);
  expect(lines.at(-1)).toContain(': 0 failed');
});

test('the same seed gives the same world, line by line', { timeout: 600_000 }, async () => {
  const once = await simulate('--seed', '11', '--days', '1', '--log');
  const again = await simulate('--seed', '11', '--days', '1', '--log');
  expect(once.length).toBeGreaterThan(50);
  expect(again).toEqual(once);
});

test('a number that is none is refused, with what was found and what is allowed', async () => {
  await expect(simulate('--seed', 'x')).rejects.toMatchObject({
    code: 2,
    stderr: '--seed: found "x"; allowed: a whole number from 1 to 999999999\n',
  });
});
