// Slack's incoming webhooks: a JSON text, control characters as entities; errors in plain text.

import { byAddress, demand, HOOK, jsonAt, keysOf, seen } from './checks.ts';
import type { FakeKind } from './fake-chat.ts';

/** Over this it advises against, over 40,000 it cuts by itself. */
const ADVISED = 4_000;
const ENTITIES: Readonly<Record<string, string>> = { '&lt;': '<', '&gt;': '>', '&amp;': '&' };

export const slack: FakeKind = {
  setUp: byAddress('slack'),
  take: async (call) => {
    const body = jsonAt(call, HOOK);
    keysOf(body, 'text', 'mrkdwn', 'unfurl_links', 'unfurl_media');
    const { text } = body;
    demand(typeof text === 'string' && text !== '', 'no_text');
    demand(text.length <= ADVISED, 'msg_too_long');
    demand(!/[<>]|&(?!amp;|lt;|gt;)/.test(text), 'control characters as entities');
    return seen(text.replace(/&(?:amp|lt|gt);/g, (entity) => ENTITIES[entity]!));
  },
  taken: { status: 200, body: 'ok' },
  busy: { status: 429, headers: { 'retry-after': '2' }, body: { ok: false, error: 'rate_limited' } },
  refused: { status: 404, body: 'channel_not_found' },
  refusedFor: 'channel_not_found',
  holds: (text) => text.length <= ADVISED,
};
