// bench: `npm run bench [-- name …]` prints one line of JSON per result; exit 1 when a target is missed.

import type { BenchLine } from './line.ts';

const BENCHES: Readonly<Record<string, () => Promise<{ run(): Promise<BenchLine[]> }>>> = {
  counting: () => import('./counting.ts'),
  dashboard: () => import('./dashboard.ts'),
  fire: () => import('./fire.ts'),
  herd: () => import('./herd.ts'),
  intake: () => import('./intake.ts'),
  'mall-config': () => import('./mall/config.ts'),
  'mall-polling': () => import('./mall/polling.ts'),
  'mall-mails': () => import('./mails/nothing-owed.ts'),
  mails: () => import('./mails/through.ts'),
  notices: () => import('./notices.ts'),
  post: () => import('./post.ts'),
  recompute: () => import('./recompute.ts'),
  reports: () => import('./reports.ts'),
  start: () => import('./start.ts'),
  tick: () => import('./tick.ts'),
};

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !(name in BENCHES));
if (unknown.length > 0) {
  console.error(`no bench ${unknown.join(', ')}; there are ${Object.keys(BENCHES).join(', ')}`);
  process.exit(2);
}
let missed = 0;
for (const [name, load] of Object.entries(BENCHES)) {
  if (asked.length > 0 && !asked.includes(name)) continue;
  for (const line of await (await load()).run()) {
    console.log(JSON.stringify(line));
    if (!line.ok) missed++;
  }
}
process.exit(missed === 0 ? 0 : 1);
