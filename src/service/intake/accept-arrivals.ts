// What one transaction does with what arrived for some inquiries: known events change nothing, new ones are appended, the
// episodes derived by the pure core, due instants written. An inquiry that nobody has seen needs no look at what is stored
// and goes in by one statement.

import type { ShopConfig } from '../../config/input/shop-settings.ts';
import { type Instant, STEPS, type Status, type Thread, type ThreadEvent } from '../../core/model.ts';
import { deriveThread } from '../../core/steps/episodes.ts';
import { undoOvertakenMarks } from '../../store/actions/no-reply-needed.ts';
import type { CountedWith } from '../../store/configuration/revisions.ts';
import { shopStates } from '../../store/configuration/shops.ts';
import { appendEvents, eventsOf } from '../../store/intake/events.ts';
import {
  type InquiryRef,
  type InquiryRow,
  insertInquiries,
  type NewInquiry,
  setStatuses,
  upsertInquiries,
} from '../../store/intake/inquiries.ts';
import { lookAgain } from '../../store/retention/past-inquiries.ts';
import type { Trx } from '../../store/schema.ts';
import {
  type EpisodeFacts,
  episodesOf,
  insertEpisodes,
  type NewEpisode,
  type StoredEpisode,
  updateEpisodes,
} from '../../store/steps/episodes.ts';
import { type EpisodeNotices, type NoticeRow, syncNotices } from '../../store/steps/notices.ts';
import { syncSteps } from '../../store/steps/steps.ts';
import type { InquiryKind } from '../compiled-calendars.ts';
import { groupBy } from '../group-by.ts';
import { type InquiryOfThread, keepPromises } from '../promises/keep-promises.ts';
import { speaksOfPromises } from '../promises/plan-promises.ts';
import type { Service } from '../service.ts';
import { hasNotices, noticeRows } from '../steps/plan-notices.ts';
import type { IncomingEvent } from './incoming-event.ts';
import { type EpisodePlan, planEpisodes } from './plan-episodes.ts';

/** Everything one transaction needs of one inquiry. */
export interface Arrival {
  readonly shop: ShopConfig;
  readonly first: IncomingEvent;
  readonly incoming: IncomingEvent[];
  readonly events: ThreadEvent[];
}

/** What came of it: how many events were new, and when the first of these inquiries now has a step or a message due. */
export interface Accepted {
  readonly added: number;
  readonly nextDue: Instant;
}

export function byInquiry(service: Service, events: readonly IncomingEvent[]): Map<string, Arrival> {
  const arrivals = new Map<string, Arrival>();
  for (const incoming of events) {
    const key = `${incoming.shop}\n${incoming.inquiry}`;
    const arrival = arrivals.get(key) ?? {
      shop: service.config.shops.get(incoming.shop)!,
      first: incoming,
      incoming: [],
      events: [],
    };
    arrival.incoming.push(incoming);
    arrival.events.push(incoming.event);
    arrivals.set(key, arrival);
  }
  return arrivals;
}

/**
 * Takes in those that nobody has seen before and of which no step has to be recorded at once, in one statement. `left` are
 * the others, to be taken by `acceptArrivals`; of the shops `overtaken` a recompute was asked for, since the configuration
 * changed meanwhile.
 */
export async function acceptNew(
  service: Service,
  arrivals: readonly Arrival[],
  source: string,
  now: Instant,
): Promise<Accepted & { readonly left: readonly Arrival[]; readonly overtaken: readonly string[] }> {
  const countedWith = revisionsOf(service, arrivals);
  const byRow = new Map<NewInquiry, Arrival>();
  for (const arrival of arrivals) {
    const thread = deriveThread(arrival.events);
    const row = rowOf(arrival, thread.status);
    const episodes = plansOf(service, arrival, row, thread, []).inserts;
    if (!episodes.some(hasPassedAlready) && !speaksOfPromises(arrival.events))
      byRow.set({ row, events: arrival.events, episodes }, arrival);
  }
  const given = [...byRow.keys()];
  const { taken, overtaken } =
    given.length === 0
      ? { taken: [], overtaken: [] }
      : await insertInquiries(service.db, given, source, countedWith, now);
  const done = new Set(taken.map((one) => byRow.get(one)!));
  return {
    added: taken.reduce((total, { events }) => total + events.length, 0),
    nextDue: earliestDue(taken.flatMap(({ episodes }) => episodes)),
    left: arrivals.filter((arrival) => !done.has(arrival)),
    overtaken,
  };
}

/** What the inquiries of these shops are counted with now. */
export function revisionsOf({ counting }: Service, arrivals: readonly Arrival[]): CountedWith[] {
  const shops = new Set(arrivals.map(({ shop }) => shop));
  return [...shops].map((shop) => ({ shop: shop.id, revision: counting.revisionOf(shop) }));
}

function plansOf(
  { counting }: Service,
  { shop }: Arrival,
  { channel, type, category, pastWaits: waitsBefore = 0 }: InquiryKind & { readonly pastWaits?: number },
  thread: Thread,
  stored: readonly StoredEpisode[],
): EpisodePlan {
  const kind = { channel, type, category };
  return planEpisodes(thread, stored, {
    count: (wait) => counting.deadlines(shop, kind, wait),
    notices: hasNotices(shop) ? (episode, deadlines) => noticeRows(counting, shop, kind, { episode, deadlines }) : null,
    onlyFirst: counting.policyOf(shop, kind).counts === 'first',
    waitsBefore,
    revision: counting.revisionOf(shop),
  });
}

