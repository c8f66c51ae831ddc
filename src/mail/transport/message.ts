// The message around a rendered mail: headers of MAIL.md 13 and the Message-IDs that make a retry the same mail.
// Trap: mail servers drop a second mail with a known Message-ID, so an id must never come back for another mail.
import type { SendMailOptions } from 'nodemailer';
import type { Instant } from '../../core/model.ts';
import { formatDate } from '../../core/time/civil-date.ts';
import { openZone } from '../../core/time/zone.ts';
import type { RenderedMail } from '../facts.ts';
import type { DkimKey } from './dkim.ts';
import { hostOf, parseSender } from './envelope-address.ts';

export interface OutgoingMail {
  readonly outboxId: string;
  /** `name <address>` or a plain address; the envelope's sender is its address. */
  readonly from: string;
  readonly to: readonly string[];
  readonly rendered: RenderedMail;
  /** From `messageIdOf`. */
  readonly messageId: string;
  /** From `threadRootOf`, or null. */
  readonly references: string | null;
  /** The Date header. */
  readonly at: Instant;
  /** Nothing was tried before, so that no trace of it is to be looked for; left out: something may have been. */
  readonly isFirst?: boolean;
  /** Set by the transport. */
  readonly dkim?: DkimKey;
}

/**
 * The Message-ID of a row of the outbox, the same at each attempt. `madeAt` (epoch ms) is an instant that the row keeps,
 * such as its slot: with it an id does not come back when a new database counts its rows from 1 again.
 */
export function messageIdOf(outboxId: string, from: string, madeAt?: Instant): string {
  const parts = ['outbox', outboxId, ...(madeAt === undefined ? [] : [madeAt.toString(36)])];
  return `<${parts.map(atom).join('.')}@${hostOf(from)}>`;
}

/** The root that the mails of one topic (a shop's id, or '' for ops) share on one local day, for References. */
export function threadRootOf(topic: string, at: Instant, from: string, timeZone = 'Asia/Tokyo'): string {
  const day = formatDate(openZone(timeZone).localDay(at));
  return `<${topic === '' ? 'ops' : `shop.${atom(topic)}`}.${day}@${hostOf(from)}>`;
}

/** What nodemailer is given: text first, then HTML; nothing in it can make nodemailer read a file or a URL. */
export function buildMessage(mail: OutgoingMail): SendMailOptions {
  const sender = parseSender(mail.from);
  const to = [...mail.to];
  return {
    from: sender,
    to: to.map((address) => ({ name: '', address })),
    envelope: { from: sender.address, to },
    subject: mail.rendered.subject,
    text: mail.rendered.text,
    html: mail.rendered.html,
    // Left to itself nodemailer may take quoted-printable, which triples Japanese; compose.ts counts with base64.
    textEncoding: 'base64',
    date: new Date(mail.at),
    messageId: mail.messageId,
    ...(mail.references === null ? {} : { references: mail.references }),
    headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' },
    ...(mail.dkim && { dkim: mail.dkim }),
    xMailer: false,
    disableFileAccess: true,
    disableUrlAccess: true,
  };
}

function atom(text: string): string {
  return text.replace(/[^A-Za-z0-9_-]/gu, '_');
}
