// Discord's webhooks: content of at most 2,000 characters, nobody is called, `wait` asks for the message; Markdown.

import { byAddress, demand, jsonAt, keysOf, seen } from './checks.ts';
import type { FakeKind } from './fake-chat.ts';

const PATH = '/api/webhooks/123456789012345678/veryverysecrettoken';
const MOST = 2_000;

export const discord: FakeKind = {
  setUp: byAddress('discord', PATH),
  take: async (call) => {
    const body = jsonAt(call, `${PATH}?wait=true`);
    keysOf(body, 'content', 'flags', 'allowed_mentions');
    const { content } = body;
    demand(typeof content === 'string' && content !== '', '50006 Cannot send an empty message');
    demand(content.length <= MOST, '50035 Invalid Form Body');
    demand(JSON.stringify(body.allowed_mentions) === '{"parse":[]}', 'nobody is called');
    return seen(content.replace(/\\([\\*_~`|>#[<])/g, '$1'));
  },
  taken: { status: 200, body: { id: '1', type: 0 } },
  busy: {
    status: 429,
    headers: { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset-after': '2' },
    body: { message: 'You are being rate limited.', retry_after: 2, global: false },
  },
  refused: { status: 404, body: { message: 'Unknown Webhook', code: 10015 } },
  refusedFor: '10015 Unknown Webhook',
  holds: (text) => text.length <= MOST,
};
