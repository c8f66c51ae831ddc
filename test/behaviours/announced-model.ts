// What the pure rules say of announcements, told from the events alone: no database, no outbox, nothing of service/.
//
// 1. An episode is known by the first message that it was ever known to hold (its opener); when later knowledge joins
//    two stretches, the one that began first goes on.
// 2. The owner is told of (episode, owner_alert) at the first tick inside the shop's send window at which, by all that
//    is known by then, the alert's instant has passed and the episode is open; once, whatever is learned later.
// 3. Ops are told of (episode, breach) at the first tick from the slot on at which the breach has passed, the episode open
//    or not; and of (episode, owner_alert) likewise while it is open, unless the breach was told: the strongest wins.
// 4. A mail whose sender was killed during the send goes out once more as it was, if anything it tells of still holds;
//    what else is owed waits for the slot after.
//
// The slot is the tick itself for shops that send always; for others it depends on when the service looked, so for ops
// rule 3 is held there as bounds: nothing that never held, nothing twice, and all that holds in the end.

import { type Calendar, compileCalendar } from '../../src/core/calendar/calendar.ts';
import type { CalendarSpec, InquiryEvent, Instant, NationalHolidays, Policy } from '../../src/core/model.ts';
import { computeDeadlines } from '../../src/core/steps/counting.ts';
import { deriveThread } from '../../src/core/steps/episodes.ts';
import { nextSendInstant, type SendWindow } from '../../src/core/steps/send-window.ts';
import { type DueInstants, dueInstants } from '../../src/core/steps/steps.ts';
import { openZone } from '../../src/core/time/zone.ts';

export interface ModelShop {
  readonly calendar: Calendar;
  readonly policy: Policy;
  readonly window: SendWindow;
}

export function modelShop(
  spec: CalendarSpec,
  zone: string,
  holidays: NationalHolidays,
  rest: Omit<ModelShop, 'calendar'>,
): ModelShop {
  return { ...rest, calendar: compileCalendar(spec, openZone(zone), holidays, null) };
}

interface Known {
  readonly opener: string;
  readonly startedAt: Instant;
  readonly endedAt: Instant | null;
  readonly due: DueInstants;
}

interface Inquiry {
  readonly name: string;
  readonly shop: number;
  readonly events: InquiryEvent[];
  /** Every opener there ever was, with the start last known. */
  openers: readonly { readonly opener: string; readonly startedAt: Instant }[];
  known: readonly Known[];
}

/** `inquiry opener step`. */
export type Pair = string;

export interface Model {
  /** What a source has just brought, all at once. */
  learn(batch: readonly { readonly inquiry: number; readonly event: InquiryEvent }[]): void;
  /** What the owner is owed at this tick: pairs, with the start that the row shows. */
  pendingForOwner(shop: number, at: Instant): Map<Pair, Instant>;
  /** What ops are owed at this instant of one shop, whatever its window. */
  pendingForOps(shop: number, at: Instant): Pair[];
  /** Told now; a breach told to ops covers the alert. */
  toldOwner(pairs: Iterable<Pair>): void;
  toldOps(pairs: Iterable<Pair>): void;
  /** Whether a stored mail still has something to tell. */
  holds(pairs: Iterable<Pair>, to: 'owner' | 'ops', at: Instant): boolean;
  inWindow(shop: number, at: Instant): boolean;
}

export function createModel(shops: readonly ModelShop[], inquiries: readonly { name: string; shop: number }[]): Model {
  const all = inquiries.map((one): Inquiry => ({ ...one, events: [], openers: [], known: [] }));
  const owner = new Set<Pair>();
  const ops = new Set<Pair>();
  const pairOf = ({ name }: Inquiry, { opener }: Known, step: string): Pair => `${name} ${opener} ${step}`;

  function passed({ due, endedAt }: Known, at: Instant) {
    const breach = due.breach !== null && due.breach <= Math.min(endedAt ?? at, at);
    return { alert: endedAt === null && due.owner_alert <= at, breach };
  }

  function* knownOf(shop: number): Generator<[Inquiry, Known]> {
    for (const inquiry of all) if (inquiry.shop === shop) for (const known of inquiry.known) yield [inquiry, known];
  }

  function learn(batch: Parameters<Model['learn']>[0]): void {
    for (const { inquiry, event } of batch) all[inquiry]!.events.push(event);
    for (const inquiry of new Set(batch.map((one) => all[one.inquiry]!))) derive(inquiry);
  }

  function derive(inquiry: Inquiry): void {
    const free = [...inquiry.openers].sort((a, b) => a.startedAt - b.startedAt);
    const { calendar, policy } = shops[inquiry.shop]!;
    inquiry.known = deriveThread(inquiry.events).episodes.map((episode) => {
      const { messages, startedAt, endedAt } = episode;
      const at = free.findIndex(({ opener }) => messages.includes(opener));
      const opener = at < 0 ? messages[0]! : free.splice(at, 1)[0]!.opener;
      return { opener, startedAt, endedAt, due: dueInstants(episode, computeDeadlines(calendar, policy, startedAt)) };
    });
    inquiry.openers = [...free, ...inquiry.known];
  }

  function inWindow(shop: number, at: Instant): boolean {
    return nextSendInstant(shops[shop]!.calendar, shops[shop]!.window, at) === at;
  }

  return {
    learn,
    inWindow,
    pendingForOwner: (shop, at) => {
      const owed = new Map<Pair, Instant>();
      for (const [inquiry, known] of knownOf(shop)) {
        const pair = pairOf(inquiry, known, 'owner_alert');
        if (passed(known, at).alert && !owner.has(pair)) owed.set(pair, known.startedAt);
      }
      return owed;
    },
    pendingForOps: (shop, at) =>
      [...knownOf(shop)].flatMap(([inquiry, known]) => {
        const [alert, breach] = [pairOf(inquiry, known, 'owner_alert'), pairOf(inquiry, known, 'breach')];
        const now = passed(known, at);
        if (now.breach && !ops.has(breach)) return [breach];
        return now.alert && !ops.has(alert) && !ops.has(breach) ? [alert] : [];
      }),
    toldOwner: (pairs) => {
      for (const pair of pairs) owner.add(pair);
    },
    toldOps: (pairs) => {
      for (const pair of pairs) ops.add(pair);
    },
    holds: (pairs, to, at) => {
      const wanted = new Set(pairs);
      for (const inquiry of all) {
        for (const known of inquiry.known) {
          const now = passed(known, at);
          if (wanted.has(pairOf(inquiry, known, 'owner_alert')) && now.alert) return true;
          if (to === 'ops' && wanted.has(pairOf(inquiry, known, 'breach')) && now.breach) return true;
        }
      }
      return false;
    },
  };
}
