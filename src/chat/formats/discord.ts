// Discord's webhooks (discord.com/developers/docs/resources/webhook): at most 2,000 characters, five messages in two
// seconds; with `wait` it answers when the message is really there. A 429 says in its body how many seconds to wait.

import type { ChatMeaning } from '../../core/notifications/chat-kinds.ts';
import { jsonOf, readStatus, textOf } from '../answers.ts';
import type { ChatFormat } from '../chat-format.ts';
import { units } from '../fit-message.ts';
import { jsonPost } from './json-post.ts';

const CODES: Readonly<Record<number, ChatMeaning>> = {
  10003: 'place',
  10015: 'gone',
  50001: 'place',
  50006: 'format',
  50013: 'place',
  50027: 'credentials',
  50035: 'format',
};
/** No preview of links, which would also open them. */
const SUPPRESS_EMBEDS = 4;

export const discord: ChatFormat = {
  most: 2_000,
  sizeOf: units,
  escape: (piece) => piece.replace(/[\\*_~`|>#[<]/g, '\\$&'),
  spacingMs: 500,
  request: ({ text }, { url }) =>
    jsonPost(withWait(url), { content: text, flags: SUPPRESS_EMBEDS, allowed_mentions: { parse: [] } }),
  read: (answer) => {
    const { code, message, retry_after: seconds } = jsonOf(answer);
    const number = typeof code === 'number' && code > 0 ? code : undefined;
    return readStatus(answer, {
      code: [number, textOf(message)].filter((part) => part !== undefined).join(' '),
      meaning: CODES[number ?? 0],
      afterMs: typeof seconds === 'number' ? seconds * 1_000 : null,
    });
  },
};

function withWait(url: string | undefined): string | undefined {
  if (url === undefined || !URL.canParse(url)) return url;
  const address = new URL(url);
  address.searchParams.set('wait', 'true');
  return address.href;
}
