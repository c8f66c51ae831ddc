// npm run chaos -- --runs N --seed S [--backend redis|postgres] [--beside last|<tag>] [--trace]

import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { buildRelease, lastTag, type OlderRelease } from './older-release.ts';
import { ALLOWED_MS, play } from './play.ts';
import { openPostgres, openRedis } from './servers.ts';

const BACKENDS = ['redis', 'postgres'];
const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    runs: { type: 'string', default: '1' },
    backend: { type: 'string', default: 'redis' },
    beside: { type: 'string' },
    trace: { type: 'boolean', default: false },
  },
});
const refuse = (words: string): never => {
  process.stderr.write(`${words}\n`);
  process.exit(2);
};
const whole = (name: 'seed' | 'runs'): number =>
  /^[1-9]\d{0,8}$/.test(values[name])
    ? Number(values[name])
    : refuse(`--${name}: found ${JSON.stringify(values[name])}; allowed: a whole number from 1 to 999999999`);
const [first, runs] = [whole('seed'), whole('runs')];
const { backend } = values;
if (!BACKENDS.includes(backend)) refuse(`--backend: found ${JSON.stringify(backend)}; allowed: ${BACKENDS.join(', ')}`);
const say = (line: string): void => void process.stdout.write(`${line}\n`);

const postgres = await openPostgres();
const redis = backend === 'redis' ? await openRedis() : null;
if (backend === 'redis' && redis === null) refuse('NO REDIS: install redis-server, or ask for --backend postgres');
const main = fileURLToPath(new URL('../../dist/main.js', import.meta.url));
const older = values.beside === undefined ? null : olderOf(values.beside);
const total = { missed: 0, doubled: 0, wrong: 0, givenUp: 0, latestMs: 0 };
try {
  for (let seed = first; seed < first + runs; seed++) {
    const began = performance.now();
    const trace = (line: string): void => say(`${((performance.now() - began) / 1_000).toFixed(2)} ${line}`);
    const played = await play({ seed, postgres, redis, main, older: older?.main, ...(values.trace && { trace }) });
    const { missed, doubled, wrong, givenUp, latestMs, inquiries, mails, logs } = played;
    const seconds = ((performance.now() - began) / 1_000).toFixed(0);
    say(
      `seed ${seed} on ${backend}: ${inquiries} inquiries, ${mails} mails in ${seconds} s: ${inWords({ missed: missed.length, doubled: doubled.length, wrong: wrong.length, givenUp: givenUp.length, latestMs })}`,
    );
    for (const [kind, found] of Object.entries({ missed, doubled, wrong, 'given up': givenUp }))
      for (const one of found.slice(0, 10)) say(`  ${kind}: ${one}`);
    if (logs !== null) say(`  logs: ${logs}\n  npm run chaos -- --seed ${seed} --runs 1 --backend ${backend} --trace`);
    total.missed += missed.length;
    total.doubled += doubled.length;
    total.wrong += wrong.length;
    total.givenUp += givenUp.length;
    total.latestMs = Math.max(total.latestMs, latestMs);
  }
} finally {
  older?.remove();
  await redis?.close();
  await postgres.close();
}
say(`${runs} runs on ${backend}, allowed ${ALLOWED_MS / 1_000} s: ${inWords(total)}`);
process.exitCode = total.missed + total.doubled + total.wrong > 0 || total.latestMs > ALLOWED_MS ? 1 : 0;

function inWords({ missed, doubled, wrong, givenUp, latestMs }: typeof total): string {
  const told = givenUp > 0 ? `${givenUp} given up and told to ops, ` : '';
  return `${told}missed ${missed}, doubled ${doubled}, wrong ${wrong}, late by at most ${(latestMs / 1_000).toFixed(1)} s`;
}

function olderOf(name: string): OlderRelease {
  const found = name === 'last' ? lastTag() : { tag: name };
  return 'tag' in found ? buildRelease(found.tag) : refuse(`NO RELEASE BEFORE: ${found.why}`);
}
