// chat: a POST of JSON to an address that a variable holds.

import type { ChatMeaning } from '../../core/notifications/chat-kinds.ts';
import type { ChatRequest } from '../chat-format.ts';

/** The request, or `no-address` where the value is none. */
export function jsonPost(
  url: string | undefined,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): ChatRequest | ChatMeaning {
  const address = url !== undefined && URL.canParse(url) ? new URL(url) : null;
  if (address === null || !/^https?:$/.test(address.protocol)) return 'no-address';
  return {
    url: address.href,
    headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
    body: JSON.stringify(body),
  };
}
