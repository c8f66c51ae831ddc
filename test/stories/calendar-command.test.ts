// The real commands as processes: `start` reads its files again on SIGHUP, `apply` beside it works through the database.

import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { expect, onTestFinished, test } from 'vitest';
import { testDatabase } from '../support/database.ts';
import { builtProgram } from '../support/run/programs.ts';

const MAIN = builtProgram('src/main.ts');
const database = testDatabase();
const shopFile = (closed: string) =>
  `name: サンプル茶舗\nowner: [owner@example.jp]\ncalendar: { closed: [${closed}] }\n`;

test('SIGHUP reads the files again, apply beside the running service shows and stores what is edited', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'calendar-command-'));
  const file = join(folder, 'shops/sample-tea.yaml');
  mkdirSync(join(folder, 'shops'));
  writeFileSync(
    join(folder, 'service.yaml'),
    'ops: [ops@example.jp]\nfrom: sla@example.jp\npublicUrl: https://sla.example.jp\n',
  );
  writeFileSync(file, shopFile(''));
  const { PATH } = process.env;
  const options = { env: { PATH, PORT: '0', DATABASE_URL: database.url } };
  const folders = ['--config', folder, '--data', join(folder, 'data')];
  const service = spawn(process.execPath, [MAIN, 'start', ...folders], {
    ...options,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exit = once(service, 'exit');
  onTestFinished(() => {
    service.kill('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  });
  const lines = createInterface({ input: service.stdout })[Symbol.asyncIterator]();
  const said = async (words: string): Promise<string> => {
    for (;;) {
      const { value, done } = await lines.next();
      if (done) throw new Error(`it ended before it said: ${words}`);
      if (value.includes(words)) return value;
    }
  };

  await said('running, the board');
  writeFileSync(file, shopFile('{ on: 2030-06-03 }'));
  service.kill('SIGHUP');
  expect(await said('SIGHUP: config files read')).toContain('"result":"in-force"');

  writeFileSync(file, shopFile('{ on: 2030-06-03 }, { on: 2030-06-04 }'));
  const args = [MAIN, 'apply', '--json', ...folders];
  const { stdout } = await promisify(execFile)(process.execPath, args, options);
  // Whoever of the two was first has put it in force; the other finds nothing to do.
  const { shops } = JSON.parse(stdout) as { shops: { difference: { en: string[] } }[] };
  expect(shops.flatMap(({ difference }) => difference.en).join()).toMatch(/^(closed added: Tue 4 Jun 2030)?$/);

  service.kill('SIGTERM');
  expect(await exit).toEqual([0, null]);
}, 240_000);
