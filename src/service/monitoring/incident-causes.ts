// Why we may be blind, as short codes for the outbox ("one mail per cause and day") and in words for people.

import type { Instant, Language } from '../../core/model.ts';
import { type SecretFault, secretFaultInWords } from '../../core/secret-fault.ts';
import { parseDate } from '../../core/time/civil-date.ts';
import { formatDay } from '../../core/time/format.ts';
import { WORDS } from '../../mail/words/languages.ts';
import type { RmsError } from '../../rms/rms-error.ts';
import type { SourceState } from '../../store/status/sources.ts';

/**
 * Codes: `silent:<kind of failure>`, `licence:<shop>:<days left or unreadable>`, `contract:<shop>`, `calendar:<shop>`; about delivery:
 * `undeliverable:<shop>`, `partly:<shop>`, `stuck:<shop>`, `limit:`, `hook:<shop, or nothing for ops>:<why>`,
 * `chat:<shop>:<why>`; about the service itself: a `ServiceCause`,
 * `config:<since>`, `held:<since>`, `proof:<day>:<missing>:<late>`.
 */
export const silentCause = (kind: string | null): string => `silent:${kind?.split(':')[0] ?? 'unknown'}`;

/** What is kept of a failed read: its kind; of a variable that cannot be used also which and why. */
export const failureKindOf = ({ kind, code }: RmsError): string => (kind === 'variable' ? `${kind}:${code}` : kind);

/** Why a source is not read, for a page: with the name of a variable that cannot be used. */
export function failureInWords(kind: string, language: Language): string {
  const [what, name = '', fault = ''] = kind.split(':');
  return what === 'variable' && name !== ''
    ? secretFaultInWords(name, fault as SecretFault, language)
    : incidentCauseInWords(silentCause(kind), language);
}
export const licenceCause = (shop: string, left: number | 'unreadable'): string => `licence:${shop}:${left}`;
export const undeliverableCause = (shop: string): string => `undeliverable:${shop}`;
/** Some address of the owner was given up; others have the mail. */
export const partlyCause = (shop: string): string => `partly:${shop}`;
/** A mail of the shop ('' for ops) that the server has put off for longer than a day. */
export const stuckCause = (shop: string): string => `stuck:${shop}`;
/** We have sent more than the mail server lets us for now. */
export const limitCause = 'limit:';

export const contractCause = (shop: string): string => `contract:${shop}`;
/** A calendar outside the shop's file (RMS, imported) was not read for a week. */
export const calendarCause = (shop: string): string => `calendar:${shop}`;

/** `refused`: it answered that it will not take this message; `gone`: 410; `away`: it has not answered for hours. */
export type WebhookTrouble = 'refused' | 'gone' | 'away';
export const webhookCause = (webhookId: string, why: WebhookTrouble): string => `hook:${webhookId}:${why}`;

/** `refused`: the service will not take a message; `unknown`: twice nobody knows; `away`: not told for hours. */
export type ChatTrouble = 'refused' | 'unknown' | 'away';
/** A chat of a shop; which one, the page of messages says. */
export const chatTroubleCause = (shop: string, why: ChatTrouble): string => `chat:${shop}:${why}`;

/** The files are broken, or an edit of them is held, since then: each such state is told once. */
export const configCause = (what: 'config' | 'held', since: Instant): string => `${what}:${since}`;

/** The daily proof of a day found steps that were missed or noticed late. */
export const proofCause = (day: string, missing: number, late: number): string => `proof:${day}:${missing}:${late}`;

/** Which state of the files a cause is about; null for other causes. */
export function configStateOf(cause: string): { readonly what: 'config' | 'held'; readonly since: Instant } | null {
  const [what, since] = cause.split(':');
  return what === 'config' || what === 'held' ? { what, since: Number(since) } : null;
}

/** What is wrong with the service itself, whichever shop. */
const SERVICE = ['queue', 'tick', 'clock', 'loop', 'disk', 'drift', 'vacuum', 'canary'] as const;
export type ServiceCause = (typeof SERVICE)[number];

const isServiceCause = (cause: string): cause is ServiceCause => SERVICE.some((one) => one === cause);

/** Whether it is about the service itself: no shop needs to be concerned for the mail to be sent. */
export function isAboutService(cause: string): boolean {
  return isServiceCause(cause) || configStateOf(cause) !== null || cause.startsWith('proof:');
}

const DELIVERY = ['undeliverable', 'partly', 'stuck', 'limit', 'hook', 'chat'] as const;

/** Whether it is about mails to the shop's owner that were given up, wholly or for some address. */
export function isAboutGivenUp(cause: string): boolean {
  return ['undeliverable', 'partly'].includes(cause.split(':')[0]!);
}

/** Whether it is about messages that could not be delivered, not about what we see. */
export function isAboutDelivery(cause: string): boolean {
  return DELIVERY.some((one) => one === cause.split(':')[0]);
}

/** The shop that a cause about delivery names; '' for ops. */
export function shopOfDelivery(cause: string): string {
  return cause.split(':')[1] ?? '';
}

/** The shop whose calendar a cause is about; null for every other cause. */
export function shopOfCalendar(cause: string): string | null {
  const [what, shop = ''] = cause.split(':');
  return what === 'calendar' ? shop : null;
}

/** Why a source is not read: its reads fail, or nobody has tried since before `dueBefore`; null when it is read. */
export function silenceOf(state: SourceState, dueBefore: Instant): string | null {
  if (state.failingSince !== null) return silentCause(state.failureKind);
  return state.nextPollAt < dueBefore ? silentCause('not-tried') : null;
}

/** Since when nothing is known of a source that is not read. */
export function unreadSince(state: SourceState): Instant {
  return state.lastCompleteAt ?? state.failingSince ?? state.nextPollAt;
}

/** Whether the cause still holds for a source: read again when the mail is sent. */
export function isConcerned(cause: string, state: SourceState, dueBefore: Instant): boolean {
  const [what, detail] = cause.split(':');
  return what === 'silent' ? silenceOf(state, dueBefore) === cause : state.shop === detail;
}

/** The cause in words of ours (mail/words-*.ts); holds no secret and no text of anybody else. */
export function incidentCauseInWords(cause: string, language: Language): string {
  const { causes } = WORDS[language];
  const [what, detail = '', left] = cause.split(':');
  if (isServiceCause(cause)) return causes.service[cause];
  const config = configStateOf(cause);
  if (config !== null) return causes.config[config.what];
  if (what === 'proof') return proofInWords(cause, language);
  if (what === 'hook') return causes.hook[left as WebhookTrouble];
  if (what === 'chat') return causes.chat[left as ChatTrouble];
  if (what === 'silent') return causes.silent[detail] ?? causes.silent.unknown;
  if (what === 'undeliverable' || what === 'partly' || what === 'stuck' || what === 'limit') return causes[what];
  if (what === 'contract' || what === 'calendar') return causes[what];
  return left === 'unreadable' ? causes.licenceUnreadable : causes.licence(Number(left));
}

function proofInWords(cause: string, language: Language): string {
  const [, day = '', missing, late] = cause.split(':');
  return WORDS[language].causes.proof(formatDay(parseDate(day) ?? 0, language), Number(missing), Number(late));
}
