// A page of the daily proof: which inquiries may have a step due that day, and what their events say of it.
// Events and steps are read in one snapshot, or a reply that comes in between would look like a missed step.

import type { ShopConfig } from '../../config/input/shop-settings.ts';
import { type Deadlines, type Episode, type Instant, STEPS } from '../../core/model.ts';
import { deriveThread } from '../../core/steps/episodes.ts';
import { dueInstants } from '../../core/steps/steps.ts';
import { type NoticeHistory, noticesAbout } from '../../store/board/notice-history.ts';
import { countedEpisodes } from '../../store/configuration/recompute.ts';
import { eventLogs, type LoggedEvent } from '../../store/intake/events.ts';
import { type RecordedPromise, recordedPromises } from '../../store/promises/promise-proof.ts';
import { type ProofInquiry, proofInquiries, type RecordedStep, recordedSteps } from '../../store/proof/daily-proof.ts';
import type { Db } from '../../store/schema.ts';
import { episodesOf, type StoredEpisode } from '../../store/steps/episodes.ts';
import type { Wait } from '../compiled-calendars.ts';
import type { Service } from '../service.ts';
import { hasNotices, noticeRows } from '../steps/plan-notices.ts';
import { judgeNotices } from './prove-notices.ts';
import { judgePromises } from './prove-promises.ts';
import type { Tally } from './tally-proof.ts';

/** [from, to) */
export interface ProofDay {
  /** `YYYY-MM-DD` in the zone of those who operate the service. */
  readonly day: string;
  readonly from: Instant;
  readonly to: Instant;
}

type Parts = Pick<Service, 'db' | 'config' | 'counting'>;

/** Of open episodes the inquiries to look at: counted or recorded as due that day, or reopened, so that events decide. */
export async function candidatesOf(
  { db, config, counting }: Parts,
  { from, to }: ProofDay,
  episodeIds: readonly number[],
): Promise<number[]> {
  const rows = await countedEpisodes(db, episodeIds);
  const recorded = new Set((await recordedSteps(db, episodeIds, from, to)).map(({ episodeId }) => episodeId));
  const isOn = (at: Instant) => at >= from && at < to;
  return rows
    .filter((row) => {
      if (row.reopened || recorded.has(row.id)) return true;
      const shop = config.shops.get(row.shop);
      const deadlines = shop && counting.deadlines(shop, row, { startedAt: row.startedAt, isFirst: true });
      if (shop === undefined || deadlines == null) return false;
      if (STEPS.some((step) => isOn(deadlines.at[step]))) return true;
      if (!hasNotices(shop)) return false;
      const episode = { startedAt: row.startedAt, pauses: [] };
      return noticeRows(counting, shop, row, { episode, deadlines }).some(({ dueAt }) => isOn(dueAt));
    })
    .map(({ inquiryId }) => inquiryId);
}

interface PageFacts {
  readonly inquiries: readonly ProofInquiry[];
  readonly events: ReadonlyMap<number, readonly LoggedEvent[]>;
  readonly rows: readonly StoredEpisode[];
  readonly recorded: readonly RecordedStep[];
  readonly notices: readonly NoticeHistory[];
  readonly promises: readonly RecordedPromise[];
}

/** Compares what the events of these inquiries say with what is recorded. Shops that are not configured are left out. */
export async function judge(service: Parts, day: ProofDay, inquiryIds: readonly number[], tally: Tally): Promise<void> {
  const { inquiries, events, rows, recorded, notices, promises } = await service.db
    .transaction()
    .setIsolationLevel('repeatable read')
    .execute((trx) => readPage(trx, day, inquiryIds));
  const rowsOf = groupBy(rows, ({ inquiryId }) => inquiryId);
  const stepsOf = groupBy(recorded, ({ episodeId }) => episodeId);
  const noticesOf = groupBy(notices, ({ episodeId }) => episodeId);
  const promisesOf = groupBy(promises, ({ inquiryId }) => inquiryId);
  for (const inquiry of inquiries) {
    const shop = service.config.shops.get(inquiry.shop);
    if (shop === undefined) continue;
    judgeInquiry(service, day, tally, {
      inquiry,
      shop,
      events: events.get(inquiry.id) ?? [],
      rows: rowsOf.get(inquiry.id) ?? [],
      stepsOf: (row) => stepsOf.get(row.id) ?? [],
      noticesOf: (row) => noticesOf.get(row.id) ?? [],
      promises: promisesOf.get(inquiry.id) ?? [],
    });
  }
}

