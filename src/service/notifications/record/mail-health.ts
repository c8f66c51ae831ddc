// Whether mails can be sent, from the mail server's last real answers: of every mail, and of looks in between (connect
// and log in) that come sooner while it fails. The same for every process; a pause ends by itself once a look is well.
// A look proves the connection and the log-in only; whether the sender is allowed, only a mail shows (pause-mails.ts).

import { setTimeout as delay } from 'node:timers/promises';
import type { Config } from '../../../config/load.ts';
import { virtualMs } from '../../../core/clock.ts';
import type { Instant } from '../../../core/model.ts';
import { MINUTE_MS } from '../../../core/time/civil-date.ts';
import type { SendOutcome } from '../../../mail/transport/mail-transport.ts';
import {
  claimMailLook,
  liftPause,
  type MailHealthRow,
  noteMailAnswer,
  readMailHealth,
} from '../../../store/notifications/mail-health.ts';
import { startTicker, type Ticker } from '../../loop.ts';
import type { Service } from '../../service.ts';

/** What pages, /readyz and doctor say of mails. */
export interface MailHealth {
  readonly ok: boolean;
  /** What is wrong, or what to know where `state` says more than well. */
  readonly reason: string | null;
  /** Mails are only written to files. */
  readonly state?: 'files only';
  /** Somebody who is no example expects mails that are only written to files. */
  readonly toldNobody?: boolean;
  /** Since when it fails. */
  readonly since?: Instant;
}

type Parts = Pick<Service, 'db' | 'clock' | 'logger' | 'mail'>;

/** All in real time: servers know no accelerated clock. */
const READ_REAL_MS = 5_000;
const LOOK_REAL_MS = 5 * MINUTE_MS;
const FIRST_LOOK_REAL_MS = 30_000;
/** That all is well is written down as often. */
const NEWS_MS = 30_000;
/** However slowly a server speaks. */
const LOOK_LIMIT_REAL_MS = 30_000;

const FILES_ONLY = 'SMTP_URL is not set: mails are only written to files';
const HINTS = {
  smtp: 'check SMTP_URL; `inquiry-sla mail test <address>` explains what is wrong',
  files: 'the folder for them cannot be written',
} as const;

/** When to look after so many failures in a row: after 30 s, then half as often each time, at least every 5 minutes. */
export function lookAfterFailure({ clock }: Pick<Parts, 'clock'>, failures: number, now: Instant): Instant {
  const realMs = Math.min(FIRST_LOOK_REAL_MS * 2 ** Math.min(failures, 10), LOOK_REAL_MS);
  return now + virtualMs(clock, realMs);
}

/** What an attempt says of the server: null for well, a reason, or undefined where it says nothing. */
export function answersOf(outcome: SendOutcome): string | null | undefined {
  switch (outcome.kind) {
    case 'delivered':
    case 'refused':
      return null;
    case 'misconfigured':
      return outcome.reason;
    case 'unknown':
      return undefined;
    case 'retry': {
      const { limit, reason, detail } = outcome;
      if (limit || detail === undefined || detail.stage !== 'mail') return reason;
      return detail.reply === null ? undefined : null;
    }
  }
}

/** After an attempt. What cannot be written undoes nothing: the next answer is written again. */
export async function noteAnswer(service: Parts, outcome: SendOutcome, now: Instant): Promise<void> {
  const reason = answersOf(outcome);
  if (reason === undefined) return;
  try {
    const known = await readMailHealth(service.db);
    const isNews = reason !== null || known?.ok !== true || now - known.answeredAt > NEWS_MS;
    if (isNews || known.transport !== service.mail.kind) await note(service, known, reason, now);
    // A mail was taken: a pause is over, and what it held flows.
    if (outcome.kind === 'delivered' && known?.pausedUntil != null) await lift(service, now);
  } catch (error) {
    service.logger.warn({ err: error }, 'what the mail server answered was not noted');
  }
}

