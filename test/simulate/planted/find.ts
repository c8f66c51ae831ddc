// npm run planted -- [--bug NAME] [--runs N] [--days D]: plants each bug in turn and runs worlds from the first seed on until one
// finds it. Without a bug the same worlds hold. Which seed it is changes with the product: a statement more is another world.

import { spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import { parseArgs } from 'node:util';
import type { Bug } from './bug.ts';
import { BUGS } from './bugs.ts';
import { buildWith } from './build.ts';

const { values } = parseArgs({
  options: {
    bug: { type: 'string' },
    runs: { type: 'string', default: '200' },
    days: { type: 'string' },
  },
});

const chosen = values.bug === undefined ? BUGS : BUGS.filter(({ name }) => name === values.bug);
if (chosen.length === 0) {
  const names = BUGS.map(({ name }) => name).join(', ');
  process.stderr.write(`--bug: found ${JSON.stringify(values.bug)}; allowed: ${names}\n`);
  process.exit(2);
}

let missed = 0;
for (const bug of chosen) {
  const began = performance.now();
  const found = await find(bug);
  if (found === null) missed++;
  const seconds = ((performance.now() - began) / 1_000).toFixed(0);
  const result = found === null ? `not found in ${values.runs} seeds` : `found by seed ${found.seed}: ${found.fault}`;
  process.stdout.write(`${bug.name} (${bug.what}), ${seconds} s: ${result}\n`);
}
process.stdout.write(`${chosen.length - missed} bugs found, ${missed} missed\n`);
process.exitCode = missed > 0 ? 1 : 0;

interface Found {
  readonly seed: number;
  readonly fault: string;
}

async function find(bug: Bug): Promise<Found | null> {
  const { program, folder } = await buildWith(bug);
  const days = values.days ?? String(bug.days);
  const worlds = ['--runs', values.runs, '--days', days];
  const child = spawn(process.execPath, [program, ...worlds], { stdio: ['ignore', 'pipe', 'inherit'] });
  try {
    let seed = 0;
    for await (const line of linesOf(child.stdout)) {
      const match = /^seed (\d+) /.exec(line);
      if (match !== null) seed = Number(match[1]);
      else if (line.startsWith('  ')) return { seed, fault: line.trim().slice(0, 200) };
    }
    return null;
  } finally {
    child.kill();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function* linesOf(stream: AsyncIterable<Buffer>): AsyncGenerator<string> {
  let rest = '';
  for await (const piece of stream) {
    const lines = (rest + piece).split('\n');
    rest = lines.pop()!;
    yield* lines;
  }
}
