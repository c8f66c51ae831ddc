// Which rows of the outbox leave by which way: what concerns the mail server alone must leave the others alone.

import { type RawBuilder, sql } from 'kysely';

/** What leaves by one way: mails, messages to webhooks, messages to chats. */
export type ClaimedWay = 'mails' | 'webhooks' | 'chats';

/** Kinds that no mail server sees. */
export const NOT_MAILS = ['hook', 'chat'] as const;

const OF_WAY: Readonly<Record<ClaimedWay, RawBuilder<boolean>>> = {
  mails: sql<boolean>`kind not in ('hook', 'chat')`,
  webhooks: sql<boolean>`kind = 'hook'`,
  chats: sql<boolean>`kind = 'chat'`,
};

/** Of a row of the outbox: whether it leaves by this way. */
export const leavesBy = (way: ClaimedWay): RawBuilder<boolean> => OF_WAY[way];
