// Intake: events from any source into the store. Known events change nothing; new ones are appended, the episodes of
// their inquiries derived by the pure core, due instants written, all in one transaction (src/README.md,
// the way of one deadline).

import type { Instant } from '../../core/model.ts';
import { compareCopies } from '../../core/steps/event-order.ts';
import { requestRecomputeIfOvertaken } from '../../store/configuration/revisions.ts';
import { prepared } from '../../store/database.ts';
import { storedInquiries, unknownEvents } from '../../store/intake/events.ts';
import { type Refusal, recordRefusals } from '../../store/intake/refusals.ts';
import { keepMarks, type MarkedInquiry } from '../../store/same-customer/customer-keys.ts';
import { groupBy } from '../group-by.ts';
import type { Service } from '../service.ts';
import { armAheadMs, armDue } from '../steps/arm-alarms.ts';
import { type Accepted, type Arrival, acceptArrivals, acceptNew, byInquiry, revisionsOf } from './accept-arrivals.ts';
import type { IncomingEvent } from './incoming-event.ts';
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
const INQUIRIES_A_CHUNK = 1_000;
/** Chunks of new inquiries under way at once: the database writes one while the next is derived. */
const CHUNKS_AT_ONCE = 2;
/** So few are taken for new until the database says otherwise, which spares the look before. */
const FEW = 10;

/** Of few events the statements are planned once a connection: planning them takes seven times as long as they do. */
const fewOn = (db: Service['db'], events: readonly unknown[]) => (events.length <= FEW ? prepared(db) : db);

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
  await recordRefusals(
    service.db,
    [...refused].map(([at, why]) => refusalOf(events[at]!, why, source)),
    now,
  );
  const good = events.filter((_, at) => !refused.has(at));
  const looked = await look(service, good);
  const arrivals = byInquiry(service, withoutCopies(looked.unknown));
  const isNew = ({ first, events: all }: Arrival) =>
    looked.isNew?.has(keyOfInquiry(first)) ?? all.some(({ type }) => type === 'customer_message');
  const { added, nextDue, bad } = await acceptAll(
    service,
    [...arrivals.values()],
    { isNew, looked: looked.isNew !== null },
    source,
    now,
  );
  if (nextDue <= now + armAheadMs(service.clock)) await armDue(service, now);
  await keepMarks(service.db, markedOf(good));
  const notTaken = await refuseNotTaken(service, events, [...looked.bad, ...bad], source);
  return { added, known: good.length - added - notTaken.size, refused: new Map([...refused, ...notTaken]) };
}

/** Of each inquiry the mark that was told last. */
function markedOf(events: readonly IncomingEvent[]): MarkedInquiry[] {
  const marked = events.flatMap(({ shop, inquiry, customer }) =>
    customer === undefined ? [] : [{ shop, inquiry, ...customer }],
  );
  return marked.length === 0
    ? marked
    : [...new Map(marked.map((one) => [`${one.shop}\n${one.inquiry}`, one])).values()];
}

interface Looked {
  /** The events that are not stored yet, and copies of stored ones that may come before them. */
  readonly unknown: readonly IncomingEvent[];
  /** Keys of inquiries that are not stored; null when nobody looked. */
  readonly isNew: ReadonlySet<string> | null;
  readonly bad: readonly IncomingEvent[];
}

async function look(service: Service, events: readonly IncomingEvent[]): Promise<Looked> {
  if (events.length <= FEW) return { unknown: events, isNew: null, bad: [] };
  return lookAt(service, events);
}

