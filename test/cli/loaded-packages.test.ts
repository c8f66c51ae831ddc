// A command starts as fast as what it loads: these are all packages that the commands without a service load. Trap: what is
// imported for one name or one error class brings its whole package.

import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { configFolder, SERVICE, SHOP } from '../config/folder.ts';

const MAIN = fileURLToPath(new URL('../../src/main.ts', import.meta.url));

/** Writes each loaded module to stderr: what was imported, and at the end what was required. */
const LOADS = `
  import { writeSync } from 'node:fs';
  export async function load(url, context, next) {
    writeSync(2, 'loaded ' + url + '\\n');
    return next(url, context);
  }`;
const WATCH = `
  import { writeSync } from 'node:fs';
  import Module, { register } from 'node:module';
  register(${JSON.stringify(`data:text/javascript,${encodeURIComponent(LOADS)}`)});
  process.on('exit', () => {
    for (const file of Object.keys(Module._cache)) writeSync(2, 'loaded ' + file + '\\n');
  });`;

const asImport = (source: string): string => `data:text/javascript,${encodeURIComponent(source)}`;

/** What runs TypeScript here and is not there for users. */
const OF_THE_TEST = new Set(['tsx', 'esbuild', 'get-tsconfig', 'resolve-pkg-maps']);

function packagesOf(argv: readonly string[], input = ''): string[] {
  const cwd = configFolder({ 'config/service.yaml': SERVICE, 'config/shops/a.yaml': SHOP });
  const args = ['--import', import.meta.resolve('tsx'), '--import', asImport(WATCH), MAIN, ...argv];
  const { PATH } = process.env;
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd, input, encoding: 'utf8', env: { PATH } });
  // A command that did nothing would load nothing.
  expect([status, stdout === '']).toEqual([0, false]);
  const names = [...stderr.matchAll(/^loaded .*\/node_modules\/((?:@[^/]+\/)?[^/]+)\//gm)].map(([, name]) => name!);
  return [...new Set(names)].filter((name) => !OF_THE_TEST.has(name)).sort();
}

const REQUEST = { timeZone: 'Asia/Tokyo', calendar: { nationalHolidays: 'JP' }, policy: { counting: 'day-end' } };
const ZONES = ['temporal-polyfill', 'temporal-utils'];

test.each([
  ['--help', [], ''],
  ['deadline a 2026-12-28T16:00:00+09:00', [...ZONES, 'yaml'], ''],
  ['check', [...ZONES, 'yaml'], ''],
  ['deadlines', ZONES, { ...REQUEST, id: '1', startedAt: '2026-12-28T07:00:00Z' }],
  ['replay', ZONES, { ...REQUEST, id: '1', events: [], now: '2026-12-28T07:00:00Z' }],
])('%s loads commander and %j', (line, packages, request) => {
  const input = request === '' ? '' : `${JSON.stringify(request)}\n`;
  expect(packagesOf(line.split(' '), input)).toEqual(['commander', ...packages]);
});