/** One transaction. */
export async function acceptArrivals(
  service: Service,
  trx: Trx,
  arrivals: readonly Arrival[],
  source: string,
  now: Instant,
): Promise<Accepted> {
  const alone = arrivals.map((arrival) => deriveThread(arrival.events));
  const rows = arrivals.map((arrival, at) => rowOf(arrival, alone[at]!.status));
  const refs = await upsertInquiries(trx, rows, now);
  const byKey = new Map(refs.map((ref) => [`${ref.shop}\n${ref.externalId}`, ref]));
  const pairs = arrivals.map((arrival, at) => ({
    arrival,
    alone: alone[at]!,
    ref: byKey.get(`${arrival.first.shop}\n${arrival.first.inquiry}`)!,
  }));
  const given = pairs.flatMap(({ arrival, ref }) =>
    arrival.events
      .filter(({ at }) => ref.pastUntil === null || at > ref.pastUntil)
      .map((event) => ({ inquiryId: ref.id, event })),
  );
  const changed = await appendEvents(trx, given, source, now);
  const again = pairs.filter(({ ref }) => ref.pastUntil !== null && changed.has(ref.id)).map(({ ref }) => ref.id);
  await lookAgain(trx, again);
  const older = pairs.filter(({ ref }) => !ref.fresh && changed.has(ref.id)).map(({ ref }) => ref.id);
  await undoOvertakenMarks(trx, older, now);
  const events = await eventsOf(trx, older);
  const stored = groupBy(older.length === 0 ? [] : await episodesOf(trx, older), ({ inquiryId }) => inquiryId);

  const statuses: { id: number; status: Status }[] = [];
  const inserts: (NewEpisode & EpisodePlan['inserts'][number])[] = [];
  const updates: (EpisodePlan['updates'][number] & { shop: string })[] = [];
  const promised: InquiryOfThread[] = [];
  for (const { arrival, alone, ref } of pairs) {
    if (!changed.has(ref.id)) continue;
    const known = events.get(ref.id);
    const thread = known === undefined ? alone : deriveThread(known);
    const plan = plansOf(service, arrival, ref, thread, stored.get(ref.id) ?? []);
    if (thread.status !== ref.status) statuses.push({ id: ref.id, status: thread.status });
    for (const row of plan.inserts) inserts.push({ ...row, inquiryId: ref.id, shop: ref.shop });
    for (const row of plan.updates) updates.push({ ...row, shop: ref.shop });
    if (speaksOfPromises(known ?? arrival.events))
      promised.push({ ref, shop: arrival.shop, thread, events: known ?? arrival.events });
  }
  await setStatuses(trx, statuses);
  const ids = await insertEpisodes(trx, inserts, now);
  await updateEpisodes(trx, updates, now);
  const over = ids.filter((_, at) => hasPassedAlready(inserts[at]!));
  await syncChanged(service, trx, [...updates.map((u) => u.id), ...over], refs, now);
  await syncNotices(
    trx,
    [
      ...noticesOf(inserts, ids),
      ...noticesOf(
        updates,
        updates.map(({ id }) => id),
      ),
    ],
    { why: WHY, now },
  );
  const promiseDue = await keepPromises(service, trx, promised, now);
  const added = [...changed.values()].reduce((total, count) => total + count, 0);
  return { added, nextDue: Math.min(earliestDue([...inserts, ...updates]), promiseDue) };
}

const WHY = 'the wait starts later than first known';

const noticesOf = (
  rows: readonly { readonly shop: string; readonly notices: readonly NoticeRow[] | null }[],
  ids: readonly number[],
): EpisodeNotices[] =>
  rows.flatMap(({ shop, notices }, at) => (notices === null ? [] : [{ episodeId: ids[at]!, shop, rows: notices }]));

async function syncChanged(
  service: Service,
  trx: Trx,
  episodeIds: readonly number[],
  refs: readonly InquiryRef[],
  now: Instant,
): Promise<void> {
  if (episodeIds.length === 0) return;
  const shops = new Set(refs.map((ref) => ref.shop));
  await syncSteps(trx, episodeIds, {
    slots: service.counting.slots(shops, now),
    cause: 'event',
    why: WHY,
    watchedSince: new Map([...(await shopStates(trx, [...shops]))].map(([id, state]) => [id, state.watchedSince])),
    now,
  });
}

/** Whether a new row has steps to record at once: firing looks only at what still waits. */
function hasPassedAlready({ endedAt, deadlines, due }: EpisodeFacts): boolean {
  const whileCompleted = deadlines !== null && due.breach === null;
  return whileCompleted || (endedAt !== null && due.flag !== null && due.flag <= endedAt);
}

function rowOf({ first }: Arrival, status: Status): InquiryRow {
  return {
    shop: first.shop,
    externalId: first.inquiry,
    channel: first.channel,
    type: first.type ?? null,
    category: first.category ?? null,
    item: first.item ?? null,
    orderTail: first.order ?? null,
    url: first.url ?? null,
    itemNumber: first.itemNumber ?? null,
    itemUrl: first.itemUrl ?? null,
    status,
  };
}

function earliestDue(
  rows: readonly (Pick<EpisodeFacts, 'endedAt' | 'due'> & { readonly notices: readonly NoticeRow[] | null })[],
): Instant {
  let earliest = Number.POSITIVE_INFINITY;
  for (const row of rows) {
    if (row.endedAt !== null) continue;
    for (const step of STEPS) earliest = Math.min(earliest, row.due[step] ?? earliest);
    for (const { sendAt } of row.notices ?? []) earliest = Math.min(earliest, sendAt);
  }
  return earliest;
}
