// npm run fuzz -- --runs N --seed S [--path P] [target…]: each target in parts of 500 inputs, each part with the next seed.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { closeDatabase, openDatabase } from '../../src/store/database.ts';
import { openEmbeddedPostgres } from '../../src/store/embedded/embedded-postgres.ts';
import { migrate } from '../../src/store/migrate.ts';
import { silentLogger as logger } from '../support/database.ts';
import { openPlace } from './place.ts';
import { forkShell } from './targets/arguments.ts';
import { TARGET_NAMES, TARGETS, type TargetName } from './targets.ts';

const PART = 500;
/** After so many inputs that show something, a target is left. */
const ENOUGH = 5;

const { values, positionals } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    runs: { type: 'string', default: '300' },
    path: { type: 'string' },
  },
  allowPositionals: true,
});
const refuse = (words: string): never => {
  process.stderr.write(`${words}\n`);
  process.exit(2);
};
const whole = (name: 'seed' | 'runs'): number =>
  /^[1-9]\d{0,8}$/.test(values[name])
    ? Number(values[name])
    : refuse(`--${name}: found ${JSON.stringify(values[name])}; allowed: a whole number from 1 to 999999999`);
const [seed, runs] = [whole('seed'), whole('runs')];
const isTarget = (name: string): name is TargetName => (TARGET_NAMES as string[]).includes(name);
const asked = (positionals.length > 0 ? positionals : TARGET_NAMES).map((name) =>
  isTarget(name) ? name : refuse(`found the target ${JSON.stringify(name)}; allowed: ${TARGET_NAMES.join(', ')}`),
);
const say = (line: string): void => void process.stdout.write(`${line}\n`);

const folder = mkdtempSync(join(tmpdir(), 'inquiry-sla-fuzz-'));
const postgres = await openEmbeddedPostgres({ dataDir: join(folder, 'postgres'), logger, durable: false });
const template = openDatabase(postgres.url, { max: 2, logger });
await migrate(template, { logger });
await closeDatabase(template);
const shell = forkShell(fileURLToPath(new URL('./targets/shell-process.ts', import.meta.url)), [
  '--import',
  import.meta.resolve('tsx'),
]);
let failed = 0;
for (const name of asked) failed += await fuzz(name);
await postgres.close();
rmSync(folder, { recursive: true, force: true });
process.exitCode = failed > 0 ? 1 : 0;

/** How many of its inputs showed something. */
async function fuzz(name: TargetName): Promise<number> {
  let [done, found, slowestMs] = [0, 0, 0];
  const began = performance.now();
  for (let part = seed; done < runs && found < ENOUGH; part++) {
    const place = openPlace(postgres.url);
    const target = await TARGETS[name]({ place, shell });
    const size = Math.min(PART, runs - done);
    const outcome = await target.fuzz({ seed: part, runs: size, path: values.path });
    await target.close();
    await place.close();
    done += size;
    slowestMs = Math.max(slowestMs, outcome.slowestMs);
    if (outcome.found === null) continue;
    found++;
    const { wrong, input, path } = outcome.found;
    say(`${name}: ${wrong}`);
    say(`  ${JSON.stringify(input)}`);
    say(`  npm run fuzz -- --seed ${part} --runs ${size} --path ${path} ${name}`);
  }
  const seconds = ((performance.now() - began) / 1_000).toFixed(0);
  say(`${name}: ${done} inputs in ${seconds} s, slowest ${slowestMs.toFixed(0)} ms of a processor: ${found} found`);
  return found;
}
