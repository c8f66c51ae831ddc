// Intake: events from any source into the store. Known events change nothing; new ones are appended, the episodes of
// their inquiries derived by the pure core, due instants written, all in one transaction (src/README.md,
// the way of one deadline).

import type { ShopConfig } from '../../config/input/shop-settings.ts';
import type { InquiryEvent, Instant, Status } from '../../core/model.ts';
import { deriveThread } from '../../core/steps/episodes.ts';
import { compareCopies } from '../../core/steps/event-order.ts';
import { undoOvertakenMarks } from '../../store/actions/no-reply-needed.ts';
import { requestRecomputeIfOvertaken } from '../../store/configuration/revisions.ts';
import { shopStates } from '../../store/configuration/shops.ts';
import { appendEvents, eventsOf, indexesOfUnknownEvents } from '../../store/intake/events.ts';
import { type InquiryRef, type InquiryRow, setStatuses, upsertInquiries } from '../../store/intake/inquiries.ts';
import { keepRefusals, type Refusal } from '../../store/intake/refusals.ts';
import type { Trx } from '../../store/schema.ts';
import {
  episodesOf,
  insertEpisodes,
  type NewEpisode,
  type StoredEpisode,
  updateEpisodes,
} from '../../store/steps/episodes.ts';
import { noteFirstRead } from '../../store/steps/lateness.ts';
import { syncSteps } from '../../store/steps/steps.ts';
import type { Counting, InquiryKind } from '../compiled-calendars.ts';
import type { Service } from '../service.ts';
import { armAheadMs, armDue } from '../steps/arm-alarms.ts';
import type { IncomingEvent } from './incoming-event.ts';
import { type CountedBy, planEpisodes } from './plan-episodes.ts';
import { sparing } from './sparing.ts';

export interface IntakeResult {
  /** Events stored for the first time, and copies that say an earlier time than was known. */
  readonly added: number;
  /** Events known already, also by an earlier line of the same body: nothing changed. */
  readonly known: number;
  /** By index into the given events: why it was refused. */
  readonly refused: ReadonlyMap<number, { readonly code: string; readonly message: string }>;
}

/** How far ahead of our clock an event may say it happened (clocks of sources differ a little). */
export const FUTURE_TOLERANCE_MS = 5 * 60_000;
/** Inquiries per transaction: long enough to be fast, short enough not to hold locks for long. */
const INQUIRIES_A_CHUNK = 2_000;

/** Everything one transaction needs of one inquiry. */
interface Arrival {
  readonly shop: ShopConfig;
  readonly first: IncomingEvent;
  readonly incoming: IncomingEvent[];
  readonly events: InquiryEvent[];
}

/**
 * Takes events in. Good ones are kept whatever the others are; each refusal has a reason and stays visible. Idempotent
 * by (shop, inquiry, event id), in any order (RULES.md 2).
 */
export async function intake(
  service: Service,
  events: readonly IncomingEvent[],
  source: string,
): Promise<IntakeResult> {
  const now = service.clock.now();
  const refused = refuse(service, events, now);
  await keepRefusals(
    service.db,
    [...refused].map(([at, why]) => refusalOf(events[at]!, why, source)),
    now,
  );
  const good = events.filter((_, at) => !refused.has(at));
  const looked = await sparing(good, (part) => unknownOf(service, part));
  const unknown = withoutCopies(looked.done.flat());
  const countedWith = new Map(
    unknown.map(({ shop }) => [shop, service.counting.revisionOf(service.config.shops.get(shop)!)]),
  );
  const { added, nextDue, bad } = await takeInChunks(service, unknown, source, now);
  await requestRecompute(service, countedWith, now);
  if (nextDue <= now + armAheadMs(service.clock)) await armDue(service, now);
  const notTaken = await refuseNotTaken(service, events, [...looked.bad, ...bad], source);
  return { added, known: good.length - added - notTaken.size, refused: new Map([...refused, ...notTaken]) };
}

/** The events that are not stored yet, and copies of stored ones that may come before them. */
async function unknownOf(service: Service, events: readonly IncomingEvent[]): Promise<IncomingEvent[]> {
  const unknown = await indexesOfUnknownEvents(service.db, events);
  return events.filter((_, at) => unknown.has(at));
}

