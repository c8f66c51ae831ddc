// Google Chat's incoming webhooks: a JSON text; a message has at most 32,000 bytes; `<users/all>` calls everybody.

import { byAddress, demand, jsonAt, keysOf, seen } from './checks.ts';
import type { FakeKind } from './fake-chat.ts';

const PATH = '/v1/spaces/AAAA/messages?key=public-key&token=veryverysecrettoken';
const MOST_BYTES = 32_000;

export const googleChat: FakeKind = {
  setUp: byAddress('google-chat', PATH),
  take: async (call) => {
    demand(Buffer.byteLength(call.body) <= MOST_BYTES, 'INVALID_ARGUMENT, too long');
    const body = jsonAt(call, PATH);
    keysOf(body, 'text');
    demand(typeof body.text === 'string' && body.text !== '', 'a text');
    demand(!body.text.includes('<users/'), 'nobody is called');
    return seen(body.text);
  },
  taken: { status: 200, body: { name: 'spaces/AAAA/messages/BBBB' } },
  busy: {
    status: 429,
    headers: { 'retry-after': '2' },
    body: { error: { code: 429, message: 'Quota exceeded', status: 'RESOURCE_EXHAUSTED' } },
  },
  refused: { status: 403, body: { error: { code: 403, message: 'No permission', status: 'PERMISSION_DENIED' } } },
  refusedFor: 'PERMISSION_DENIED',
  holds: (text) => Buffer.byteLength(text) <= MOST_BYTES,
};
