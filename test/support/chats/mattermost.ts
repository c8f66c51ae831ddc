// Mattermost's incoming webhooks: a JSON text of at most 16,383 characters; @all and @channel call everybody; Markdown.

import { byAddress, demand, HOOK, jsonAt, keysOf, seen } from './checks.ts';
import type { FakeKind } from './fake-chat.ts';

const MOST = 16_383;

export const mattermost: FakeKind = {
  setUp: byAddress('mattermost'),
  take: async (call) => {
    const body = jsonAt(call, HOOK);
    keysOf(body, 'text');
    const { text } = body;
    demand(typeof text === 'string' && text !== '', 'a text');
    demand([...text].length <= MOST, 'web.incoming_webhook.text.length.app_error');
    demand(!/@(?:all|channel|here)/.test(text), 'nobody is called');
    return seen(text.replace(/\\([\\*_~`|>#[<])/g, '$1').replaceAll('\u200b', ''));
  },
  taken: { status: 200, body: 'ok' },
  busy: {
    status: 429,
    headers: { 'x-ratelimit-limit': '10', 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '2' },
    body: 'limit exceeded',
  },
  refused: {
    status: 400,
    body: { id: 'web.incoming_webhook.disabled.app_error', message: 'Webhooks are disabled.', status_code: 400 },
  },
  refusedFor: 'Webhooks are disabled.',
  holds: (text) => [...text].length <= MOST,
};
