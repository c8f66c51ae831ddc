// core tests: RULES.md 2 once more, read sentence by sentence and slow on purpose: after each event everything before
// it is asked again. Nothing of the core but its types.

import type { Episode, EventType, InquiryEvent, Pause, Thread } from '../../../src/core/model.ts';

interface Stretch {
  readonly messages: readonly string[];
  readonly startedAt: number;
  readonly end: { readonly at: number; readonly by: Episode['endedBy'] } | null;
  readonly pauses: readonly Pause[];
}

interface Said {
  readonly stretches: readonly Stretch[];
  /** Ids of what waits in the open stretch. */
  readonly waiting: readonly string[];
  readonly isMarked: boolean;
}

const LISTED =
  'customer_message auto_reply shop_reply answered_elsewhere deleted promised completed reopened withdrawn';
const MESSAGES = ['customer_message', 'auto_reply', 'shop_reply'];
const isMessage = ({ type }: InquiryEvent): boolean => MESSAGES.includes(type);
const placeOf = (type: EventType): number => LISTED.split(' ').indexOf(type.replace('message_deleted', 'deleted'));

/** Whether `a` happened before `b`. */
function isBefore(a: InquiryEvent, b: InquiryEvent): boolean {
  if (a.at !== b.at) return a.at < b.at;
  if (isMessage(a) !== isMessage(b)) return isMessage(a);
  const [one, other] = [a, b].map(({ seq }) => seq ?? 0) as [number, number];
  if (isMessage(a) && one !== other) return one < other;
  if (a.type !== b.type) return placeOf(a.type) < placeOf(b.type);
  if (a.id !== b.id) return a.id < b.id;
  return (a.message ?? '') < (b.message ?? '');
}

function setInOrder(events: readonly InquiryEvent[]): InquiryEvent[] {
  const left = events.filter((one) => !events.some((other) => other.id === one.id && isBefore(other, one)));
  const once = left.filter((one, at) => left.findIndex((other) => other.id === one.id) === at);
  const ordered: InquiryEvent[] = [];
  while (once.length > 0) {
    const next = once.findIndex((one) => !once.some((other) => isBefore(other, one)));
    ordered.push(...once.splice(next, 1));
  }
  return ordered;
}

/** What is so after the first `count` events. */
function after(events: readonly InquiryEvent[], count: number): Said {
  if (count === 0) return { stretches: [], waiting: [], isMarked: false };
  const said = after(events, count - 1);
  const event = events[count - 1]!;
  const isOpen = said.waiting.length > 0;
  switch (event.type) {
    case 'auto_reply':
      return said;
    case 'customer_message':
      if (events.slice(0, count - 1).some((e) => e.type === 'message_deleted' && e.message === event.id)) return said;
      if (isOpen)
        return {
          ...said,
          waiting: [...said.waiting, event.id],
          stretches: changed(said, (last) => ({ messages: [...last.messages, event.id] })),
        };
      return {
        ...said,
        waiting: [event.id],
        stretches: [...said.stretches, { messages: [event.id], startedAt: event.at, end: null, pauses: [] }],
      };
    case 'shop_reply':
      return isOpen ? ended(said, event, 'shop_reply') : said;
    case 'completed':
      return { ...(isOpen ? ended(said, event, 'completed') : said), isMarked: true };
    case 'message_deleted':
      return without(said, events, [event], event);
    case 'reopened':
      return { ...(undone(events, count - 1, event) ?? said), isMarked: false };
  }
}

/** How it goes on when the reopening undoes an end; null when it undoes none. */
function undone(events: readonly InquiryEvent[], count: number, reopening: InquiryEvent): Said | null {
  const isAnswered = (at: number) => after(events, at).waiting.length === 0;
  const completing = events.findLastIndex((e, at) => at < count && e.type === 'completed' && !isAnswered(at));
  const since = completing < 0 ? [] : events.slice(completing + 1, count);
  if (completing < 0 || since.some(({ type }) => type === 'customer_message' || type === 'shop_reply')) return null;
  if (since.some(({ type }) => type === 'reopened')) return null;
  const before = after(events, completing);
  const deletions = since.filter(({ type }) => type === 'message_deleted');
  const goesOn = without(before, events, deletions, reopening);
  if (goesOn.waiting.length === 0) return null;
  const pause = { from: events[completing]!.at, to: reopening.at };
  return { ...goesOn, stretches: changed(goesOn, (last) => ({ pauses: [...last.pauses, pause] })) };
}

function without(
  said: Said,
  events: readonly InquiryEvent[],
  deletions: readonly InquiryEvent[],
  at: InquiryEvent,
): Said {
  if (said.waiting.length === 0) return said;
  const waiting = said.waiting.filter((id) => !deletions.some(({ message }) => message === id));
  const oldest = events.find(({ id }) => id === waiting[0]);
  if (oldest === undefined) return ended(said, at, 'message_deleted');
  return { ...said, waiting, stretches: changed(said, () => ({ startedAt: oldest.at })) };
}

function ended(said: Said, { at }: InquiryEvent, by: Episode['endedBy']): Said {
  return { ...said, waiting: [], stretches: changed(said, () => ({ end: { at, by } })) };
}

function changed({ stretches }: Said, change: (last: Stretch) => Partial<Stretch>): Stretch[] {
  const last = stretches.at(-1)!;
  return [...stretches.slice(0, -1), { ...last, ...change(last) }];
}

/** The thread as RULES.md 2 has it. */
export function referenceThread(events: readonly InquiryEvent[], now: number): Thread {
  const ordered = setInOrder(events).filter(({ at }) => at <= now);
  const { stretches, waiting, isMarked } = after(ordered, ordered.length);
  return {
    status: waiting.length > 0 ? 'unanswered' : isMarked ? 'completed' : 'answered',
    episodes: stretches.map(({ end, ...rest }) => ({ ...rest, endedAt: end?.at ?? null, endedBy: end?.by ?? null })),
    promises: [],
  };
}
