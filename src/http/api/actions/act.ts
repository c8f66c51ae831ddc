// api: what routes that change something share: a small body, who does it, and why it was not done.
// The service's own sentence quotes what was found; here only the place and what is allowed are said.

import { z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { ANSWER_WAYS, PROMISE_REASONS } from '../../../core/model.ts';
import { ENDS } from '../../../core/time/end-time.ts';
import { MOST_AT_ONCE } from '../../../service/actions/hand-over.ts';
import { TOLD } from '../../../service/actions/promise-answer.ts';
import type { ActionRefusal } from '../../../service/actions/refuse-action.ts';
import type { Service } from '../../../service/service.ts';
import { problem } from '../../problem.ts';
import { unknownInquiry, unknownShop } from '../not-found.ts';
import { fitting } from '../shapes.ts';
import { MuteJson } from './mute-json.ts';

const MAX_BODY_BYTES = 16 * 1024;

/** Refuses a body that is larger than any of these requests needs. */
export const smallBody = bodyLimit({
  maxSize: MAX_BODY_BYTES,
  onError: (c) => problem(c, 413, 'body-too-large', `the body may have ${MAX_BODY_BYTES} bytes`),
});

const MAX_MANY_BYTES = 256 * 1024;

/** The same where many inquiries are named. */
export const bodyOfMany = bodyLimit({
  maxSize: MAX_MANY_BYTES,
  onError: (c) => problem(c, 413, 'body-too-large', `the body may have ${MAX_MANY_BYTES} bytes`),
});

const ALLOWED = {
  until: `${ENDS}; to come, at most 90 days away`,
  why: 'a reason on one line, at most 200 characters',
  by: 'a name on one line, at most 80 characters',
  to: 'a name under people: of the shop; without any, a name on one line, at most 80 characters',
  inquiries: `1 to ${MOST_AT_ONCE} numbers of inquiries, or whose they are in from`,
  reason: PROMISE_REASONS.join(', '),
  told: TOLD.join(', '),
  how: ANSWER_WAYS.join(', '),
  at: 'a time since the customer waits, not to come',
} as const;

export const Until = fitting(/^.{1,40}$/u, ALLOWED.until).openapi({
  description: `Until when: ${ENDS}. At most 90 days away; dates are local to the shop.`,
  example: '3h',
});

export const Why = fitting(/^.{1,200}$/u, ALLOWED.why).openapi({
  description: 'A reason on one line.',
  example: 'メーカーに確認中',
});

export const By = fitting(/^.{1,80}$/u, ALLOWED.by)
  .optional()
  .openapi({ description: 'Who does it: for shared tokens only; left out: whom the token names.', example: '佐藤' });

export const To = fitting(/^.{1,80}$/u, ALLOWED.to).openapi({
  description: 'Into whose hand: a name under `people` of the shop; left out: that of who does it.',
  example: '鈴木',
});

const SEEN = 'how many customer messages you saw';

export const SeenMessages = z
  .int(SEEN)
  .min(0, SEEN)
  .optional()
  .describe('How many customer messages you saw: refused when the customer has written since.');

/** Why it was not done, as a problem document; a conflict says who has the inquiry in hand. */
export function notDone(c: Context, { config }: Pick<Service, 'config'>, refusal: ActionRefusal): Response {
  if (refusal.refused === 'conflict') {
    const { cause, message, standing } = refusal;
    return problem(c, 409, cause, message, { standing: standing && MuteJson.encode(standing) });
  }
  if (refusal.refused === 'usage') return unfit(c, refusal.field ?? 'until', refusal.allowed);
  return config.shops.has(c.req.param('shop') ?? '') ? unknownInquiry(c) : unknownShop(c);
}

function unfit(c: Context, field: keyof typeof ALLOWED, allowed: string = ALLOWED[field]): Response {
  return problem(c, 400, 'invalid-body', `${field}: ${allowed}`, { faults: [{ path: field, allowed }] });
}
