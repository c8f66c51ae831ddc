// To whom a message to a chat goes, as the outbox keeps it, and the way of a notice that is told so.

export interface ChatReceiver {
  /** The chat's name in the shop's file. */
  readonly chat: string;
  readonly kind: 'contact' | 'person';
  /** The name of the contact or the person. */
  readonly name: string;
}

const WAY = 'chat:';

/** The way of a notice that is told in this chat; by mail it is `mail`. */
export const chatWay = (chat: string): string => `${WAY}${chat}`;

/** The chat in which a notice is told; null for other ways. */
export const chatOfWay = (way: string): string | null => (way.startsWith(WAY) ? way.slice(WAY.length) : null);

/** As the outbox's `cause`: names may hold any character. */
export const chatCause = ({ chat, kind, name }: ChatReceiver): string => JSON.stringify([chat, kind, name]);

/** Back from it. */
export function chatReceiverOf(cause: string): ChatReceiver {
  const [chat, kind, name] = JSON.parse(cause) as [string, ChatReceiver['kind'], string];
  return { chat, kind, name };
}