/** Each event once; of copies that differ the one that the core counts. */
function withoutCopies(events: readonly IncomingEvent[]): IncomingEvent[] {
  const byKey = new Map<string, IncomingEvent>();
  for (const incoming of events) {
    const key = keyOf(incoming);
    const other = byKey.get(key);
    if (other === undefined || compareCopies(incoming.event, other.event) < 0) byKey.set(key, incoming);
  }
  return [...byKey.values()];
}

/** Every event that the database takes; those that it does not take stand alone in `bad`. */
async function takeInChunks(
  service: Service,
  events: readonly IncomingEvent[],
  source: string,
  now: Instant,
): Promise<{ added: number; nextDue: Instant; bad: readonly IncomingEvent[] }> {
  const arrivals = [...byInquiry(service, events).values()];
  const bad: IncomingEvent[] = [];
  let nextDue = Number.POSITIVE_INFINITY;
  let added = 0;
  for (let at = 0; at < arrivals.length; at += INQUIRIES_A_CHUNK) {
    const chunk = arrivals.slice(at, at + INQUIRIES_A_CHUNK).flatMap(({ incoming }) => incoming);
    const taken = await sparing(chunk, (part) =>
      service.db
        .transaction()
        .execute((trx) => takeIn(service, trx, [...byInquiry(service, part).values()], source, now)),
    );
    for (const done of taken.done) {
      nextDue = Math.min(nextDue, done.nextDue);
      added += done.added;
    }
    bad.push(...taken.bad);
  }
  return { added, nextDue, bad };
}

const NOT_STORABLE = { code: 'not-storable', message: 'the database does not take a text or number of this event' };

/** By index into `events`, copies included: what the database did not take, kept visible. */
async function refuseNotTaken(
  service: Service,
  events: readonly IncomingEvent[],
  bad: readonly IncomingEvent[],
  source: string,
): Promise<Map<number, { code: string; message: string }>> {
  if (bad.length === 0) return new Map();
  const keys = new Set(bad.map(keyOf));
  const refused = events.flatMap((incoming, at) => (keys.has(keyOf(incoming)) ? [at] : []));
  const rows = refused.map((at) => refusalOf(events[at]!, NOT_STORABLE, source));
  await keepRefusals(service.db, rows, service.clock.now());
  return new Map(refused.map((at) => [at, NOT_STORABLE]));
}

const keyOf = ({ shop, inquiry, event }: IncomingEvent): string => `${shop}\n${inquiry}\n${event.id}`;

/** What was counted with a revision that is not in force any more is recomputed by whoever has the newer one. */
async function requestRecompute(
  service: Service,
  countedWith: ReadonlyMap<string, string>,
  now: Instant,
): Promise<void> {
  const used = [...countedWith].map(([shop, revision]) => ({ shop, revision }));
  const overtaken = await requestRecomputeIfOvertaken(service.db, used, now);
  if (overtaken.length > 0) service.logger.info({ shops: overtaken }, 'taken in while the configuration changed');
}

function refuse(
  service: Service,
  events: readonly IncomingEvent[],
  now: Instant,
): Map<number, { code: string; message: string }> {
  const refused = new Map<number, { code: string; message: string }>();
  events.forEach((incoming, at) => {
    const ahead = incoming.event.at - now;
    if (!service.config.shops.has(incoming.shop))
      refused.set(at, { code: 'unknown-shop', message: `no shop "${incoming.shop}" in the configuration` });
    else if (ahead > FUTURE_TOLERANCE_MS)
      refused.set(at, {
        code: 'future-event',
        message: `happened ${Math.ceil(ahead / 60_000)} minutes in the future; allowed are ${FUTURE_TOLERANCE_MS / 60_000}`,
      });
  });
  return refused;
}

function refusalOf(incoming: IncomingEvent, why: { code: string; message: string }, source: string): Refusal {
  return { source, shop: incoming.shop, inquiry: incoming.inquiry, event: incoming.event.id, ...why };
}