async function readPage(db: Db, { from, to }: ProofDay, inquiryIds: readonly number[]): Promise<PageFacts> {
  const rows = await episodesOf(db, inquiryIds);
  const ids = rows.map(({ id }) => id);
  return {
    inquiries: await proofInquiries(db, inquiryIds),
    events: await eventLogs(db, inquiryIds),
    rows,
    recorded: await recordedSteps(db, ids, from, to),
    notices: await noticesAbout(db, ids),
    promises: await recordedPromises(db, inquiryIds),
  };
}

interface JudgedInquiry {
  readonly inquiry: ProofInquiry;
  readonly shop: ShopConfig;
  readonly events: readonly LoggedEvent[];
  readonly rows: readonly StoredEpisode[];
  readonly stepsOf: (row: StoredEpisode) => readonly RecordedStep[];
  readonly noticesOf: (row: StoredEpisode) => readonly NoticeHistory[];
  readonly promises: readonly RecordedPromise[];
}

function judgeInquiry(service: Parts, day: ProofDay, tally: Tally, facts: JudgedInquiry): void {
  const { from, to } = day;
  const { inquiry, shop, events, rows, stepsOf, noticesOf } = facts;
  const about = { shop: inquiry.shop, inquiry: inquiry.inquiry };
  const unmatched = new Set(rows.flatMap(stepsOf));
  const thread = deriveThread(events);
  judgePromises(day, tally, about, { promises: thread.promises, recorded: facts.promises });
  for (const [index, episode] of thread.episodes.entries()) {
    const row = rows.find(({ opener, endedBy }) => endedBy !== 'superseded' && episode.messages.includes(opener));
    const wait = { startedAt: episode.startedAt, isFirst: inquiry.pastWaits + index === 0 };
    const deadlines = deadlinesOf(service, facts, wait, row);
    if (deadlines === null) continue;
    const dues = dueInstants(episode, deadlines);
    for (const step of STEPS) {
      const dueAt = dues[step];
      if (dueAt === null || dueAt < from || dueAt >= to || dueAt > (episode.endedAt ?? dueAt)) continue;
      const found = row && stepsOf(row).find((one) => one.step === step && one.dueAt === dueAt);
      if (found) unmatched.delete(found);
      tally.expected({ ...about, step, dueAt }, found, knownAt(episode, events, dueAt));
    }
    const stored = row === undefined ? [] : noticesOf(row);
    judgeNotices(service.counting, day, tally, { shop, kind: inquiry, episode, deadlines, stored });
  }
  for (const { step, dueAt } of unmatched) tally.surplus({ ...about, step, dueAt });
}

/** Counted anew; a finished episode of an older revision keeps the deadlines it ended with (RULES.md 6). */
function deadlinesOf(
  { counting }: Parts,
  { shop, inquiry }: JudgedInquiry,
  wait: Wait,
  row: StoredEpisode | undefined,
): Deadlines | null {
  const isFrozen = row !== undefined && row.endedAt !== null && row.startedAt === wait.startedAt;
  if (!isFrozen || row.revision === counting.revisionOf(shop)) return counting.deadlines(shop, inquiry, wait);
  return row.deadlines;
}

/** When the last event was learned that happened before the step was due and decides when the wait began. */
function knownAt(episode: Episode, events: readonly LoggedEvent[], dueAt: Instant): Instant {
  const decides = ({ type, id, at }: LoggedEvent) => {
    if (at > dueAt || type === 'auto_reply') return false;
    return type !== 'customer_message' || (at === episode.startedAt && episode.messages.includes(id));
  };
  return Math.max(...events.filter(decides).map(({ learnedAt }) => learnedAt));
}

function groupBy<T>(items: readonly T[], keyOf: (item: T) => number): Map<number, T[]> {
  const groups = new Map<number, T[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group === undefined) groups.set(keyOf(item), [item]);
    else group.push(item);
  }
  return groups;
}
