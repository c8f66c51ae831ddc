// The chat that a row of the outbox goes to, as configured now.

import type { Chat } from '../../../core/notifications/chat-kinds.ts';
import { chatReceiverOf } from '../../../core/notifications/chat-receiver.ts';
import type { Service } from '../../service.ts';

/** Null when its shop, or the shop's chat of that name, is not configured any more. */
export function chatIn({ config }: Pick<Service, 'config'>, shop: string, cause: string): Chat | null {
  return config.shops.get(shop)?.chats?.[chatReceiverOf(cause).chat] ?? null;
}
