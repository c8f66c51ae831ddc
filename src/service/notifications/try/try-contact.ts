// Tries every way to somebody who can be told: a test mail to each address, a test message to each chat, sent at once and
// outside the outbox; and what became of each in plain words. Nothing is recorded: it tells of no inquiry.

import type { ShopConfig } from '../../../config/input/shop-settings.ts';
import type { Bilingual } from '../../../core/model.ts';
import type { ChatKind } from '../../../core/notifications/chat-kinds.ts';
import type { SendOutcome } from '../../../mail/transport/mail-transport.ts';
import { messageIdOf } from '../../../mail/transport/message.ts';
import type { Service } from '../../service.ts';
import { chatAnswerInWords } from './chat-answers.ts';
import { smtpAnswerInWords } from './smtp-answers.ts';
import { testMail, testMessage } from './test-messages.ts';

/** Where somebody is reached. */
export interface Ways {
  readonly mail: readonly string[];
  /** Names of the shop's chats. */
  readonly chat: readonly string[];
}

/** Who can be told of a shop, by the name in its file: the owner, its contacts, its people. A person who is called as one of the others is that one. */
export function contactsOf({ owner, contacts = {}, people = {} }: ShopConfig): ReadonlyMap<string, Ways> {
  const owned: Readonly<Record<string, Ways>> = { owner: { mail: owner, chat: [] }, ...contacts };
  const others = Object.entries(people).filter(([name]) => !Object.hasOwn(owned, name));
  return new Map([...Object.entries(owned), ...others]);
}

/** One way that was tried. Neither says a chat's address or a secret. */
export interface TriedWay {
  /** A mail address, or the name of a chat. */
  readonly to: string;
  /** Null: a mail. */
  readonly kind: ChatKind | null;
  readonly works: boolean;
  /** What was answered, in one line of the service's own. */
  readonly answer: string;
  readonly words: Bilingual;
}

type Parts = Pick<Service, 'mail' | 'chats' | 'clock' | 'config'>;

/** All ways to one of `contactsOf`, tried side by side; null when nobody is called so. */
export async function tryContact(parts: Parts, shop: ShopConfig, name: string): Promise<TriedWay[] | null> {
  const ways = contactsOf(shop).get(name);
  if (ways === undefined) return null;
  return Promise.all([
    ...ways.mail.map((address) => tryMail(parts, address)),
    ...ways.chat.map((chat) => tryChat(parts, shop, chat)),
  ]);
}

async function tryMail({ mail, clock, config }: Parts, address: string): Promise<TriedWay> {
  const [at, { from }] = [clock.now(), config.service];
  const outcome = await mail.send({
    outboxId: 'test',
    from,
    to: [address],
    rendered: testMail(config, at),
    // An id of its own for each: servers drop a second mail with a known one.
    messageId: messageIdOf(`test-${address}`, from, at),
    references: null,
    at,
  });
  return { to: address, kind: null, ...mailOutcome(outcome) };
}

const FILED: Bilingual = {
  ja: 'ファイルに保存しました。SMTP_URLがないため、送信はしていません。',
  en: 'Written to a file: without SMTP_URL nothing is sent.',
};
const TAKEN: Bilingual = {
  ja: 'メールサーバーが受け取りました。受信箱を確認してください（迷惑メールも）。',
  en: 'The mail server took it: look into the mailbox, also at spam.',
};
const UNKNOWN: Bilingual = {
  ja: '送り終えたあとで答えが来ませんでした。届いているかもしれません。受信箱を確認してください。',
  en: 'It had gone out and no answer came. It may have arrived: look into the mailbox.',
};

function mailOutcome(outcome: SendOutcome): Pick<TriedWay, 'works' | 'answer' | 'words'> {
  if (outcome.kind === 'unknown') return { works: false, answer: outcome.reason, words: UNKNOWN };
  if (outcome.kind === 'retry' || outcome.kind === 'misconfigured')
    return { works: false, answer: outcome.reason, words: smtpAnswerInWords(outcome.detail) };
  const [refused] = outcome.kind === 'refused' ? outcome.refused : [...outcome.refused, ...outcome.deferred];
  if (refused !== undefined) {
    const answer = `${refused.code} ${refused.response}`;
    const detail = { reply: refused.code, fault: null, answer, about: 'recipient' as const };
    return { works: false, answer, words: smtpAnswerInWords(detail) };
  }
  const isFiled = outcome.kind === 'delivered' && outcome.filed === true;
  return { works: !isFiled, answer: isFiled ? '.eml' : '250', words: isFiled ? FILED : TAKEN };
}

async function tryChat({ chats, clock, config }: Parts, shop: ShopConfig, name: string): Promise<TriedWay> {
  const chat = shop.chats?.[name];
  // A file that names a chat that is not there is refused before it comes in force.
  if (chat === undefined) throw new Error('a contact without its chat');
  const at = clock.now();
  const { kind, meaning, reason } = await chats.send({
    chat,
    delivery: `test-${name}-${at.toString(36)}`,
    message: testMessage(config, shop, at),
    at,
    again: false,
    allowPrivate: config.service.allowPrivate,
  });
  return { to: name, kind: chat.kind, works: kind === 'taken', answer: reason, words: chatAnswerInWords(meaning) };
}
