// 返信不要 (no reply needed): ends a wait as `completed` does, counted apart as completed without reply (RULES.md 2.2),
// until it is taken back as `reopened` does (2.4). Nothing is written to RMS.
// A mark speaks of the messages its maker could know; one that turns up later undoes it (undoOvertakenMarks).

import type { InquiryEvent, Instant, ThreadEventType } from '../../core/model.ts';
import { deriveThread } from '../../core/steps/episodes.ts';
import {
  addMark,
  MARK_SOURCE,
  type Mark,
  markEvent,
  marksOf,
  noteUndone,
  undoEvent,
} from '../../store/actions/no-reply-needed.ts';
import type { FoundInquiry } from '../../store/board/inquiry-history.ts';
import type { LoggedEvent } from '../../store/intake/events.ts';
import type { Service } from '../service.ts';
import { afterAll, pressOn } from './append-event.ts';
import { pressOf } from './find-inquiry.ts';
import { readWhy } from './mute.ts';
import { type ActionRefusal, conflict } from './refuse-action.ts';

export type { Mark } from '../../store/actions/no-reply-needed.ts';

export interface MarkRequest {
  readonly shop: string;
  /** The whole number. */
  readonly inquiry: string;
  readonly by: string | undefined;
  /** One line, if there is something to say. */
  readonly why?: string | undefined;
  /** How many customer messages the asker saw; left out: all that are known. */
  readonly expected?: number | undefined;
  /** When the asker looked (epoch ms): no message learned later was seen. Left out: not asked. */
  readonly seenAt?: Instant | undefined;
}

/** Says that nobody needs to answer what waits; refused as a conflict when nobody waits or the customer wrote since. */
export async function markNoReplyNeeded(
  service: Service,
  request: MarkRequest,
): Promise<{ mark: Mark } | ActionRefusal> {
  const named = await pressOf(service, request);
  if ('refused' in named) return named;
  const { by } = named;
  const why = readWhy(request.why);
  if (typeof why !== 'string') return why;
  const now = service.clock.now();
  const made = await pressOn(service, named, now, async (log, trx) => {
    const messages = countMessages(log);
    if (deriveThread(log).status !== 'unanswered') return conflict('not-waiting', 'no customer waits here');
    if (messages > (request.expected ?? messages) || isUnread(log, request.seenAt))
      return conflict('message-since', 'the customer has written since this was looked at');
    const mark = { shop: named.shop.id, inquiryId: named.inquiry.id, by, why: why === '' ? null : why, messages };
    const id = await addMark(trx, mark, now);
    return { events: [{ type: 'completed', id: markEvent(id), at: afterAll(log, now) }], made: { id } };
  });
  return 'refused' in made ? made : { mark: await markOf(service, named.inquiry, made.id) };
}

const isUnread = (log: readonly LoggedEvent[], seenAt = Number.POSITIVE_INFINITY): boolean =>
  log.some(({ type, learnedAt }) => type === 'customer_message' && learnedAt > seenAt);

export interface UndoRequest {
  readonly shop: string;
  readonly inquiry: string;
  readonly by: string | undefined;
  /** The mark's id; left out: the last one. */
  readonly mark?: number | undefined;
}

/** Takes a mark back: the wait goes on from its start; what passed meanwhile is as RULES.md 2.4 says. */
export async function undoNoReplyNeeded(
  service: Service,
  request: UndoRequest,
): Promise<{ mark: Mark } | ActionRefusal> {
  const named = await pressOf(service, request);
  if ('refused' in named) return named;
  const { by } = named;
  const now = service.clock.now();
  const undone = await pressOn(service, named, now, async (log, trx) => {
    const mark = undoable(await marksOf(trx, named.inquiry.id), request.mark);
    if (mark === null || !canBeUndone(log, mark))
      return conflict('nothing-to-undo', 'no mark stands that could be taken back');
    await noteUndone(trx, mark.id, by, now);
    return { events: [{ type: 'reopened', id: undoEvent(mark.id), at: afterAll(log, now) }], made: { id: mark.id } };
  });
  return 'refused' in undone ? undone : { mark: await markOf(service, named.inquiry, undone.id) };
}

/** The mark that an event of the log made or took back, with which of both; null for any other event. */
export function markOfEvent(
  marks: readonly Mark[],
  event: Pick<LoggedEvent, 'id'>,
): { mark: Mark; undone: boolean } | null {
  for (const mark of marks) {
    if (event.id === markEvent(mark.id)) return { mark, undone: false };
    if (event.id === undoEvent(mark.id)) return { mark, undone: true };
  }
  return null;
}

function undoable(marks: readonly Mark[], id: number | undefined): Mark | null {
  return marks.findLast((mark) => mark.endsWait && (id === undefined || mark.id === id)) ?? null;
}

/**
 * Whether taking the mark back makes the customer wait again: somebody who wrote since has settled it (RULES.md 2.4),
 * and what the source itself says is completed is reopened there.
 */
export function canBeUndone(log: readonly LoggedEvent[], mark: Mark): boolean {
  if (log.some((event) => event.type === 'completed' && event.at > mark.at && event.source !== MARK_SOURCE))
    return false;
  const undo: InquiryEvent = { type: 'reopened', id: undoEvent(mark.id), at: afterAll(log, mark.at) };
  return deriveThread(log).status !== 'unanswered' && deriveThread([...log, undo]).status === 'unanswered';
}

export function countMessages(log: readonly { readonly type: ThreadEventType }[]): number {
  return log.filter(({ type }) => type === 'customer_message').length;
}

async function markOf({ db }: Service, { id: inquiryId }: FoundInquiry, id: number): Promise<Mark> {
  const mark = (await marksOf(db, inquiryId)).find((one) => one.id === id);
  if (mark === undefined) throw new Error(`the mark ${id} did not take effect`);
  return mark;
}
