// 電話で回答: the customer was answered where no source sees it (RULES.md 10.7), and that taken back.

import { randomUUID } from 'node:crypto';
import { ANSWER_WAYS, type AnswerWay, type Instant, type ThreadEvent } from '../../core/model.ts';
import { deriveThread } from '../../core/steps/episodes.ts';
import { standingPromise } from '../../core/steps/promises.ts';
import { readWhen } from '../../core/time/when.ts';
import { openZone } from '../../core/time/zone.ts';
import type { LoggedEvent } from '../../store/intake/events.ts';
import type { Service } from '../service.ts';
import { afterAll, pressOn } from './append-event.ts';
import { pressOf } from './find-inquiry.ts';
import { countMessages } from './mark-no-reply-needed.ts';
import { type ActionRefusal, conflict } from './refuse-action.ts';

/** An answer given elsewhere as its event says it. */
export interface ElsewhereAnswer {
  readonly id: string;
  readonly at: Instant;
  readonly how: AnswerWay;
  readonly by: string | null;
}

export interface AnswerRequest {
  readonly shop: string;
  /** The whole number. */
  readonly inquiry: string;
  readonly by: string | undefined;
  readonly how: string | undefined;
  /** When, as a person writes it in the shop's zone, or an instant; left out or empty: now. */
  readonly at?: string | undefined;
  /** How many customer messages the asker saw; left out: all that are known. */
  readonly expected?: number | undefined;
}

/** Says that the customer was answered; refused as a conflict when nobody waits and nothing is promised. */
export async function answerElsewhere(
  service: Service,
  request: AnswerRequest,
): Promise<{ answer: ElsewhereAnswer } | ActionRefusal> {
  const named = await pressOf(service, request);
  if ('refused' in named) return named;
  const { by } = named;
  const how = ANSWER_WAYS.find((one) => one === request.how);
  if (how === undefined) return { refused: 'usage', field: 'how', message: `how: allowed: ${ANSWER_WAYS.join(', ')}` };
  const now = service.clock.now();
  return pressOn(service, named, now, (log) => {
    const { status, episodes, promises } = deriveThread(log);
    const since = status === 'unanswered' ? episodes.at(-1)!.startedAt : (standingPromise(promises)?.madeAt ?? null);
    if (since === null) return conflict('not-waiting', 'no customer waits here, and nothing is promised');
    if (countMessages(log) > (request.expected ?? Number.POSITIVE_INFINITY))
      return conflict('message-since', 'the customer has written since this was looked at');
    const at = readAt(request.at, now, openZone(named.shop.timeZone));
    if (at === null || (at !== undefined && at <= since))
      return { refused: 'usage', field: 'at', message: 'at: allowed: a time since the customer waits, not to come' };
    const answer = { id: `answered:${randomUUID()}`, at: at ?? afterAll(log, now), how, by };
    return { events: [{ type: 'answered_elsewhere', ...answer }], made: { answer } };
  });
}

export interface UndoAnswerRequest {
  readonly shop: string;
  readonly inquiry: string;
  readonly by: string | undefined;
  /** The id of the answer that the asker saw; left out: the last one. */
  readonly answer?: string | undefined;
}

/** Takes it back: the wait goes on as if it had never been answered, while nobody has written since. */
export async function undoAnswerElsewhere(
  service: Service,
  request: UndoAnswerRequest,
): Promise<{ answer: ElsewhereAnswer } | ActionRefusal> {
  const named = await pressOf(service, request);
  if ('refused' in named) return named;
  const { by } = named;
  const now = service.clock.now();
  return pressOn(service, named, now, (log) => {
    const answer = undoableAnswer(log);
    if (answer === null || answer.id !== (request.answer ?? answer.id))
      return conflict('nothing-to-undo', 'no answer stands that could be taken back');
    const at = afterAll(log, now);
    const id = `withdrawn:${randomUUID()}`;
    return { events: [{ type: 'answer_withdrawn', id, at, withdraws: answer.id, by }], made: { answer } };
  });
}

/** The answer given elsewhere that ended the wait and can be taken back; null when somebody wrote since. */
export function undoableAnswer(log: readonly LoggedEvent[]): ElsewhereAnswer | null {
  if (deriveThread(log).status === 'unanswered') return null;
  const answers = log.filter((event) => event.type === 'answered_elsewhere');
  const undone = answers.findLast((answer) => {
    const undo: ThreadEvent = {
      type: 'answer_withdrawn',
      id: 'undo',
      at: afterAll(log, answer.at),
      withdraws: answer.id,
    };
    return deriveThread([...log, undo]).status === 'unanswered';
  });
  return undone === undefined
    ? null
    : { id: undone.id, at: undone.at, how: undone.how ?? 'other', by: undone.by ?? null };
}

/** Undefined: now. Null: it cannot be read, names no time of day, or lies ahead. */
function readAt(text: string | undefined, now: Instant, zone: ReturnType<typeof openZone>): Instant | null | undefined {
  if (text === undefined || text.trim() === '') return undefined;
  const when = readWhen(text, now, zone);
  return 'fault' in when || when.date !== null || when.at > now ? null : when.at;
}