async function lookAt(service: Service, events: readonly IncomingEvent[]): Promise<Looked> {
  const unknown: IncomingEvent[] = [];
  const isNew = new Set<string>();
  const { bad } = await sparing(events, async (part) => {
    const ofEach = [...groupBy(part, keyOfInquiry)];
    const firsts = ofEach.map(([, [first]]) => first!);
    const db = fewOn(service.db, part);
    const stored = await storedInquiries(db, firsts);
    const known = ofEach.flatMap(([, all], at) => (stored.has(at) ? all : []));
    const news = await unknownEvents(db, known);
    for (const [at, [key, all]] of ofEach.entries()) {
      if (stored.has(at)) continue;
      isNew.add(key);
      unknown.push(...all);
    }
    for (const at of news) unknown.push(known[at]!);
  });
  return { unknown, isNew, bad };
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

interface AcceptedOrBad extends Accepted {
  /** What the database does not take, each alone. */
  readonly bad: readonly IncomingEvent[];
}

/**
 * Every event that the database takes: new inquiries first, then what is left of them and the others. What was counted with a
 * revision that is not in force any more is recomputed by whoever has the newer one.
 */
async function acceptAll(
  service: Service,
  arrivals: readonly Arrival[],
  { isNew, looked }: { readonly isNew: (arrival: Arrival) => boolean; readonly looked: boolean },
  source: string,
  now: Instant,
): Promise<AcceptedOrBad> {
  const taken: AcceptedOrBad[] = [];
  const overtaken: string[] = [];
  const left: Arrival[] = arrivals.filter((one) => !isNew(one));
  await inChunks(arrivals.filter(isNew), CHUNKS_AT_ONCE, async (chunk) => {
    const all = eventsOf(chunk);
    const { done, bad } = await sparing(all, (part) =>
      acceptNew(service, part === all ? chunk : [...byInquiry(service, part).values()], source, now),
    );
    for (const one of done) {
      left.push(...one.left);
      overtaken.push(...one.overtaken);
    }
    taken.push(...done.map((one) => ({ ...one, bad: [] })), { ...NOTHING, bad });
  });
  // What was taken for new without a look may be known wholly.
  const known = looked ? { unknown: eventsOf(left), bad: [] } : await lookAt(service, eventsOf(left));
  const others = [...byInquiry(service, known.unknown).values()];
  const countedWith = revisionsOf(service, others);
  await inChunks(others, 1, async (chunk) => {
    const all = eventsOf(chunk);
    const { done, bad } = await sparing(all, (part) => {
      const these = part === all ? chunk : [...byInquiry(service, part).values()];
      const db = fewOn(service.db, part);
      return db.transaction().execute((trx) => acceptArrivals(service, trx, these, source, now));
    });
    taken.push(...done.map((one) => ({ ...one, bad: [] })), { ...NOTHING, bad });
  });
  if (countedWith.length > 0) overtaken.push(...(await requestRecomputeIfOvertaken(service.db, countedWith, now)));
  if (overtaken.length > 0) service.logger.info({ shops: overtaken }, 'taken in while the configuration changed');
  return {
    added: taken.reduce((total, { added }) => total + added, 0),
    nextDue: Math.min(...taken.map(({ nextDue }) => nextDue), Number.POSITIVE_INFINITY),
    bad: [...taken.flatMap(({ bad }) => bad), ...known.bad],
  };
}

const NOTHING: Accepted = { added: 0, nextDue: Number.POSITIVE_INFINITY };

const eventsOf = (arrivals: readonly Arrival[]): IncomingEvent[] => arrivals.flatMap(({ incoming }) => incoming);

/** After one that failed none is begun, and those under way end before this rejects. */
async function inChunks(
  arrivals: readonly Arrival[],
  atOnce: number,
  work: (chunk: readonly Arrival[]) => Promise<void>,
): Promise<void> {
  let next = 0;
  const oneByOne = async (): Promise<void> => {
    while (next < arrivals.length) {
      const from = next;
      next += INQUIRIES_A_CHUNK;
      try {
        await work(arrivals.slice(from, next));
      } catch (error) {
        next = arrivals.length;
        throw error;
      }
    }
  };
  const ends = await Promise.allSettled(Array.from({ length: atOnce }, oneByOne));
  for (const end of ends) if (end.status === 'rejected') throw end.reason;
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
  await recordRefusals(service.db, rows, service.clock.now());
  return new Map(refused.map((at) => [at, NOT_STORABLE]));
}

const keyOfInquiry = ({ shop, inquiry }: IncomingEvent): string => `${shop}\n${inquiry}`;
const keyOf = ({ shop, inquiry, event }: IncomingEvent): string => `${shop}\n${inquiry}\n${event.id}`;

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
