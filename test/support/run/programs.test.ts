import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { endProgramsOf } from './programs.ts';

test('a program that outlived its test run is ended, and no other', async () => {
  const folders = [0, 1].map(() => mkdtempSync(join(tmpdir(), 'inquiry-sla-programs-')));
  const [left, other] = folders.map((folder) => {
    const file = join(folder, 'waits.mjs');
    writeFileSync(file, 'setInterval(() => {}, 1_000); process.stdout.write("ready");');
    return spawn(process.execPath, [file], { stdio: ['ignore', 'pipe', 'inherit'] });
  });
  await Promise.all([left!, other!].map(({ stdout }) => once(stdout, 'data')));
  const end = once(left!, 'exit');
  endProgramsOf(folders[0]!);
  expect(await end).toEqual([null, 'SIGKILL']);
  expect(other!.exitCode).toBeNull();
  other!.kill('SIGKILL');
  await once(other!, 'exit');
  for (const folder of folders) rmSync(folder, { recursive: true });
});
