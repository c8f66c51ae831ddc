// bench: the page of all shops' months, one shop's report and what its customers ask, of one month with 300,000 inquiries, when the database holds
// that month and the one before it only, and when it holds six such months. Trap: what is reported must be the same both times.

import { sql } from 'kysely';
import type { Clock } from '../../src/core/clock.ts';
import { readAsked } from '../../src/service/reports/read-asked.ts';
import { readReport, readShopMonths } from '../../src/service/reports/read-month.ts';
import type { Service } from '../../src/service/service.ts';
import { benchDatabase, benchService, median, timed } from './database.ts';
import type { BenchLine } from './line.ts';

const SHOPS = 1_000;
const A_MONTH = 300_000;
const MONTHS = 6;
/** The month that is asked for and the one that a report compares it with. */
const COMPARED = 2;
const ROUNDS = 5;
const LIMIT_MS = 300;
const LARGE_LIMIT_MS = 500;
/** What customers ask: both months are read thread by thread. */
const ASKED_LIMIT_MS = 2_000;
const FLAT = 1.3;
/** The month that is asked for is the newest. */
const NOW = Date.parse('2026-07-03T09:00:00+09:00');
const MONTH = { year: 2026, month: 6 };
const clock: Clock = { now: () => NOW, realMs: (ms) => ms, sleep: async () => {} };

/** Milliseconds of one answer, the median. */
export async function run(): Promise<BenchLine[]> {
  const database = await benchDatabase('1GB');
  const service = benchService(database.db, clock, SHOPS);
  try {
    await seed(database.db, COMPARED);
    const one = await measured(service);
    await seed(database.db, MONTHS);
    const six = await measured(service);
    if (one.said !== six.said) throw new Error('the months before changed what is reported');
    return [
      line('reports of all shops', six.all, LIMIT_MS, 1),
      line('reports of all shops, six months against two', six.all, one.all, FLAT),
      line("one shop's report", six.shop, LIMIT_MS, 1),
      line("one shop's report, six months against two", six.shop, one.shop, FLAT),
      line('the report of a shop with 100,000 waits', six.large, LARGE_LIMIT_MS, 1),
      line('the report of a shop with 100,000 waits, six months against two', six.large, one.large, FLAT),
      line('what customers of a shop with 100,000 inquiries a month ask', six.asked, ASKED_LIMIT_MS, 1),
    ];
  } finally {
    await database.close();
  }
}

interface Measured {
  readonly all: number;
  readonly shop: number;
  /** The shop that a third of all inquiries are for. */
  readonly large: number;
  /** What its customers ask. */
  readonly asked: number;
  readonly said: string;
}

async function measured(service: Service): Promise<Measured> {
  const shops = [...service.config.shops.values()];
  const [all, shop, large, asked]: number[][] = [[], [], [], []];
  let said = '';
  for (let round = 0; round < ROUNDS; round++) {
    all!.push(
      await timed(async () => {
        said = JSON.stringify(await readShopMonths(service, shops, MONTH));
      }),
    );
    shop!.push(await timed(() => readReport(service, 's7', MONTH)));
    large!.push(await timed(() => readReport(service, 's0', MONTH)));
    asked!.push(await timed(() => readAsked(service, service.config.shops.get('s0')!, MONTH)));
  }
  return { all: median(all!), shop: median(shop!), large: median(large!), asked: median(asked!), said };
}

/** So many months up to the one that is asked for, the oldest first, as they arrive; answered in time but for a tenth. */
async function seed(db: Service['db'], months: number): Promise<void> {
  await sql`truncate inquiry, event, episode, step restart identity`.execute(db);
  for (let back = months - 1; back >= 0; back--)
    await sql`
      with given as (
        select n, timestamptz '2026-06-01T00:00:00+09:00' - ${sql.lit(back)} * interval '1 month'
          + n * (interval '28 days' / ${sql.lit(A_MONTH)}) as t from generate_series(1, ${sql.lit(A_MONTH)}) n),
      inquiries as (
        insert into inquiry (shop, external_id, channel, status, first_seen_at, item, item_number, item_url, category)
        select 's' || case when n % 3 = 0 then 0 else n % ${sql.lit(SHOPS)} end, ${sql.lit(back)} || '-' || n, 'r-messe', 'answered', t,
            'item ' || n % 2000, 'n' || n % 2000, 'https://item.example/' || n % 2000, 'category ' || n % 7 from given
        returning id, first_seen_at as t, shop),
      bots as (
        insert into event (inquiry_id, id, type, at, learned_at, source)
        select id, k, case k when 'a0' then 'auto_reply' else 'customer_message' end, t, t, 'api'
        from inquiries, unnest(array['m', 'a0']) k where k = 'm' or id % 5 = 0)
      insert into episode (inquiry_id, shop, opener, started_at, ended_at, ended_by, ended_learned_at, flag_at,
        mail_owner_at, breach_at, provisional, flag_due_at, owner_alert_due_at, breach_due_at, revision)
      select id, shop, 'm', t, e, 'shop_reply', e, t + interval '1 day', t + interval '2 days', t + interval '3 days',
        false, t + interval '1 day', t + interval '2 days', t + interval '3 days', 'r'
      from inquiries, lateral (select t + case when id % 10 = 0 then interval '30 hours' else interval '5 hours' end as e) end_
      order by t`.execute(db);
  await sql`vacuum (analyze) inquiry, event, episode`.execute(db);
}

function line(name: string, value: number, floor: number, target: number): BenchLine {
  const ratio = Math.round((value / floor) * 100) / 100;
  return {
    name: `${name} (ms)`,
    value: Math.round(value),
    floor: Math.round(floor),
    ratio,
    target,
    ok: ratio <= target,
  };
}
