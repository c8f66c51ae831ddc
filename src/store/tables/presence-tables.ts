// Which chats are open to customers, as people said.

import type { Time } from './columns.ts';

export interface PresenceTables {
  presence: { shop: string; channel: string; is_accepting: boolean; said_at: Time; by_whom: string };
}
