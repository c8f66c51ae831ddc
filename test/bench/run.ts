// bench: `npm run bench [-- name …]` prints one line of JSON per result; exit 1 when a target is missed. What runs is a build,
// as in production, of the benches and their programs too: tsx wraps every function and costs a fifth.

import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { IS_BUILT, packagePath } from '../../src/package.ts';
import type { BenchLine } from './line.ts';

/** Processes of their own, found by `codePath`. */
const PROGRAMS = ['dashboard-server.ts', 'herd-worker.ts', 'mails/smtp-sink.ts', 'mall/mall-rms-server.ts'];
const BUILD = packagePath('node_modules/.cache/inquiry-sla-bench');

const BENCHES: Readonly<Record<string, () => Promise<{ run(): Promise<BenchLine[]> }>>> = {
  counting: () => import('./counting.ts'),
  dashboard: () => import('./dashboard.ts'),
  fire: () => import('./fire.ts'),
  herd: () => import('./herd.ts'),
  intake: () => import('./intake.ts'),
  'mall-backlog': () => import('./mails/backlog.ts'),
  'mall-config': () => import('./mall/config.ts'),
  'mall-polling': () => import('./mall/polling.ts'),
  'mall-mails': () => import('./mails/nothing-owed.ts'),
  mails: () => import('./mails/through.ts'),
  notices: () => import('./notices.ts'),
  plan: () => import('./plan/plan.ts'),
  post: () => import('./post.ts'),
  recompute: () => import('./recompute.ts'),
  reports: () => import('./reports.ts'),
  retention: () => import('./retention.ts'),
  start: () => import('./start.ts'),
  tick: () => import('./tick.ts'),
};

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !(name in BENCHES));
if (unknown.length > 0) {
  console.error(`no bench ${unknown.join(', ')}; there are ${Object.keys(BENCHES).join(', ')}`);
  process.exit(2);
}
if (!IS_BUILT) process.exit(runBuilt());
let missed = 0;
for (const [name, load] of Object.entries(BENCHES)) {
  if (asked.length > 0 && !asked.includes(name)) continue;
  for (const line of await (await load()).run()) {
    console.log(JSON.stringify(line));
    if (!line.ok) missed++;
  }
}
process.exit(missed === 0 ? 0 : 1);

/** The exit code of this very file, built. */
function runBuilt(): number {
  const entries = ['run.ts', ...PROGRAMS].map((name) => `test/bench/${name}`);
  const steps = [
    [packagePath('src/build.mjs'), '--to', BUILD, ...entries],
    ['--enable-source-maps', join(BUILD, 'test/bench/run.js'), ...asked],
  ];
  for (const argv of steps) {
    const { status } = spawnSync(process.execPath, argv, { cwd: packagePath(''), stdio: 'inherit' });
    if (status !== 0) return status ?? 1;
  }
  return 0;
}
