// Status and episodes as a function of the set of an inquiry's events (RULES.md 2): order and copies change nothing.
// Trap: `completed` can be undone, so the episode it ended is kept with its waiting messages until someone writes.

import type { EndedBy, Episode, EventType, InquiryEvent, Instant, Pause, Status, Thread } from '../model.ts';
import { inOrder } from './event-order.ts';

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
  /** Ids of messages deleted while the thread was completed; that counts only if it is reopened. */
  readonly deleted: string[];
}

interface State {
  readonly episodes: Draft[];
  open: Draft | null;
  marked: boolean;
  completion: Completion | null;
  readonly deleted: Set<string>;
}

/**
 * What a set of events says (RULES.md 2). Events after `now` (epoch ms) are left out; without `now`, none are.
 * Same set, same answer: copies of an id count once (of copies that differ, the earliest), order is `inOrder`'s.
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
  state.completion = { at, ended: state.open, deleted: [] };
  state.marked = true;
  if (state.open) end(state, state.open, 'completed', at);
}

function reopened(state: State, { at }: InquiryEvent): void {
  const { completion } = state;
  state.completion = null;
  state.marked = false;
  if (completion?.ended) resume(state, completion.ended, completion, at);
}

/** The episode goes on with what was not deleted meanwhile; when nothing is left, it stays ended as it was. */
function resume(state: State, episode: Draft, completion: Completion, reopenedAt: Instant): void {
  for (const id of completion.deleted) episode.waiting.delete(id);
  const [oldest] = episode.waiting.values();
  if (oldest === undefined) return;
  episode.startedAt = oldest;
  episode.pauses.push({ from: completion.at, to: reopenedAt });
  episode.endedAt = null;
  episode.endedBy = null;
  state.open = episode;
}

function messageDeleted(state: State, event: InquiryEvent): void {
  if (event.message === undefined) return;
  state.deleted.add(event.message);
  state.completion?.deleted.push(event.message);
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
