// 約束する: an answer is promised until an instant, and taken back (RULES.md 10). Both are events of the inquiry like those of
// any source, so that event times decide when the source reports minutes later what was said before or after the press.

import { randomUUID } from 'node:crypto';
import {
  ANSWER_WAYS,
  type AnswerWay,
  type Instant,
  PROMISE_REASONS,
  type PromiseReason,
  type ThreadEvent,
  type ThreadPromise,
} from '../../core/model.ts';
import { deriveThread } from '../../core/steps/episodes.ts';
import { standingPromise } from '../../core/steps/promises.ts';
import { parseMuteEnd } from '../../core/time/end-time.ts';
import { openZone } from '../../core/time/zone.ts';
import type { LoggedEvent } from '../../store/intake/events.ts';
import type { Service } from '../service.ts';
import { actionLog, afterAll, type Pressed, pressOn } from './append-event.ts';
import { namedInquiry, pressOf } from './find-inquiry.ts';
import { readName } from './mute.ts';
import { type ActionRefusal, conflict } from './refuse-action.ts';

/**
 * How the customer knows of it. `later`: the next reply says so; `reply`: a reply said so already, which the source reports;
 * else it was said by phone and the like, which answers the customer at the same instant.
 */
export const TOLD = ['later', 'reply', ...ANSWER_WAYS] as const;

/** A promise with what its event says besides. */
export interface PromiseDetail extends ThreadPromise {
  readonly by: string | null;
  readonly reason: PromiseReason | null;
}

export interface PromiseRequest {
  readonly shop: string;
  /** The whole number. */
  readonly inquiry: string;
  readonly by: string | undefined;
  /** As for a mute: a date (its end), an instant, or 3h from now. */
  readonly until: string | undefined;
  readonly reason?: string | undefined;
  /** Left out: `later`. */
  readonly told?: string | undefined;
  /** The id of the promise that the asker saw standing; null: none; left out: whichever stands. */
  readonly expected?: string | null | undefined;
}

/** Promises an answer; before the date of a promise that stands it moves that date. */
export async function promiseAnswer(
  service: Service,
  request: PromiseRequest,
): Promise<{ promise: PromiseDetail } | ActionRefusal> {
  const named = await namedInquiry(service, request.shop, request.inquiry);
  if ('refused' in named) return named;
  const now = service.clock.now();
  const terms = readTerms(request, openZone(named.shop.timeZone), now);
  if ('refused' in terms) return terms;
  const made = await pressOn(service, named, now, (log) => promised(log, terms, request.expected, now));
  if (typeof made !== 'string') return made;
  const promise = promisesOf(await actionLog(service.db, named.inquiry.id), now).find((one) => one.id === made);
  if (promise === undefined) throw new Error(`the promise ${made} did not take effect`);
  return { promise };
}

/** The events of a promise and its id. */
function promised(
  log: readonly LoggedEvent[],
  { until, by, reason, answered }: Terms,
  expected: string | null | undefined,
  now: Instant,
): Pressed<string> | ActionRefusal {
  const at = afterAll(log, now);
  const thread = deriveThread(log, at);
  const standing = standingPromise(thread.promises);
  if (expected !== undefined && (standing?.id ?? null) !== expected)
    return conflict('promise-since', 'another promise was made, fulfilled or taken back since this was looked at');
  if (until <= at) return { refused: 'usage', field: 'until', message: 'until: not after what happened last' };
  const id = `promised:${randomUUID()}`;
  const events: ThreadEvent[] = [{ type: 'promised', id, at, until, by, ...(reason !== null && { reason }) }];
  if (answered !== null && thread.status === 'unanswered')
    events.unshift({ type: 'answered_elsewhere', id: `answered:${randomUUID()}`, at, how: answered, by });
  return { events, made: id };
}

export interface WithdrawRequest {
  readonly shop: string;
  readonly inquiry: string;
  readonly by: string | undefined;
  /** The id of the promise that the asker saw; left out: the one that stands. */
  readonly promise?: string | undefined;
}

/** Takes back the promise that stands. One that it moved does not come back. */
export async function withdrawPromise(
  service: Service,
  request: WithdrawRequest,
): Promise<{ promise: PromiseDetail } | ActionRefusal> {
  const named = await pressOf(service, request);
  if ('refused' in named) return named;
  const { by } = named;
  const now = service.clock.now();
  const made = await pressOn(service, named, now, (log) => {
    const standing = standingPromise(promisesOf(log, now));
    if (standing === null || standing.id !== (request.promise ?? standing.id))
      return conflict('no-promise', 'no such promise stands that could be taken back');
    const at = afterAll(log, now);
    const id = `withdrawn:${randomUUID()}`;
    const events: ThreadEvent[] = [{ type: 'promise_withdrawn', id, at, withdraws: standing.id, by }];
    return { events, made: { id: standing.id, at } };
  });
  if ('refused' in made) return made;
  const promises = promisesOf(await actionLog(service.db, named.inquiry.id), Math.max(made.at, now));
  return { promise: promises.find((one) => one.id === made.id)! };
}

/** The promises of an inquiry as they are at `now` (epoch ms), in the order in which they were made. */
export function promisesOf(log: readonly LoggedEvent[], now: Instant): PromiseDetail[] {
  const byId = new Map(log.map((event) => [event.id, event]));
  return deriveThread(log, Math.max(now, ...log.map(({ at }) => at))).promises.map((promise) => {
    const { by = null, reason = null } = byId.get(promise.id) ?? {};
    return { ...promise, by, reason };
  });
}

interface Terms {
  readonly until: Instant;
  readonly by: string;
  readonly reason: PromiseReason | null;
  /** How the customer was told already, where no source sees it. */
  readonly answered: AnswerWay | null;
}

function readTerms(request: PromiseRequest, zone: ReturnType<typeof openZone>, now: Instant): Terms | ActionRefusal {
  const by = readName(request.by);
  if (typeof by !== 'string') return by;
  const until = parseMuteEnd(request.until ?? '', now, zone);
  if ('fault' in until) return { refused: 'usage', field: 'until', message: `until: ${until.fault}` };
  const reason = request.reason ? PROMISE_REASONS.find((one) => one === request.reason) : null;
  if (reason === undefined)
    return { refused: 'usage', field: 'reason', message: `reason: allowed: ${PROMISE_REASONS.join(', ')}` };
  const told = TOLD.find((one) => one === (request.told ?? 'later'));
  if (told === undefined) return { refused: 'usage', field: 'told', message: `told: allowed: ${TOLD.join(', ')}` };
  return { until: until.end, by, reason, answered: ANSWER_WAYS.find((one) => one === told) ?? null };
}
