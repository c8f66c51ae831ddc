// What the list and the page of one mail share: its state, to whom it goes, its times.

import { chatReceiverOf } from '../../../core/notifications/chat-receiver.ts';
import { listReceiverOf } from '../../../core/notifications/list-receiver.ts';
import { unsentReasonInWords } from '../../../core/notifications/unsent-reasons.ts';
import { formatLocal } from '../../../core/time/format.ts';
import { incidentCauseInWords } from '../../../service/monitoring/incident-causes.ts';
import type { MailLine } from '../../../service/notifications/read-mails.ts';
import { Icon } from '../parts.tsx';
import type { View } from '../view.ts';

/** Somebody should look at it. */
const LOUD: ReadonlySet<MailLine['state']> = new Set(['undeliverable', 'unknown', 'filed']);

export type ShopName = (id: string) => string;

/** What of a mail's state must be seen: not that it was sent. */
export function NotSent({ view, mail }: { view: View; mail: MailLine }) {
  return mail.state === 'sent' && !mail.possiblyTwice ? null : <MailState view={view} mail={mail} />;
}

/** Why it did not go, or waits; a server's answer as it came. */
export function Reason({ view, mail }: { view: View; mail: MailLine }) {
  if (mail.lastError === null) return null;
  return <p class="soft">{unsentReasonInWords(mail.lastError, view.language)}</p>;
}

export function MailState({ view, mail }: { view: View; mail: MailLine }) {
  const level = { undeliverable: 'breach', unknown: 'owner_alert', filed: 'flag' }[mail.state as string] ?? 'none';
  return (
    <span class={`badge level-${level}`}>
      {LOUD.has(mail.state) ? <Icon name="unknown" /> : null}
      {view.words.mails.state[mail.state]}
    </span>
  );
}

/** `店舗責任者へ サンプル茶舗`; a mail about the monitoring says its cause until it has a subject. */
export function recipientInWords({ words, language }: View, mail: MailLine, shopName: ShopName): string {
  const kind = words.mails.kind[mail.kind];
  const about = mail.kind === 'blind' && mail.subject === null ? incidentCauseInWords(mail.cause, language) : '';
  const name = nameOf(mail);
  return [kind, name, mail.shop === '' ? about : shopName(mail.shop)].filter((part) => part !== '').join(' ');
}

/** A contact or a person; of a message to a chat also the chat. */
function nameOf({ kind, cause }: MailLine): string {
  if (kind === 'contact' || kind === 'person') return cause;
  if (kind === 'chat') return chatName(chatReceiverOf(cause));
  if (!LISTS.has(kind)) return '';
  const { name, chat } = listReceiverOf(cause);
  return chat === null ? name : chatName({ chat, name });
}

const LISTS: ReadonlySet<MailLine['kind']> = new Set(['morning', 'morning_chat', 'weekly', 'weekly_chat', 'group']);

const chatName = ({ chat, name }: { readonly chat: string; readonly name: string }): string => `${chat}（${name}）`;

export function timesInWords(view: View, mail: MailLine): string[] {
  const { mails } = view.words;
  const at = (instant: number) => formatLocal(instant, view.zone, view.language);
  return [
    mail.sentAt === null
      ? mails.slot(at(mail.slotAt))
      : mails[mail.state === 'filed' ? 'filed' : 'sent'](at(mail.sentAt)),
    ...(mail.attempts > 1 ? [mails.attempts(mail.attempts)] : []),
    ...(mail.nextAttemptAt !== null && mail.attempts > 0 ? [mails.retry(at(mail.nextAttemptAt))] : []),
    ...(mail.possiblyTwice ? [mails.possiblyTwice] : []),
  ];
}
