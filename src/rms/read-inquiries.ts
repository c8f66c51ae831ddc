// One complete read of a shop: a long window by first date in slices, plus known open threads outside of it, one by one.
// All or nothing: a failed page fails the sweep, because half an answer looks like threads that went away; and what
// RMS does not list is never closed here (RMS.md "Query").

import type { EpochDay, Instant } from '../core/model.ts';
import type { RmsClient } from './client.ts';
import {
  type AutoReplyRule,
  type Decoded,
  decodeInquiry,
  type MarkOf,
  type RmsInquiry,
  type RowFault,
} from './decode-inquiry.ts';
import { listInquiries, PAGE_LIMIT, readInquiry, type Span } from './inquiry-api.ts';
import { jstDay } from './jst.ts';
import { RmsError } from './rms-error.ts';
import { isKnown, type KnownRows, printOf, type RowPrint } from './row-print.ts';

export interface SweepOptions {
  /** Frozen: the end of the window for every page. */
  readonly now: Instant;
  readonly autoReplies: AutoReplyRule;
  /** Marks who wrote; left out: nobody asks. */
  readonly markOf?: MarkOf | undefined;
  /** Where the window begins; 60 days before `now` when left out. */
  readonly from?: Instant;
  readonly sliceDays?: number;
  /** Rows that need no decoding while they say what they said then; none when left out. */
  readonly known?: KnownRows;
  /** What else decides what becomes of a row (row-print.ts). */
  readonly readBy?: string;
  /** Known open inquiries that may have begun before the window; those the window does not show are read directly. */
  readonly olderOpen: readonly string[];
  readonly signal?: AbortSignal | undefined;
}

export interface SweepResult {
  /** Those that are not known to say what they said before. */
  readonly inquiries: RmsInquiry[];
  /** Fingerprints of the window's rows by number, known or decoded without a fault or a notice. */
  readonly prints: ReadonlyMap<string, RowPrint>;
  /** How many rows were known. */
  readonly unchanged: number;
  /** Rows that could not be read; they stay as they were. */
  readonly faults: RowFault[];
  /** "contract changed" and the like, for ops. */
  readonly notices: string[];
  /** Of olderOpen: RMS no longer knows them. They stay open. */
  readonly missing: string[];
  /** On which dates in Japan those of olderOpen began that were read one by one: of those days nothing is known any more. */
  readonly aside: ReadonlySet<EpochDay>;
  readonly requests: number;
}

const DAY_MS = 86_400_000;
const WINDOW_DAYS = 60;
const SLICE_DAYS = 30;
/** Neighbouring slices share a minute: whether toDate is inclusive is unknown. */
const OVERLAP_MS = 60_000;
/** limit × page may not pass 10,000. */
const MAX_ROWS = 10_000;
const MIN_SPAN_MS = 3_600_000;

interface Reader {
  readonly client: RmsClient;
  readonly options: SweepOptions;
}
interface Row {
  /** Null: known, and not decoded. */
  readonly decoded: Decoded | null;
  /** Null where it may not be passed over next time. */
  readonly print: RowPrint | null;
}
/** By inquiry number, or by position for a row without a readable one. Of two reads of a row the later counts. */
type Rows = Map<string, Row>;

/**
 * Reads the shop's inquiries since `from` in slices of at most `sliceDays` (30) and the older open ones.
 * @throws RmsError when any part could not be read, or a row belongs to another shop
 */
export async function sweepShop(client: RmsClient, options: SweepOptions): Promise<SweepResult> {
  const reader = { client, options };
  const before = client.requests();
  const rows: Rows = new Map();
  for (const span of slices(options)) {
    for (const [key, row] of await readSpan(reader, span)) rows.set(key, row);
  }
  const { missing, days } = await readOlder(reader, rows);
  return { ...sorted(rows), missing, aside: days, requests: client.requests() - before };
}

/** Newest first. Only the oldest is shorter, by the overlaps. */
export function slices({
  now,
  from: oldest = now - WINDOW_DAYS * DAY_MS,
  sliceDays = SLICE_DAYS,
}: SweepOptions): Span[] {
  const spans: Span[] = [];
  for (let to = now; to - oldest > OVERLAP_MS * (spans.length + 1); ) {
    const from = Math.max(oldest, to - sliceDays * DAY_MS);
    spans.push({ from, to });
    to = from + OVERLAP_MS;
  }
  return spans;
}

