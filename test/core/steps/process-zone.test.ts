// core: the zone of the process decides nothing. Trap: TZ is read once at start, so each runs in a process of its own.

import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

const run = promisify(execFile);

async function printed(zone: string): Promise<string> {
  const script = new URL('./print-deadlines.ts', import.meta.url).pathname;
  const { stdout } = await run(process.execPath, ['--import', 'tsx', script], { env: { ...process.env, TZ: zone } });
  return stdout;
}

test('deadlines and their words are the same in every zone the process may run in', async () => {
  const [utc, ...others] = await Promise.all(['UTC', 'America/Sao_Paulo', 'Pacific/Kiritimati'].map(printed));
  expect(utc!.split('\n')).toHaveLength(49);
  for (const other of others) expect(other).toBe(utc);
});
