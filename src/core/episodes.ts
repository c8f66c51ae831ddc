// Status and episodes as a function of the set of an inquiry's events (domain.md 2): order and copies change nothing.
// Trap: `completed` can be undone, so the episode it ended is kept with its waiting messages until someone writes.

import type { EndedBy, Episode, EventType, InquiryEvent, Instant, Pause, Status, Thread } from './model.ts';

interface Draft {
  readonly messages: string[];
  /** Ids of the waiting messages with their times, in order. */
  readonly waiting: Map<string, Instant>;
  startedAt: Instant;
  endedAt: Instant | null;
  endedBy: EndedBy | null;
  readonly pauses: Pause[];
}

/** The last `completed` while it can still be undone: nobody has written since. */
interface Completion {
  readonly at: Instant;
  readonly ended: Draft | null;
  /** Deletions that came while the thread was completed; they count only if it is reopened. */
  readonly deletions: InquiryEvent[];
}

interface State {
  readonly episodes: Draft[];
  open: Draft | null;
  marked: boolean;
  completion: Completion | null;
  readonly deleted: Set<string>;
}

/**
 * What a set of events says (domain.md 2). Events after `now` (epoch ms) are left out; without `now`, none are.
 * Same set, same answer: copies of an id count once (of copies that differ, the earliest), order is (time, id).
 */
export function deriveThread(events: readonly InquiryEvent[], now: Instant = Number.POSITIVE_INFINITY): Thread {
  const state: State = { episodes: [], open: null, marked: false, completion: null, deleted: new Set() };
  for (const event of inOrder(events)) if (event.at <= now) handlers[event.type](state, event);
  return { status: statusOf(state), episodes: state.episodes.map(toEpisode) };
}

function statusOf(state: State): Status {
  if (state.open) return 'unanswered';
  return state.marked ? 'completed' : 'answered';
}

function inOrder(events: readonly InquiryEvent[]): readonly InquiryEvent[] {
  const byId = new Map<string, InquiryEvent>();
  for (const event of events) {
    const other = byId.get(event.id);
    if (!other || compareCopies(event, other) < 0) byId.set(event.id, event);
  }
  return [...byId.values()].sort((a, b) => a.at - b.at || compareText(a.id, b.id));
}

function compareCopies(a: InquiryEvent, b: InquiryEvent): number {
  return a.at - b.at || compareText(a.type, b.type) || compareText(a.message ?? '', b.message ?? '');
}

/** By code units: the same on every machine, unlike a locale's order. */
function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

const handlers: Readonly<Record<EventType, (state: State, event: InquiryEvent) => void>> = {
  customer_message: customerWrote,
  shop_reply: shopReplied,
  auto_reply: () => {},
  completed,
  reopened,
  message_deleted: messageDeleted,
};

function customerWrote(state: State, { id, at }: InquiryEvent): void {
  state.completion = null;
  // A deletion ordered before its message: the message never waited.
  if (state.deleted.has(id)) return;
  if (state.open) {
    state.open.messages.push(id);
    state.open.waiting.set(id, at);
    return;
  }
  state.open = {
    messages: [id],
    waiting: new Map([[id, at]]),
    startedAt: at,
    endedAt: null,
    endedBy: null,
    pauses: [],
  };
  state.episodes.push(state.open);
}

function shopReplied(state: State, { at }: InquiryEvent): void {
  state.completion = null;
  if (state.open) end(state, state.open, 'shop_reply', at);
}

function completed(state: State, { at }: InquiryEvent): void {
  // Completed already and nothing waits: nothing to undo is added.
  if (state.marked && !state.open) return;
  state.completion = { at, ended: state.open, deletions: [] };
  state.marked = true;
  if (state.open) end(state, state.open, 'completed', at);
}

function reopened(state: State, { at }: InquiryEvent): void {
  const { completion } = state;
  if (!completion) return;
  state.completion = null;
  state.marked = false;
  if (!completion.ended) return;
  resume(state, completion.ended, { from: completion.at, to: at });
  for (const deletion of completion.deletions) messageDeleted(state, deletion);
}

function resume(state: State, episode: Draft, pause: Pause): void {
  episode.pauses.push(pause);
  episode.endedAt = null;
  episode.endedBy = null;
  state.open = episode;
}

function messageDeleted(state: State, event: InquiryEvent): void {
  if (event.message === undefined) return;
  state.deleted.add(event.message);
  state.completion?.deletions.push(event);
  if (!state.open) return;
  state.open.waiting.delete(event.message);
  const [oldest] = state.open.waiting.values();
  if (oldest === undefined) end(state, state.open, 'message_deleted', event.at);
  else state.open.startedAt = oldest;
}

function end(state: State, episode: Draft, endedBy: EndedBy, at: Instant): void {
  episode.endedAt = at;
  episode.endedBy = endedBy;
  state.open = null;
}

function toEpisode({ messages, startedAt, endedAt, endedBy, pauses }: Draft): Episode {
  return { messages, startedAt, endedAt, endedBy, pauses };
}
