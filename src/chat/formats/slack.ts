// Slack's incoming webhooks (docs.slack.dev/messaging/sending-messages-using-incoming-webhooks): errors are short codes in
// plain text; a text over 4,000 characters is advised against, one message a second and channel is taken.

import type { ChatMeaning } from '../../core/notifications/chat-kinds.ts';
import { readStatus } from '../answers.ts';
import type { ChatFormat } from '../chat-format.ts';
import { units } from '../fit-message.ts';
import { jsonPost } from './json-post.ts';

const CODES: Readonly<Record<string, ChatMeaning>> = {
  invalid_payload: 'format',
  no_text: 'format',
  invalid_blocks: 'format',
  msg_too_long: 'too-long',
  invalid_token: 'credentials',
  no_active_hooks: 'gone',
  no_service: 'gone',
  no_service_id: 'gone',
  no_team: 'gone',
  team_disabled: 'gone',
  user_not_found: 'place',
  channel_not_found: 'place',
  channel_is_archived: 'place',
  action_prohibited: 'place',
  posting_to_general_channel_denied: 'place',
};

/** `&`, `<` and `>` are all that Slack reads as control characters. */
const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

const withoutControls = (piece: string): string => piece.replace(/[&<>]/g, (character) => ENTITIES[character]!);

export const slack: ChatFormat = {
  most: 4_000,
  sizeOf: units,
  escape: withoutControls,
  escapeUrl: withoutControls,
  spacingMs: 1_000,
  request: ({ text }, { url }) => jsonPost(url, { text, mrkdwn: false, unfurl_links: false, unfurl_media: false }),
  read: (answer) => {
    const code = answer.text.trim();
    return readStatus(answer, code === 'ok' ? {} : { code, meaning: CODES[code] });
  },
};
