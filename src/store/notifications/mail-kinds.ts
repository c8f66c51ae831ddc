// Which rows of the outbox leave by which way: what concerns the mail server alone must leave the others alone, and lists, of which
// many thousands come at once, must not keep alerts and warnings waiting.

import { type RawBuilder, sql } from 'kysely';
import type { MailKind } from '../tables/notifications-tables.ts';

/** What leaves by one way: mails, lists by mail, messages to webhooks, messages to chats, lists in chats. */
export type ClaimedWay = 'mails' | 'lists' | 'webhooks' | 'chats' | 'chat-lists';

/** Lists by mail. */
const LISTS = ['morning', 'weekly', 'group'] as const satisfies readonly MailKind[];
/** Lists in chats. */
const CHAT_LISTS = ['morning_chat', 'weekly_chat'] as const satisfies readonly MailKind[];

/** Kinds that no mail server sees. */
export const NOT_MAILS = ['hook', 'chat', ...CHAT_LISTS] as const;

const among = (kinds: readonly MailKind[]) => sql<boolean>`kind in (${sql.join(kinds.map((kind) => sql.lit(kind)))})`;

const OF_WAY: Readonly<Record<ClaimedWay, RawBuilder<boolean>>> = {
  mails: sql<boolean>`not ${among([...NOT_MAILS, ...LISTS])}`,
  lists: among(LISTS),
  webhooks: among(['hook']),
  chats: among(['chat']),
  'chat-lists': among(CHAT_LISTS),
};

/** Of a row of the outbox: whether it leaves by this way. */
export const leavesBy = (way: ClaimedWay): RawBuilder<boolean> => OF_WAY[way];

/** Whether it goes to a chat. */
export const goesToChat = (kind: MailKind): boolean => kind === 'chat' || CHAT_LISTS.some((one) => one === kind);

/** Whether it is a list of the day or the week, by mail or in a chat. */
export const isList = (kind: MailKind): boolean => [...LISTS, ...CHAT_LISTS].some((one) => one === kind);
