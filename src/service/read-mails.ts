// Mails and refusals for people to look at.

import { findMail, latestMails, type MailLine, type StoredMail } from '../store/board.ts';
import { type KeptRefusal, latestRefusals } from '../store/refusals.ts';
import type { Service } from './service.ts';

export type { MailLine, StoredMail } from '../store/board.ts';
export type { KeptRefusal } from '../store/refusals.ts';

/** How many of the newest are shown. */
const SHOWN = 200;

/** The newest mails of the outbox first. */
export function readMails({ db }: Service): Promise<MailLine[]> {
  return latestMails(db, SHOWN);
}

/** One mail as stored, with the outcome per recipient; null when there is none. */
export function readMail({ db }: Service, id: number): Promise<StoredMail | null> {
  return findMail(db, id);
}

/** What was not taken in, the newest first. */
export function readRefusals({ db }: Service): Promise<KeptRefusal[]> {
  return latestRefusals(db, SHOWN);
}