async function readOlder({ client, options }: Reader, rows: Rows): Promise<{ missing: string[]; days: Set<EpochDay> }> {
  const missing: string[] = [];
  const days = new Set<EpochDay>();
  for (const number of new Set(options.olderOpen)) {
    if (rows.has(number)) continue;
    const row = await readInquiry(client, number, options.signal);
    if (row === null) {
      missing.push(number);
      continue;
    }
    const decoded = decode(client, row, options);
    if ('inquiry' in decoded) days.add(jstDay(decoded.inquiry.startedAt));
    rows.set(number, { decoded, print: null });
  }
  return { missing, days };
}

/** The rows of a span, complete. A span with more rows than paging can reach is read in halves. */
async function readSpan(reader: Reader, span: Span): Promise<Rows> {
  for (let attempt = 0; attempt < 2; attempt += 1) {
    const read = await readPages(reader, span);
    if (read === 'too-many') return readHalves(reader, span);
    const complete = read.rows.size >= read.total;
    // An arrival shifts rows to later pages: what the first page counted is seen twice, never lost. A row that goes
    // away shifts them forward, past the reader. So what moved is read once more, and the first page's total decides.
    if (complete && (read.steady || attempt > 0)) return read.rows;
  }
  throw new RmsError('outage', 'RMS inquiries: the pages do not add up to the total', { code: 'incomplete-pages' });
}

async function readPages(
  { client, options }: Reader,
  span: Span,
): Promise<'too-many' | { rows: Rows; total: number; steady: boolean }> {
  const rows: Rows = new Map();
  let [total, pages, steady] = [0, 1, true];
  for (let page = 1; page <= Math.min(pages, MAX_ROWS / PAGE_LIMIT); page += 1) {
    const answer = await listInquiries(client, span, page, options.signal);
    if (answer.totalCount > MAX_ROWS && span.to - span.from > MIN_SPAN_MS) return 'too-many';
    if (page === 1) total = answer.totalCount;
    steady &&= answer.totalCount === total;
    pages = Math.max(pages, answer.totalPageCount);
    for (const [at, row] of answer.list.entries()) {
      const [number, read] = readRow(client, row, options);
      rows.set(number ?? `(page ${page}, row ${at})`, read);
    }
  }
  return { rows, total, steady };
}

async function readHalves(reader: Reader, span: Span): Promise<Rows> {
  const middle = Math.floor((span.from + span.to) / 2);
  const older = await readSpan(reader, { from: span.from, to: middle + OVERLAP_MS });
  const newer = await readSpan(reader, { from: middle, to: span.to });
  return new Map([...older, ...newer]);
}

function decode(client: RmsClient, row: unknown, { autoReplies, markOf }: SweepOptions): Decoded {
  return decodeInquiry(row, { shopId: client.shopId, autoReplies, markOf });
}

function readRow(client: RmsClient, row: unknown, options: SweepOptions): [string | null, Row] {
  const { known = NOTHING, readBy = '' } = options;
  // The shop's number belongs to it: a row is another one where another shop is asked.
  const print = printOf(row, `${client.shopId} ${readBy}`);
  if (print !== null && isKnown(known, print)) return [print.number, { decoded: null, print }];
  const decoded = decode(client, row, options);
  if ('fault' in decoded) return [decoded.fault.inquiry, { decoded, print: null }];
  return [decoded.inquiry.number, { decoded, print: decoded.notices.length === 0 ? print : null }];
}

const NOTHING: KnownRows = new Map();

function sorted(rows: Rows): Pick<SweepResult, 'inquiries' | 'faults' | 'notices' | 'prints' | 'unchanged'> {
  const [inquiries, faults, notices]: [RmsInquiry[], RowFault[], string[]] = [[], [], []];
  const prints = new Map<string, RowPrint>();
  let unchanged = 0;
  for (const [number, { decoded, print }] of rows) {
    if (print !== null) prints.set(number, print);
    if (decoded === null) {
      unchanged++;
    } else if ('fault' in decoded) {
      faults.push(decoded.fault);
    } else {
      inquiries.push(decoded.inquiry);
      notices.push(...decoded.notices);
    }
  }
  return { inquiries, faults, notices, prints, unchanged };
}
