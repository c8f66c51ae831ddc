// Chatwork's API v2 (developer.chatwork.com/reference/post-rooms-room_id-messages): a form, at most 65,535 bytes of text; ten
// messages in ten seconds to a room, 300 calls in five minutes, and a 429 whose X-RateLimit-Reset is the time to come again.
// Tags such as [toall] call everybody, and nothing takes their meaning; the bracket is written in full width.

import { jsonOf, readStatus, resetMs, retryAfterMs } from '../answers.ts';
import type { ChatFormat } from '../chat-format.ts';
import { bytes } from '../fit-message.ts';

export const chatwork: ChatFormat = {
  most: 65_535,
  sizeOf: bytes,
  escape: (piece) => piece.replaceAll('[', '［'),
  spacingMs: 1_000,
  request: ({ text }, { token = '', room = '' }, { origins }) => ({
    url: `${origins.chatwork}/v2/rooms/${encodeURIComponent(room)}/messages`,
    headers: { 'content-type': 'application/x-www-form-urlencoded', 'x-chatworktoken': token },
    body: new URLSearchParams({ body: text, self_unread: '1' }).toString(),
  }),
  read: (answer) => {
    const { errors } = jsonOf(answer);
    return readStatus(answer, {
      code: Array.isArray(errors) ? errors.join(', ') : undefined,
      ...(answer.status === 403 && { meaning: 'place' }),
      afterMs: retryAfterMs(answer.headers) ?? resetMs(answer.headers, 'x-ratelimit-reset'),
    });
  },
};
