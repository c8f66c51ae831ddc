// To whom a list goes and of which date it is, as the outbox keeps it: each receiver has one row a date.

import { chatCause, chatReceiverOf } from './chat-receiver.ts';

export interface ListReceiver {
  /** A contact of the shop, `owner` or `ops`; of the list about a group, the group. */
  readonly name: string;
  /** The chat's name in the shop's file; null by mail. */
  readonly chat: string | null;
  /** The local date, YYYY-MM-DD. */
  readonly day: string;
}

/** As the outbox's `cause`: names may hold any character. Of a chat it begins as those of other messages to chats. */
export function listCause({ name, chat, day }: ListReceiver): string {
  if (chat === null) return JSON.stringify([day, name]);
  return JSON.stringify([...(JSON.parse(chatCause({ chat, kind: 'contact', name })) as string[]), day]);
}

/** Back from it. */
export function listReceiverOf(cause: string): ListReceiver {
  const parts = JSON.parse(cause) as string[];
  if (parts.length === 2) return { day: parts[0]!, name: parts[1]!, chat: null };
  const { chat, name } = chatReceiverOf(cause);
  return { day: parts[3]!, name, chat };
}
