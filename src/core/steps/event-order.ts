// The order in which the events of one inquiry happened (RULES.md 2), and which copy of an event counts. Whatever shows
// or counts events takes this order.

import type { ThreadEvent } from '../model.ts';

/** At one instant messages come before marks; in a group by rank, messages by `seq` before that. */
const RANKS: Readonly<Record<ThreadEvent['type'], { readonly group: 'message' | 'mark'; readonly rank: number }>> = {
  customer_message: { group: 'message', rank: 0 },
  auto_reply: { group: 'message', rank: 1 },
  shop_reply: { group: 'message', rank: 2 },
  answered_elsewhere: { group: 'message', rank: 3 },
  message_deleted: { group: 'mark', rank: 0 },
  promised: { group: 'mark', rank: 1 },
  completed: { group: 'mark', rank: 2 },
  reopened: { group: 'mark', rank: 3 },
  answer_withdrawn: { group: 'mark', rank: 4 },
  promise_withdrawn: { group: 'mark', rank: 4 },
};

/** Whether `a` happened before `b` (negative), by time, kind, `seq` and id; 0 only for copies of one event. */
export function compareEvents(a: ThreadEvent, b: ThreadEvent): number {
  return a.at - b.at || compareAtOneInstant(a, b) || compareText(a.id, b.id);
}

function compareAtOneInstant(a: ThreadEvent, b: ThreadEvent): number {
  const [one, other] = [RANKS[a.type], RANKS[b.type]];
  if (one.group !== other.group) return one.group === 'message' ? -1 : 1;
  const bySeq = one.group === 'message' ? (a.seq ?? 0) - (b.seq ?? 0) : 0;
  return bySeq || one.rank - other.rank;
}

/**
 * The order of two copies of one event, 0 when they say the same: the earlier one counts. At one instant the same order
 * decides that decides between events, then what is left of their content.
 */
export function compareCopies(a: ThreadEvent, b: ThreadEvent): number {
  return compareEvents(a, b) || compareText(a.type, b.type) || compareText(restOf(a), restOf(b));
}

const restOf = ({ message, until, withdraws }: ThreadEvent): string => message ?? withdraws ?? String(until ?? '');

/** Each event once, its earliest copy, in the order in which they happened. Same set, same answer. */
export function inOrder<E extends ThreadEvent>(events: readonly E[]): E[] {
  const byId = new Map<string, E>();
  for (const event of events) {
    const other = byId.get(event.id);
    if (other === undefined || compareCopies(event, other) < 0) byId.set(event.id, event);
  }
  return [...byId.values()].sort(compareEvents);
}

/** By code units: the same on every machine, unlike a locale's order. */
function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
