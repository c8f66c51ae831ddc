// Status and episodes as a function of the set of an inquiry's events (RULES.md 2): order and copies change nothing.
// `completed` can be undone, so the episode it ended is kept with its waiting messages until someone writes.

import type { EndedBy, Episode, Instant, Pause, Status, Thread, ThreadEvent } from '../model.ts';
import { inOrder } from './event-order.ts';
import {
  answerPromise,
  cancelPromise,
  endPromise,
  makePromise,
  noPromises,
  type Promises,
  promisesAt,
  withdrawPromise,
} from './promises.ts';

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

/** The last answer given elsewhere while it can still be taken back: nobody has written since. */
interface AnswerElsewhere {
  readonly id: string;
  readonly ended: Draft;
  readonly deleted: string[];
}

interface State {
  readonly episodes: Draft[];
  open: Draft | null;
  marked: boolean;
  completion: Completion | null;
  elsewhere: AnswerElsewhere | null;
  /** Customer messages that were written and not deleted. */
  readonly standing: Set<string>;
  readonly deleted: Set<string>;
  readonly promises: Promises;
}

/**
 * What a set of events says (RULES.md 2). Events after `now` (epoch ms) are left out; without `now`, none are.
 * Same set, same answer: copies of an id count once (of copies that differ, the earliest), order is `inOrder`'s.
 */
export function deriveThread(events: readonly ThreadEvent[], now: Instant = Number.POSITIVE_INFINITY): Thread {
  const ordered = inOrder(events).filter(({ at }) => at <= now);
  const madeAt = new Set(ordered.filter(({ type }) => type === 'promised').map(({ at }) => at));
  const state: State = {
    episodes: [],
    open: null,
    marked: false,
    completion: null,
    elsewhere: null,
    standing: new Set(),
    deleted: new Set(),
    promises: noPromises(madeAt),
  };
  for (const event of ordered) handlers[event.type](state, event);
  return {
    status: statusOf(state),
    episodes: state.episodes.map(toEpisode),
    promises: promisesAt(state.promises, now),
  };
}

function statusOf(state: State): Status {
  if (state.open) return 'unanswered';
  return state.marked ? 'completed' : 'answered';
}

const handlers: Readonly<Record<ThreadEvent['type'], (state: State, event: ThreadEvent) => void>> = {
  customer_message: customerWrote,
  shop_reply: shopReplied,
  auto_reply: () => {},
  completed,
  reopened,
  message_deleted: messageDeleted,
  answered_elsewhere: answeredElsewhere,
  answer_withdrawn: answerWithdrawn,
  promised,
  promise_withdrawn: ({ promises }, { withdraws, at }) => withdrawPromise(promises, withdraws, at),
};

function customerWrote(state: State, { id, at }: ThreadEvent): void {
  state.completion = null;
  state.elsewhere = null;
  // A deletion ordered before its message: the message never waited.
  if (state.deleted.has(id)) return;
  state.standing.add(id);
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

function shopReplied(state: State, { at }: ThreadEvent): void {
  state.completion = null;
  state.elsewhere = null;
  if (state.open) end(state, state.open, 'shop_reply', at);
  answerPromise(state.promises, 'shop_reply', at);
}

/** On an answered thread it is no writing for an answer before it that may be taken back. */
function answeredElsewhere(state: State, { id, at }: ThreadEvent): void {
  state.completion = null;
  if (state.open) {
    state.elsewhere = { id, ended: state.open, deleted: [] };
    end(state, state.open, 'answered_elsewhere', at);
  }
  answerPromise(state.promises, 'answered_elsewhere', at);
}

/** The episode goes on as if it had never been answered: without a pause. */
function answerWithdrawn(state: State, { withdraws }: ThreadEvent): void {
  const { elsewhere } = state;
  if (elsewhere === null || elsewhere.id !== withdraws) return;
  state.elsewhere = null;
  goOn(state, elsewhere.ended, elsewhere.deleted);
}

function promised(state: State, { id, at, until }: ThreadEvent): void {
  if (until !== undefined) makePromise(state.promises, { id, at, until, waits: state.open !== null });
}

function completed(state: State, { at }: ThreadEvent): void {
  // Completed already and nothing waits: nothing to undo is added.
  if (state.marked && !state.open) return;
  state.completion = { at, ended: state.open, deleted: [] };
  state.marked = true;
  if (state.open) end(state, state.open, 'completed', at);
  endPromise(state.promises, 'completed', at);
}

function reopened(state: State, { at }: ThreadEvent): void {
  const { completion } = state;
  state.completion = null;
  state.marked = false;
  if (completion?.ended) resume(state, completion.ended, completion, at);
}

/** The episode goes on after a pause. */
function resume(state: State, episode: Draft, completion: Completion, reopenedAt: Instant): void {
  if (goOn(state, episode, completion.deleted)) episode.pauses.push({ from: completion.at, to: reopenedAt });
}

/** The episode goes on with what was not deleted meanwhile; when nothing is left, it stays ended as it was (false). */
function goOn(state: State, episode: Draft, deleted: readonly string[]): boolean {
  for (const id of deleted) episode.waiting.delete(id);
  const [oldest] = episode.waiting.values();
  if (oldest === undefined) return false;
  episode.startedAt = oldest;
  episode.endedAt = null;
  episode.endedBy = null;
  state.open = episode;
  return true;
}

function messageDeleted(state: State, event: ThreadEvent): void {
  if (event.message === undefined) return;
  state.deleted.add(event.message);
  state.completion?.deleted.push(event.message);
  state.elsewhere?.deleted.push(event.message);
  if (state.standing.delete(event.message) && state.standing.size === 0) cancelPromise(state.promises, event.at);
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
