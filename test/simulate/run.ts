// npm run simulate -- --seed S --runs N --days D [--trace | --log]: with --log only what happened is printed.

import { parseArgs } from 'node:util';
import { openEngine } from './engine.ts';
import { takeOverHost } from './host.ts';
import { ALLOWED_MS } from './judge/law.ts';
import { type Outcome, runWorld } from './world.ts';

const OPTIONS = {
  seed: { type: 'string', default: '1' },
  runs: { type: 'string', default: '1' },
  days: { type: 'string', default: '14' },
  trace: { type: 'boolean', default: false },
  log: { type: 'boolean', default: false },
} as const;

const { values } = parseArgs({ options: OPTIONS });
const { trace } = values;
const [first, runs, days] = [wholeOf('seed'), wholeOf('runs'), wholeOf('days')];
const cpuMs = (): number => process.cpuUsage().user / 1_000;

const host = takeOverHost();
const engine = await openEngine(host);
const say = (line: string): void => void process.stdout.write(`${line}\n`);
let failed = 0;
let latestMs = 0;
const began = process.hrtime.bigint();
for (let seed = first; seed < first + runs; seed++) {
  const before = cpuMs();
  const outcome = await runWorld(host, engine, { seed, days, ...(trace && { trace: say }) });
  if (outcome.faults.length > 0) failed++;
  latestMs = Math.max(latestMs, outcome.latestMs);
  if (values.log) for (const line of outcome.log.lines()) say(line);
  else tell(seed, outcome, cpuMs() - before);
}
await engine.close();
const minutes = Number(process.hrtime.bigint() - began) / 60e9;
// What took wall time is no part of what happened.
if (!values.log)
  say(
    `${runs} runs of ${days} days, ${(runs / minutes).toFixed(1)} a minute: ${failed} failed, latest mail ${latestMs / 1_000} s, allowed ${ALLOWED_MS / 1_000} s`,
  );
process.exitCode = failed > 0 ? 1 : 0;

function wholeOf(name: 'seed' | 'runs' | 'days'): number {
  const found = values[name];
  if (/^[1-9]\d{0,8}$/.test(found)) return Number(found);
  process.stderr.write(`--${name}: found ${JSON.stringify(found)}; allowed: a whole number from 1 to 999999999\n`);
  process.exit(2);
}

function tell(
  seed: number,
  { faults, log, steps, notices, lists, summaries, warnings, promises, mails, statements }: Outcome,
  ms: number,
): void {
  say(
    `seed ${seed} log ${log.print()} ${log.lines().length} lines, ${statements} statements, ${steps} steps judged, ${notices} notices, ${promises} promises, ${mails} mails (${lists} morning lists, ${summaries} summaries), ${warnings} warnings of goals, ${(ms / 1_000).toFixed(1)} s: ${faults.length} faults`,
  );
  if (faults.length === 0) return;
  for (const fault of faults.slice(0, 10)) say(`  ${fault}`);
  say(`  npm run simulate -- --seed ${seed} --runs 1 --days ${days} --trace`);
}
