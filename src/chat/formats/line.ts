// LINE's Messaging API, push message (developers.line.biz/en/reference/messaging-api/#send-push-message): at most 5,000
// UTF-16 code units. A retry key makes a repetition harmless: what was taken before is answered with 409.
// A 429 is also the end of the month's free messages, which no short wait mends.

import { jsonOf, readStatus, textOf } from '../answers.ts';
import type { ChatFormat } from '../chat-format.ts';
import { units } from '../fit-message.ts';
import { jsonPost } from './json-post.ts';

const QUOTA_WAIT_MS = 60 * 60_000;
const TAKEN_BEFORE = 409;

export const line: ChatFormat = {
  most: 5_000,
  sizeOf: units,
  escape: (piece) => piece,
  spacingMs: 10,
  knowsRepetitions: true,
  request: ({ text }, { token = '', to = '' }, { origins, key }) =>
    jsonPost(
      `${origins.line}/v2/bot/message/push`,
      { to, messages: [{ type: 'text', text }] },
      { authorization: `Bearer ${token}`, 'x-line-retry-key': key },
    ),
  read: (answer) => {
    const { status } = answer;
    const message = textOf(jsonOf(answer).message);
    if (status === TAKEN_BEFORE) return { kind: 'taken', meaning: 'taken', reason: 'HTTP 409, taken before' };
    if (status === 429 && /monthly limit/i.test(message ?? ''))
      return readStatus(answer, { code: message, meaning: 'quota', afterMs: QUOTA_WAIT_MS });
    return readStatus(answer, { code: message, ...(status === 403 && { meaning: 'place' }) });
  },
};
