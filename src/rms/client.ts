// The reading client of one shop: paced, bounded, with two licence keys; it knows only GET, because a monitor writes
// nothing to RMS. The key is in the expiry endpoint's URL, so no URL ever goes into a message.

import type { Dispatcher } from 'undici';
import type { Clock } from '../core/clock.ts';
import type { Instant } from '../core/model.ts';
import { RMS_BASE_URL } from './base-url.ts';
import { classifyFailure, type RawAnswer } from './classify-failure.ts';
import type { ClockSkew } from './clock-skew.ts';
import { exchange } from './exchange.ts';
import { authFailure, createKeyRing, type KeyName, type KeyRing, type RmsKeys } from './keys.ts';
import { decodeExpiry } from './licence.ts';
import { createPacer, type Pacer } from './pacer.ts';
import { isRmsError, RmsError } from './rms-error.ts';

const EXPIRY_PATH = '/es/1.0/license-management/license-key/expiry-date';

export interface RmsClientOptions {
  readonly shopId: number;
  readonly keys: RmsKeys;
  readonly clock: Clock;
  readonly baseUrl?: string;
  /** Real milliseconds per request; 30 s by default. */
  readonly timeoutMs?: number;
  /** Shared by all clients of the process; a client of its own makes its own. */
  readonly pacer?: Pacer;
  /** Awaited before every request, in the shop's turn: where several processes share the shop's one request a second. */
  readonly pace?: (signal?: AbortSignal) => Promise<void>;
  /** When the keys end, if it was learned earlier: names the cause of a 401 when RMS no longer answers the question. */
  readonly knownExpiry?: Readonly<Partial<Record<KeyName, Instant>>>;
  readonly dispatcher?: Dispatcher;
  /** Told of the Date of each answer. */
  readonly clockSkew?: ClockSkew;
}

export interface RmsClient {
  readonly shopId: number;
  /** Requests sent so far. */
  requests(): number;
  /** The key that worked last. */
  workingKey(): KeyName;
  /**
   * The text of a good answer, or null for RMS's own 404.
   * @throws RmsError; the signal's reason when the caller aborts
   */
  get(
    path: string,
    query: Readonly<Record<string, string>>,
    where: string,
    signal?: AbortSignal,
  ): Promise<string | null>;
  /** When a licence key ends, asked with whichever key works. @throws RmsError */
  licenceExpiry(name: KeyName, signal?: AbortSignal): Promise<Instant | 'unreadable'>;
}

const MAX_BODY_BYTES = 16 * 1024 * 1024;
/** A rate limit is waited for up to this long and this often; a longer one is the caller's to schedule. */
const LONGEST_WAIT_MS = 60_000;
const RATE_LIMIT_RETRIES = 2;

interface Session {
  readonly options: RmsClientOptions;
  readonly ring: KeyRing;
  readonly pacer: Pacer;
  readonly lane: string;
  readonly expiry: Map<KeyName, Instant | 'unreadable' | null>;
  requests: number;
}

interface Call {
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly where: string;
  readonly signal?: AbortSignal | undefined;
}

/** A client for one shop; opens no connection until the first call and has nothing to close. */
export function createRmsClient(options: RmsClientOptions): RmsClient {
  const session: Session = {
    options,
    ring: createKeyRing(options.keys),
    pacer: options.pacer ?? createPacer({ clock: options.clock }),
    lane: String(options.shopId),
    expiry: new Map(Object.entries(options.knownExpiry ?? {}) as [KeyName, Instant][]),
    requests: 0,
  };
  return {
    shopId: options.shopId,
    requests: () => session.requests,
    workingKey: () => session.ring.order()[0]!,
    get: (path, query, where, signal) => getText(session, { path, query, where, signal }),
    licenceExpiry: (name, signal) => askExpiry(session, name, session.ring.order(), signal),
  };
}

async function getText(session: Session, call: Call): Promise<string | null> {
  const { answer, name } = await withKeys(session, call, session.ring.order());
  if (answer.status === 401) throw await nameAuthFailure(session, call);
  if (answer.status === 200 || answer.status === 404) session.ring.works(name);
  return textOf(session, call, answer);
}

