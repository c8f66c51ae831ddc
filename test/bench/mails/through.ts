// bench: 100,000 owner alerts of 1,000 shops, from their instant to the mail server's 250, against the bare SQL that raises
// them and a bare nodemailer pool that sends the same mails. Trap: what came out is counted before a time counts.

import { sql } from 'kysely';
import { createTransport } from 'nodemailer';
import type { Clock } from '../../../src/core/clock.ts';
import type { Instant } from '../../../src/core/model.ts';
import { openDeliveries } from '../../../src/service/notifications/delivery-lanes.ts';
import { openMails } from '../../../src/service/notifications/enqueue-mails.ts';
import type { Service } from '../../../src/service/service.ts';
import { fireDue } from '../../../src/service/steps/raise-due-steps.ts';
import type { Database } from '../../../src/store/database.ts';
import { benchDatabase, median, timed } from '../database.ts';
import type { BenchLine } from '../line.ts';
import { count, mailingService, type Sink, startSink, watched } from './mail-sink.ts';

const INQUIRIES = 100_000;
const SHOPS = 1_000;
const ROUNDS = 3;
const TARGET = 2;
const STALL_MS = 50;
const CHUNK = 1_000;
/** A Thursday, inside every send window. */
export const NOW: Instant = Date.parse('2026-06-04T10:00:00+09:00');
const SHARED_BUFFERS = '512MB';

export const clock: Clock = {
  now: () => NOW,
  realMs: (ms) => ms,
  sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
};

/** Milliseconds until everything is sent and written down, and the longest stall of the event loop on the way. */
export async function run(): Promise<BenchLine[]> {
  const database = await benchDatabase(SHARED_BUFFERS);
  const sink = await startSink();
  const service = mailingService(database.db, clock, SHOPS, sink.url);
  const values: number[] = [];
  const floors: number[] = [];
  const stalls: number[] = [];
  try {
    for (let round = 0; round < ROUNDS; round++) {
      await seed(database.db);
      const { ms, stallMs } = await watched(() => through(service, sink, round));
      const mails = await sentMails(database.db);
      await seed(database.db);
      floors.push(await timed(() => bare(database.db, sink.url, mails)));
      values.push(ms);
      stalls.push(stallMs);
    }
  } finally {
    service.mail.close();
    sink.stop();
    await database.close();
  }
  const ratio = median(values.map((ms, round) => ms / floors[round]!));
  const stall = Math.max(...stalls);
  return [
    line('100,000 alerts of 1,000 shops through to a sink (ms)', median(values), median(floors), ratio, TARGET),
    line('the longest stall of the event loop meanwhile (ms)', stall, STALL_MS, stall / STALL_MS, 1),
  ];
}

function line(name: string, value: number, floor: number, ratio: number, target: number): BenchLine {
  const round = (number: number, by: number) => Math.round(number * by) / by;
  return {
    name,
    value: round(value, 1),
    floor: round(floor, 1),
    ratio: round(ratio, 100),
    target,
    ok: ratio <= target,
  };
}

/** Everything is raised, told to 1,000 owners and to ops, and written down, each once. */
async function through(service: Service, sink: Sink, round: number): Promise<void> {
  await sink.counts();
  const deliveries = openDeliveries(service);
  await fireDue(service);
  await openMails(service, NOW);
  await deliveries.run('');
  await deliveries.stop();
  const { taken, ids } = await sink.counts();
  const db = service.db as Database;
  const told = await count(
    db,
    'select count(*) as n from step where notified_at is not null and ops_notified_at is not null',
  );
  const open = await count(db, "select count(*) as n from outbox where state <> 'sent'");
  if (taken !== SHOPS + 1 || ids !== taken || told !== INQUIRIES || open !== 0)
    throw new Error(`round ${round}: ${taken} mails, ${told} told, ${open} open`);
}

type Mail = Record<'subject' | 'text' | 'html', string>;

export async function sentMails(db: Database): Promise<Mail[]> {
  const { rows } =
    await sql<Mail>`select subject, body_text as text, body_html as html from outbox order by id`.execute(db);
  return rows;
}

/** The floor: one statement a chunk with constants, and nodemailer's pool with its defaults. */
export async function bare(db: Database, url: string, mails: readonly Mail[]): Promise<void> {
  await bareSql(db);
  const pool = createTransport({ url, pool: true });
  const from = 'sla@example.jp';
  await Promise.all(mails.map((mail) => pool.sendMail({ from, to: 'o@example.jp', ...mail, textEncoding: 'base64' })));
  pool.close();
}

async function bareSql(db: Database): Promise<void> {
  const now = new Date(NOW);
  for (let claimed = CHUNK; claimed === CHUNK; ) {
    const { rows } = await sql<{ n: number }>`
      with due as materialized (
        select * from episode where next_due_at <= ${now} order by next_due_at limit ${CHUNK} for update skip locked),
      raised as (
        insert into step (episode_id, step, shop, due_at, detected_at, cause, slot_at, owner_owed, ops_owed)
        select d.id, 'owner_alert', d.shop, d.owner_alert_due_at, ${now}, 'due', ${now}, true, true from due d),
      moved as (update episode e set next_due_at = d.breach_due_at from due d where e.id = d.id)
      select count(*)::int as n from due`.execute(db);
    claimed = rows[0]!.n;
  }
}

/** The flag was raised before; the owner alert is due now. */
export async function seed(db: Database): Promise<void> {
  await sql`truncate inquiry, episode, step, outbox, mail_item, delivery, mail_health restart identity cascade`.execute(
    db,
  );
  const now = new Date(NOW);
  await sql`
    insert into inquiry (shop, external_id, channel, type, category, item, order_tail, url, status, first_seen_at)
    select 's' || n % ${sql.lit(SHOPS)}, '373343-20260601-' || lpad(n::text, 9, '0') || 'o', 'r-messe', '購入後',
      (array['商品について', '配送について', '返品・交換'])[1 + n % 3], '有機緑茶 100g ' || n % 97 || '袋セット【送料無料】',
      lpad((n % 10000)::text, 4, '0'), 'https://r-messe.rms.rakuten.co.jp/inquiry/' || n, 'unanswered', ${now}
    from generate_series(1, ${sql.lit(INQUIRIES)}) n`.execute(db);
  await sql`
    insert into episode (inquiry_id, shop, opener, started_at, flag_at, mail_owner_at, breach_at, provisional,
      flag_due_at, owner_alert_due_at, breach_due_at, next_due_at, revision)
    select n, 's' || n % ${sql.lit(SHOPS)}, 'm', ${now}::timestamptz - interval '3 days' - n * interval '1 second',
      ${now}::timestamptz - interval '1 day', ${now}, ${now}::timestamptz + interval '14 hours', false,
      ${now}::timestamptz - interval '1 day', ${now}, ${now}::timestamptz + interval '14 hours', ${now}, 'r'
    from generate_series(1, ${sql.lit(INQUIRIES)}) n`.execute(db);
  await sql`analyze inquiry, episode`.execute(db);
}
