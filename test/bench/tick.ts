// bench: a round of the worker in which nothing is due, with 1,000,000 open inquiries: arming, firing, waiting for what
// others hold. What mails cost is not part of it.

import { sql } from 'kysely';
import type { Clock } from '../../src/core/clock.ts';
import { armDue } from '../../src/service/steps/arm-alarms.ts';
import { fireDue } from '../../src/service/steps/raise-due-steps.ts';
import { benchDatabase, benchService, median } from './database.ts';
import type { BenchLine } from './line.ts';

const OPEN = 1_000_000;
const ROUNDS = 300;
/** As a worker that has run for a while. */
const WARM = 200;
/** By how many shops the inquiries have: the limit in ms. */
const LIMITS = [
  [1_000, 1],
  [57_000, 2],
] as const;
export const NOW = Date.parse('2026-06-01T18:00:00+09:00');
export const clock: Clock = { now: () => NOW, realMs: (ms) => ms, sleep: async () => {} };

/** Milliseconds of one empty round, the median. */
export async function run(): Promise<BenchLine[]> {
  const database = await benchDatabase('1GB');
  try {
    const lines: BenchLine[] = [];
    for (const [shops, limit] of LIMITS) {
      await seed(database.db, shops);
      const service = benchService(database.db, clock, shops);
      const took: number[] = [];
      for (let round = 0; round < WARM + ROUNDS; round++) {
        const before = performance.now();
        await armDue(service, NOW);
        const raised = await fireDue(service);
        if (round >= WARM) took.push(performance.now() - before);
        if (raised.flag + raised.owner_alert + raised.breach > 0) throw new Error('something was due');
      }
      const value = Math.round(median(took) * 100) / 100;
      const name = `an empty round at ${OPEN} open, ${shops} shops, against the limit (ms)`;
      lines.push({
        name,
        value,
        floor: limit,
        ratio: Math.round((value / limit) * 100) / 100,
        target: 1,
        ok: value <= limit,
      });
    }
    return lines;
  } finally {
    await database.close();
  }
}

export async function seed(db: Awaited<ReturnType<typeof benchDatabase>>['db'], shops: number): Promise<void> {
  await sql`truncate episode, step restart identity`.execute(db);
  const now = new Date(NOW);
  await sql`
    insert into episode (inquiry_id, shop, opener, started_at, flag_at, mail_owner_at, breach_at, provisional,
      flag_due_at, owner_alert_due_at, breach_due_at, next_due_at, revision)
    select n, 's' || n % ${sql.lit(shops)}, 'm', ${now}::timestamptz - interval '1 hour', d, d + interval '1 day',
      d + interval '2 days', false, d, d + interval '1 day', d + interval '2 days', d, 'r'
    from generate_series(1, ${sql.lit(OPEN)}) n,
      lateral (select ${now}::timestamptz + (1 + n % 3) * interval '1 day' as d) due`.execute(db);
  await sql`vacuum (analyze) episode`.execute(db);
  await sql`checkpoint`.execute(db);
}