/** Looks if it is time to; what is known afterwards. `signal` ends the wait for a server, not the look's limit. */
export async function lookAtMail(service: Parts, signal?: AbortSignal): Promise<MailHealthRow | null> {
  const { db, clock, mail } = service;
  const known = await readMailHealth(db);
  const now = clock.now();
  const isNew = known === null || known.transport !== mail.kind;
  if (!isNew && !(await claimMailLook(db, now, now + virtualMs(clock, LOOK_LIMIT_REAL_MS)))) return known;
  const found = await withinLimit(mail.verify(), signal);
  if (found === null) return known;
  await note(service, known, found.ok ? null : found.reason, clock.now());
  if (found.ok && known?.pausedUntil != null) await lift(service, clock.now());
  return readMailHealth(db);
}

/** A process's view of it, renewed every five seconds. `looks`: this process also asks the server. */
export function startMailLoop(
  service: Service,
  { looks }: { readonly looks: boolean },
): Ticker & { state(): MailHealth } {
  let row: MailHealthRow | null = null;
  const work = async (signal: AbortSignal) => {
    row = await readMailHealth(service.db);
    if (looks) row = await lookAtMail(service, signal);
    return virtualMs(service.clock, READ_REAL_MS);
  };
  return { ...startTicker('mail', work, service), state: () => mailHealthOf(service, row) };
}

/** In the words of `MailHealth`; well until it is known not to be. */
export function mailHealthOf(
  { mail, config }: { readonly mail: Pick<Service['mail'], 'kind'>; readonly config: Config },
  row: Pick<MailHealthRow, 'transport' | 'ok' | 'reason' | 'failingSince'> | null,
): MailHealth {
  const { ok, reason, failingSince } = row ?? { ok: true, reason: null, failingSince: null };
  const since = failingSince === null ? {} : { since: failingSince };
  if ((row?.transport ?? mail.kind) === 'smtp') return { ok, reason, ...since };
  return { ok, reason: reason ?? FILES_ONLY, ...since, state: 'files only', toldNobody: isMailExpected(config) };
}

// Addresses that documents use and nobody reads (RFC 2606, and example.jp of JPRS): mail to them tells nobody.
const EXAMPLE_HOST = /(^|\.)example(\.[a-z]{2,3}){0,2}$/i;

/** Whether the address is of a host named `example`, with or without a top level: mail to it is expected by nobody. */
function isExampleAddress(address: string): boolean {
  return EXAMPLE_HOST.test(address.slice(address.lastIndexOf('@') + 1));
}

/** Whether operations, or an owner, have an address that somebody reads. */
export function isMailExpected({ service, shops }: Config): boolean {
  const addresses = [service.ops, ...[...shops.values()].map(({ owner }) => owner)].flat();
  return addresses.some((address) => !isExampleAddress(address));
}

async function note(
  { db, clock, logger, mail }: Parts,
  before: MailHealthRow | null,
  reason: string | null,
  now: Instant,
): Promise<void> {
  const nextLookAt =
    reason === null ? now + virtualMs(clock, LOOK_REAL_MS) : lookAfterFailure({ clock }, before?.failures ?? 0, now);
  await noteMailAnswer(db, { transport: mail.kind, at: now, reason, nextLookAt });
  const was = before === null || before.ok;
  if (was && reason !== null) logger.error({ reason }, `mails cannot be sent: ${HINTS[mail.kind]}`);
  if (!was && reason === null) logger.info('mails can be sent again');
}

async function lift({ db, logger }: Parts, now: Instant): Promise<void> {
  const mails = await db.transaction().execute((trx) => liftPause(trx, now));
  if (mails > 0) logger.info({ mails }, 'the pause of mails is over');
}

/** The answer; a reason when it takes too long; null when we stop. */
async function withinLimit(
  answer: ReturnType<Service['mail']['verify']>,
  signal: AbortSignal | undefined,
): Promise<Awaited<ReturnType<Service['mail']['verify']>> | null> {
  const done = new AbortController();
  const stop = signal === undefined ? done.signal : AbortSignal.any([done.signal, signal]);
  const late = delay(LOOK_LIMIT_REAL_MS, { ok: false, reason: 'no answer within 30 seconds' } as const, {
    signal: stop,
    ref: false,
  }).catch(() => null);
  try {
    return await Promise.race([answer, late]);
  } finally {
    done.abort();
  }
}