function byInquiry(service: Service, events: readonly IncomingEvent[]): Map<string, Arrival> {
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

/** One transaction. Returns how many events were new, and when the first of these inquiries now has a step due. */
async function takeIn(
  service: Service,
  trx: Trx,
  arrivals: readonly Arrival[],
  source: string,
  now: Instant,
): Promise<{ added: number; nextDue: Instant }> {
  const alone = arrivals.map((arrival) => deriveThread(arrival.events));
  const rows = arrivals.map((arrival, at) => rowOf(arrival, alone[at]!.status));
  await noteFirstRead(trx, [...new Set(rows.map((row) => row.shop))], now);
  const refs = await upsertInquiries(trx, rows, now);
  const byKey = new Map(refs.map((ref) => [`${ref.shop}\n${ref.externalId}`, ref]));
  const pairs = arrivals.map((arrival, at) => ({
    arrival,
    alone: alone[at]!,
    ref: byKey.get(`${arrival.first.shop}\n${arrival.first.inquiry}`)!,
  }));
  const given = pairs.flatMap(({ arrival, ref }) => arrival.events.map((event) => ({ inquiryId: ref.id, event })));
  const changed = await appendEvents(trx, given, source, now);
  const older = pairs.filter(({ ref }) => !ref.fresh && changed.has(ref.id)).map(({ ref }) => ref.id);
  await undoOvertakenMarks(trx, older, now);
  const events = await eventsOf(trx, older);
  const stored = groupByInquiry(older.length === 0 ? [] : await episodesOf(trx, older));

  const statuses: { id: number; status: Status }[] = [];
  const inserts: NewEpisode[] = [];
  const updates: Parameters<typeof updateEpisodes>[1][number][] = [];
  for (const { arrival, alone, ref } of pairs) {
    if (!changed.has(ref.id)) continue;
    const known = events.get(ref.id);
    const thread = known === undefined ? alone : deriveThread(known);
    const kind = { channel: ref.channel, type: ref.type, category: ref.category };
    const plan = planEpisodes(thread, stored.get(ref.id) ?? [], countedBy(service.counting, arrival.shop, kind));
    if (thread.status !== ref.status) statuses.push({ id: ref.id, status: thread.status });
    for (const row of plan.inserts) inserts.push({ ...row, inquiryId: ref.id, shop: ref.shop });
    updates.push(...plan.updates);
  }
  await setStatuses(trx, statuses);
  const ids = await insertEpisodes(trx, inserts, now);
  await updateEpisodes(trx, updates, now);
  const over = ids.filter((_, at) => hasPassedAlready(inserts[at]!));
  await syncChanged(service, trx, [...updates.map((u) => u.id), ...over], refs, now);
  const added = [...changed.values()].reduce((total, count) => total + count, 0);
  return { added, nextDue: earliestDue([...inserts, ...updates]) };
}

function countedBy(counting: Counting, shop: ShopConfig, kind: InquiryKind): CountedBy {
  return {
    count: (wait) => counting.deadlines(shop, kind, wait),
    onlyFirst: counting.policyOf(shop, kind).counts === 'first',
    revision: counting.revisionOf(shop),
  };
}

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
    why: 'the wait starts later than first known',
    watchedSince: new Map([...(await shopStates(trx, [...shops]))].map(([id, state]) => [id, state.watchedSince])),
    now,
  });
}

/** Whether a new row has steps to record at once: firing looks only at what still waits. */
function hasPassedAlready({ endedAt, flagDueAt, breachAt, breachDueAt }: NewEpisode): boolean {
  const whileCompleted = breachAt !== null && breachDueAt === null;
  return whileCompleted || (endedAt !== null && flagDueAt !== null && flagDueAt <= endedAt);
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
    status,
  };
}

function groupByInquiry(rows: readonly StoredEpisode[]): Map<number, StoredEpisode[]> {
  const groups = new Map<number, StoredEpisode[]>();
  for (const row of rows) {
    const group = groups.get(row.inquiryId);
    if (group === undefined) groups.set(row.inquiryId, [row]);
    else group.push(row);
  }
  return groups;
}

function earliestDue(
  rows: readonly {
    endedAt: Instant | null;
    flagDueAt: Instant | null;
    ownerAlertDueAt: Instant | null;
    breachDueAt: Instant | null;
  }[],
): Instant {
  let earliest = Number.POSITIVE_INFINITY;
  for (const row of rows) {
    if (row.endedAt !== null) continue;
    for (const due of [row.flagDueAt, row.ownerAlertDueAt, row.breachDueAt])
      if (due !== null && due < earliest) earliest = due;
  }
  return earliest;
}
