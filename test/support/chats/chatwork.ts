// Chatwork's API v2: a form with the token in a header, at most 65,535 bytes; tags in brackets call people.

import { demand, seen } from './checks.ts';
import type { FakeKind } from './fake-chat.ts';

const MOST_BYTES = 65_535;

export const chatwork: FakeKind = {
  setUp: () => ({
    secrets: { CHATWORK_TOKEN: 'veryverysecrettoken' },
    chat: { kind: 'chatwork', fields: { token: { variable: 'CHATWORK_TOKEN' }, room: { text: '123456' } } },
  }),
  take: async ({ path, headers, body }) => {
    demand(path === '/v2/rooms/123456/messages', 'the room’s messages');
    demand(headers['content-type'] === 'application/x-www-form-urlencoded', 'a form');
    demand(headers['x-chatworktoken'] === 'veryverysecrettoken', 'Invalid API token');
    const form = new URLSearchParams(body);
    demand([...form.keys()].sort().join() === 'body,self_unread', 'the fields body, self_unread');
    const said = form.get('body')!;
    demand(said !== '' && Buffer.byteLength(said) <= MOST_BYTES, 'Parameter body is invalid');
    demand(!/\[(?:toall|To:|rp |hr|info)/i.test(said), 'nobody is called');
    return seen(said);
  },
  taken: { status: 200, body: { message_id: '1234' } },
  busy: {
    status: 429,
    headers: { date: 'Thu, 04 Jun 2026 00:00:00 GMT', 'x-ratelimit-reset': '1780531202', 'x-ratelimit-remaining': '0' },
    body: { errors: ['Rate limit exceeded'] },
  },
  refused: { status: 403, body: { errors: ["You don't have permission to send messages in this room"] } },
  refusedFor: 'permission to send messages',
  holds: (text) => Buffer.byteLength(text) <= MOST_BYTES,
};
