// bench: 100,000 events taken in, in batches and by `import` from a file, against a bare UNNEST insert of the same rows.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { sql } from 'kysely';
import { importEvents } from '../../src/cli/ndjson/import-events.ts';
import type { Clock } from '../../src/core/clock.ts';
import type { Instant } from '../../src/core/model.ts';
import type { IncomingEvent } from '../../src/service/intake/incoming-event.ts';
import { intake } from '../../src/service/intake/intake-events.ts';
import type { Database } from '../../src/store/database.ts';
import { appendEvents } from '../../src/store/intake/events.ts';
import { type InColumns, TIMES, type TimeColumns, withTimes } from '../../src/store/steps/episode-times.ts';
import { insertEpisodes, type NewEpisode } from '../../src/store/steps/episodes.ts';
import { benchDatabase, benchService, median, timed } from './database.ts';
import type { BenchLine } from './line.ts';

const INQUIRIES = 60_000;
/** Of those, with a reply: 100,000 events in all. */
const ANSWERED = 40_000;
const SHOPS = 1_000;
const BATCH = 5_000;
const ROUNDS = 3;
const TARGET = 1.5;
const NOW: Instant = Date.parse('2026-06-01T18:00:00+09:00');

const clock: Clock = { now: () => NOW, realMs: (ms) => ms, sleep: async () => {} };

/** Milliseconds for 100,000 events. */
export async function run(): Promise<BenchLine[]> {
  const database = await benchDatabase();
  const service = benchService(database.db, clock, SHOPS);
  const events = story();
  const folder = mkdtempSync(join(tmpdir(), 'inquiry-sla-bench-'));
  const file = join(folder, 'events.ndjson');
  writeFileSync(file, events.map(lineOf).join('\n'));
  const inBatches = async (): Promise<void> => {
    for (let at = 0; at < events.length; at += BATCH) await intake(service, events.slice(at, at + BATCH), 'bench');
  };
  const byImport = async (): Promise<void> => {
    const io = { input: Readable.from([]), write: async () => {}, error: () => {}, now: () => 0 };
    if ((await importEvents(file, {}, { service, io })) !== 0) throw new Error('the import refused a line');
  };
  try {
    return [
      await compare('take in 100,000 events of 60,000 inquiries (ms)', database.db, events, inBatches),
      await compare('import the same from a file (ms)', database.db, events, byImport),
    ];
  } finally {
    await database.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function compare(
  name: string,
  db: Database,
  events: readonly IncomingEvent[],
  work: () => Promise<void>,
): Promise<BenchLine> {
  const [values, floors]: [number[], number[]] = [[], []];
  for (let round = 0; round < ROUNDS; round++) {
    await empty(db);
    values.push(await timed(work));
    const rows = await episodeRows(db);
    const expected = await written(db);
    await empty(db);
    floors.push(await timed(() => bareInserts(db, events, rows)));
    if ((await written(db)) !== expected) throw new Error('the service and the bare inserts wrote different rows');
  }
  const ratio = Math.round(median(values.map((ms, round) => ms / floors[round]!)) * 100) / 100;
  const [value, floor] = [Math.round(median(values)), Math.round(median(floors))];
  return { name, value, floor, ratio, target: TARGET, ok: ratio <= TARGET };
}

const lineOf = ({ event, ...about }: IncomingEvent): string =>
  JSON.stringify({ ...about, event: { ...event, at: new Date(event.at).toISOString() } });

function story(): IncomingEvent[] {
  const events: IncomingEvent[] = [];
  for (let n = 0; n < INQUIRIES; n++) {
    const about = {
      shop: `s${n % SHOPS}`,
      inquiry: `q${n}`,
      channel: 'r-messe',
      type: '商品問い合わせ',
      category: '配送',
    };
    const at = NOW - 3_600_000 - n * 100;
    events.push({ ...about, event: { type: 'customer_message', id: 'm', at } });
    if (n < ANSWERED) events.push({ ...about, event: { type: 'shop_reply', id: 'r0', at: at + 600_000 } });
  }
  return events;
}

/** The floor: the same rows in the same batches, three inserts each, nothing read and nothing derived. */
async function bareInserts(db: Database, events: readonly IncomingEvent[], rows: readonly NewEpisode[]): Promise<void> {
  const byInquiry = new Map(rows.map((row) => [row.inquiryId, row]));
  let inquiries = 0;
  for (let at = 0; at < events.length; at += BATCH) {
    const batch = events.slice(at, at + BATCH);
    const first = batch.filter((incoming) => incoming.event.id === 'm');
    await db.transaction().execute(async (trx) => {
      await sql`
        insert into inquiry (shop, external_id, channel, type, category, status, first_seen_at)
        select *, ${new Date(NOW)}::timestamptz from unnest(${first.map((e) => e.shop)}::text[],
          ${first.map((e) => e.inquiry)}::text[], ${first.map((e) => e.channel)}::text[],
          ${first.map((e) => e.type)}::text[], ${first.map((e) => e.category)}::text[],
          ${first.map((e) => (Number(e.inquiry.slice(1)) < ANSWERED ? 'answered' : 'unanswered'))}::text[])`.execute(
        trx,
      );
      const id = (incoming: IncomingEvent) => Number(incoming.inquiry.slice(1)) + 1;
      await appendEvents(
        trx,
        batch.map((e) => ({ inquiryId: id(e), event: e.event })),
        'bench',
        NOW,
      );
      const episodes = first.map((_, i) => byInquiry.get(inquiries + i + 1)!);
      await insertEpisodes(trx, episodes, NOW);
    });
    inquiries += first.length;
  }
}

async function episodeRows(db: Database): Promise<NewEpisode[]> {
  const { rows } = await sql<InColumns<NewEpisode, TimeColumns>>`
    select (substr(i.external_id, 2)::int + 1) as "inquiryId", e.shop, opener, started_at as "startedAt", ended_at as "endedAt",
      ended_by as "endedBy", ${TIMES}, revision
    from episode e join inquiry i on i.id = e.inquiry_id order by 1`.execute(db);
  return rows.map(withTimes);
}

async function empty(db: Database): Promise<void> {
  await sql`truncate inquiry, event, event_copy, episode, step, refusal restart identity`.execute(db);
  await sql`checkpoint`.execute(db);
}

async function written(db: Database): Promise<string> {
  const { rows } = await sql<{ sum: string }>`
    select md5(string_agg(concat_ws('|', i.shop, i.external_id, i.status, e.started_at, e.ended_at, e.flag_at, e.breach_at,
      e.next_due_at, (select count(*) from event v where v.inquiry_id = i.id)), ',' order by i.external_id)) as sum
    from inquiry i join episode e on e.inquiry_id = i.id`.execute(db);
  return rows[0]!.sum;
}