function textOf(session: Session, call: Call, answer: RawAnswer): string | null {
  if (answer.status === 200) return answer.text;
  const failure = classifyFailure(answer, call.where, session.options.clock.now());
  if (failure === 'empty') return null;
  throw failure;
}

/** Tries the keys in order until one is not refused. The last answer may be a 401. */
async function withKeys(
  session: Session,
  call: Call,
  names: readonly KeyName[],
): Promise<{ answer: RawAnswer; name: KeyName }> {
  for (const [at, name] of names.entries()) {
    const answer = await sendPatiently(session, call, name);
    if (answer.status !== 401 || at === names.length - 1) return { answer, name };
  }
  throw new RangeError('no licence key to try');
}

/** Sends; a short rate limit is waited for by the pacer and tried again. */
async function sendPatiently(session: Session, call: Call, name: KeyName): Promise<RawAnswer> {
  for (let retries = 0; ; retries += 1) {
    const answer = await send(session, call, name);
    if (answer.status !== 403 && answer.status !== 429) return answer;
    const failure = classifyFailure(answer, call.where, session.options.clock.now());
    if (!isRmsError(failure, 'rate-limit')) return answer;
    session.pacer.hold(session.lane, failure.retryAfterMs ?? 0);
    if (retries >= RATE_LIMIT_RETRIES || (failure.retryAfterMs ?? 0) > LONGEST_WAIT_MS) throw failure;
  }
}

function send(session: Session, call: Call, name: KeyName): Promise<RawAnswer> {
  const { options, pacer, lane, ring } = session;
  refuseWhilePaused(pacer.pausedFor(lane), call);
  return pacer.run(
    lane,
    async () => {
      await options.pace?.(call.signal);
      session.requests += 1;
      return exchange({
        url: `${options.baseUrl ?? RMS_BASE_URL}${call.path}?${new URLSearchParams(call.query)}`,
        where: call.where,
        authorization: ring.authorization(name),
        timeoutMs: options.timeoutMs ?? 30_000,
        maxBodyBytes: MAX_BODY_BYTES,
        signal: call.signal,
        dispatcher: options.dispatcher,
        clockSkew: options.clockSkew,
      });
    },
    call.signal,
  );
}

function refuseWhilePaused(pausedMs: number, call: Call): void {
  if (pausedMs <= LONGEST_WAIT_MS) return;
  throw new RmsError('rate-limit', `RMS ${call.where}: not asked, RMS told this shop to stay away`, {
    code: 'held',
    retryAfterMs: pausedMs,
  });
}

/** Asks when each key ends before it names the cause (RMS.md). What can't be learned now stays as known before. */
async function nameAuthFailure(session: Session, call: Call): Promise<RmsError> {
  const names = session.ring.order();
  for (const name of names) {
    if (hasEnded(session, name)) continue;
    try {
      await askExpiry(session, name, [name, ...names.filter((other) => other !== name)], call.signal);
    } catch (error) {
      if (!isRmsError(error)) throw error;
    }
  }
  const ends = new Map(names.map((name) => [name, session.expiry.get(name) ?? null]));
  return authFailure(call.where, ends, session.options.clock.now());
}

function hasEnded(session: Session, name: KeyName): boolean {
  const end = session.expiry.get(name);
  return typeof end === 'number' && end < session.options.clock.now();
}

async function askExpiry(
  session: Session,
  name: KeyName,
  askWith: readonly KeyName[],
  signal?: AbortSignal,
): Promise<Instant | 'unreadable'> {
  const query = { licenseKey: session.ring.value(name) };
  const call: Call = { path: EXPIRY_PATH, query, where: 'licence expiry', signal };
  const { answer } = await withKeys(session, call, askWith);
  const text = textOf(session, call, answer);
  const end = text === null ? 'unreadable' : decodeExpiry(text);
  if (end !== 'unreadable' || !session.expiry.has(name)) session.expiry.set(name, end);
  return end;
}
