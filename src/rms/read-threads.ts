// Some threads of a shop read afresh in as few requests as RMS allows: the list pages that hold them, and by number what
// those do not show. Unlike a sweep it may end early: what was read until then counts, the rest stays as it was.

import type { EpochDay, Instant } from '../core/model.ts';
import type { RmsClient } from './client.ts';
import { type AutoReplyRule, decodeInquiry, type RmsInquiry } from './decode-inquiry.ts';
import { listInquiries, PAGE_LIMIT, readInquiry, type Span } from './inquiry-api.ts';
import { jstDay } from './jst.ts';

/** A thread by its number, and when its first message was written: that is what the list goes by. */
export interface WantedThread {
  readonly number: string;
  readonly beganAt: Instant;
}

export interface ReadThreadsOptions {
  readonly autoReplies: AutoReplyRule;
  /** How many rows a day has, as far as known: how much fits on a page. */
  readonly rowsOn: (day: EpochDay) => number;
  readonly signal?: AbortSignal | undefined;
}

/** Threads that one list request may show. */
interface Stretch extends Span {
  readonly wanted: readonly WantedThread[];
}

/** Both ends: whether they are inclusive is unknown, and RMS counts in seconds. */
const MARGIN_MS = 60_000;
const LONGEST_DAYS = 29;

/**
 * Reads the threads, those first that share a request with most others; yields them as they come. A row that cannot be read,
 * and a thread that RMS does not know, are left out: the next read of the whole shop tells of them.
 * @throws RmsError, or the signal's reason; what was yielded before is good
 */
export async function* readThreads(
  client: RmsClient,
  wanted: readonly WantedThread[],
  options: ReadThreadsOptions,
): AsyncGenerator<readonly RmsInquiry[]> {
  const lone: WantedThread[] = [];
  const stretches = stretchesOf(wanted, options.rowsOn).sort((a, b) => b.wanted.length - a.wanted.length);
  for (const stretch of stretches) {
    if (stretch.wanted.length === 1) {
      lone.push(...stretch.wanted);
      continue;
    }
    const missing = new Map(stretch.wanted.map((thread) => [thread.number, thread]));
    for (let [page, pages] = [1, 1]; page <= pages && missing.size > 0; page += 1) {
      const answer = await listInquiries(client, stretch, page, options.signal);
      pages = answer.totalPageCount;
      yield decoded(
        client,
        answer.list.filter((row) => missing.delete(numberOf(row))),
        options,
      );
    }
    lone.push(...missing.values());
  }
  for (const { number } of lone) {
    const row = await readInquiry(client, number, options.signal);
    if (row !== null) yield decoded(client, [row], options);
  }
}

/** Newest first, each with as many days as fit on one page by what is known of them. */
export function stretchesOf(wanted: readonly WantedThread[], rowsOn: (day: EpochDay) => number): Stretch[] {
  const stretches: { newest: EpochDay; oldest: EpochDay; rows: number; wanted: WantedThread[] }[] = [];
  for (const thread of [...wanted].sort((a, b) => b.beganAt - a.beganAt)) {
    const day = jstDay(thread.beganAt);
    const last = stretches.at(-1);
    const added = last === undefined ? 0 : rowsBetween(day, last.oldest, rowsOn);
    if (last !== undefined && last.rows + added <= PAGE_LIMIT && last.newest - day < LONGEST_DAYS) {
      last.wanted.push(thread);
      last.rows += added;
      last.oldest = day;
    } else stretches.push({ newest: day, oldest: day, rows: Math.min(rowsOn(day), PAGE_LIMIT), wanted: [thread] });
  }
  return stretches.map(({ wanted: inside }) => ({
    wanted: inside,
    from: inside.at(-1)!.beganAt - MARGIN_MS,
    to: inside[0]!.beganAt + MARGIN_MS,
  }));
}

/** Rows from `day` on, before `oldest`; the same day has been counted. */
function rowsBetween(day: EpochDay, oldest: EpochDay, rowsOn: (day: EpochDay) => number): number {
  let rows = 0;
  for (let one = day; one < oldest; one++) rows += rowsOn(one);
  return rows;
}

function numberOf(row: unknown): string {
  const { inquiryNumber } = (row ?? {}) as Readonly<Record<string, unknown>>;
  return typeof inquiryNumber === 'string' ? inquiryNumber : '';
}

function decoded(
  client: RmsClient,
  rows: readonly unknown[],
  { autoReplies }: ReadThreadsOptions,
): readonly RmsInquiry[] {
  return rows.flatMap((row) => {
    const one = decodeInquiry(row, { shopId: client.shopId, autoReplies });
    return 'inquiry' in one ? [one.inquiry] : [];
  });
}
