// Short runs of the simulated world, each set in a process of its own: a run takes over clocks, timers and chance.

import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { builtProgram } from '../support/run/programs.ts';

const run = promisify(execFile);

async function simulate(...args: string[]): Promise<string[]> {
  const { stdout } = await run(process.execPath, [builtProgram('test/simulate/run.ts'), ...args], { timeout: 600_000 });
  return stdout.trimEnd().split('\n');
}

/** A line of each world, with a print of its whole log. */
const worlds = (lines: readonly string[]): string[] =>
  lines.filter((line) => line.startsWith('seed ')).map((line) => line.replace(/, [\d.]+ s:/, ':'));

test('ten worlds hold, and the same seed gives the same world in another process', { timeout: 600_000 }, async () => {
  const ten = await simulate('--seed', '1', '--runs', '10', '--days', '2');
  expect(worlds(ten)).toHaveLength(10);
  expect(ten.at(-1)).toContain(': 0 failed');
  const again = await simulate('--seed', '3', '--days', '2');
  expect(worlds(again)).toEqual([worlds(ten)[2]]);
});

test('a number that is none is refused, with what was found and what is allowed', async () => {
  await expect(simulate('--seed', 'x')).rejects.toMatchObject({
    code: 2,
    stderr: '--seed: found "x"; allowed: a whole number from 1 to 999999999\n',
  });
});
