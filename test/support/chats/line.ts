// LINE's push message: a bearer token, a retry key that takes a message once, at most 5,000 UTF-16 code units.

import { demand, jsonAt, keysOf, seen } from './checks.ts';
import type { FakeKind } from './fake-chat.ts';

const MOST = 5_000;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

export const line: FakeKind = {
  setUp: () => ({
    secrets: { LINE_TOKEN: 'veryverysecrettoken' },
    chat: { kind: 'line', fields: { token: { variable: 'LINE_TOKEN' }, to: { text: 'C4af4980629' } } },
  }),
  take: async (call) => {
    const body = jsonAt(call, '/v2/bot/message/push');
    demand(call.headers.authorization === 'Bearer veryverysecrettoken', 'Authentication failed');
    demand(UUID.test(String(call.headers['x-line-retry-key'])), 'a UUID as retry key');
    keysOf(body, 'to', 'messages');
    demand(body.to === 'C4af4980629', 'to whom');
    const [message, ...others] = body.messages as { type: string; text: string }[];
    demand(message !== undefined && others.length === 0 && message.type === 'text', 'one text');
    demand(message.text !== '' && message.text.length <= MOST, 'Length must be between 0 and 5000');
    return seen(message.text);
  },
  taken: { status: 200, body: { sentMessages: [{ id: '1', quoteToken: 'q' }] } },
  busy: {
    status: 429,
    headers: { 'retry-after': '2' },
    body: { message: 'The API rate limit has been exceeded. Try again later.' },
  },
  refused: { status: 400, body: { message: 'Failed to send messages' } },
  refusedFor: 'Failed to send messages',
  holds: (text) => text.length <= MOST,
};
