// A chat as a transport: the same outbox, once-only rule and retries as mails. A chat knows no Message-ID: what may have been
// taken is repeated once, as it was, with a mark.

import type { ChatLink, ChatMessage } from '../../../chat/chat-transport.ts';
import type { Chat } from '../../../core/notifications/chat-kinds.ts';
import type { Service } from '../../service.ts';
import { chatIn } from '../chat/configured-chat.ts';
import { recordChatOutcome } from '../record/record-chat-outcome.ts';
import { recordMailUnsent } from '../record/record-unsent.ts';
import {
  type Admission,
  type Content,
  type Delivery,
  type Sent,
  type Transport,
  windowOpens,
} from '../render/notification-kind.ts';

/** In the chat of the notification's receiver. */
export const byChat: Transport = {
  admit,
  tellsForWebhook: false,
  overtaken: 'answered since the last attempt',
  recordUnsent: recordMailUnsent,
};

async function admit(service: Service, delivery: Delivery): Promise<Admission> {
  const { claimed, now } = delivery;
  const chat = chatIn(service, claimed.shop, claimed.cause);
  if (chat === null && claimed.frozen !== null) return { may: 'wait', until: null };
  if (chat === null) return { may: 'not-go', why: 'no such chat any more' };
  const opens = windowOpens(service, delivery);
  if (opens > now) return { may: 'wait', until: opens };
  return { may: 'go', send: (content) => send(service, delivery, chat, content) };
}

async function send(service: Service, { claimed, now, log }: Delivery, chat: Chat, content: Content): Promise<Sent> {
  const { id, again, possiblyTwice } = claimed;
  const { allowPrivate } = service.config.service;
  const outcome = await service.chats.send({
    chat,
    delivery: `${id}-${again}`,
    message: messageOf(content),
    at: now,
    again: possiblyTwice,
    allowPrivate,
  });
  return { record: () => recordChatOutcome(service, { claimed, chat, outcome, log }) };
}

const LINK = /^(\S.*) (https?:\/\/\S+)$/;

/** The stored text: its last lines, where they end with an address, are its links (mail/render/render-chat.ts). */
function messageOf({ text }: Content): ChatMessage {
  const lines = text.split('\n');
  const links: ChatLink[] = [];
  for (let found = LINK.exec(lines.at(-1) ?? ''); found !== null; found = LINK.exec(lines.at(-1) ?? '')) {
    links.unshift({ words: found[1]!, url: found[2]! });
    lines.pop();
  }
  return { text: lines.join('\n').trimEnd(), links };
}
