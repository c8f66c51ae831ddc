// Mattermost's incoming webhooks (developers.mattermost.com/integrate/webhooks/incoming): Slack's form, Markdown, at most
// 16,383 characters; by default ten calls a second, and a 429 that says when the next is taken.
// @all and @channel call everybody also from a webhook; a blank of no width after the @ takes their meaning.

import type { ChatMeaning } from '../../core/notifications/chat-kinds.ts';
import { jsonOf, readStatus, resetMs, retryAfterMs, textOf } from '../answers.ts';
import type { ChatFormat } from '../chat-format.ts';
import { units } from '../fit-message.ts';
import { jsonPost } from './json-post.ts';

const CODES: Readonly<Record<string, ChatMeaning>> = {
  'web.incoming_webhook.invalid.app_error': 'gone',
  'web.incoming_webhook.disabled.app_error': 'credentials',
  'web.incoming_webhook.channel.app_error': 'place',
  'web.incoming_webhook.permissions.app_error': 'place',
  'web.incoming_webhook.channel_locked.app_error': 'place',
  'web.incoming_webhook.text.app_error': 'format',
  'web.incoming_webhook.parse.app_error': 'format',
  'web.incoming_webhook.text.length.app_error': 'too-long',
};

export const mattermost: ChatFormat = {
  most: 16_383,
  sizeOf: units,
  escape: (piece) => piece.replace(/[\\*_~`|>#[<]/g, '\\$&').replaceAll('@', '@\u200b'),
  spacingMs: 100,
  request: ({ text }, { url }) => jsonPost(url, { text }),
  read: (answer) => {
    const { id, message } = jsonOf(answer);
    return readStatus(answer, {
      code: textOf(message),
      meaning: CODES[textOf(id) ?? ''],
      afterMs: retryAfterMs(answer.headers) ?? resetMs(answer.headers, 'x-ratelimit-reset'),
    });
  },
};
