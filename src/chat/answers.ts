// chat: the meaning of an HTTP status, which most services share; a kind adds what its own error codes say.

import type { IncomingHttpHeaders } from 'node:http';
import type { ChatMeaning } from '../core/notifications/chat-kinds.ts';
import type { PostAnswer } from '../net/safe-post.ts';
import type { ChatAnswer } from './chat-format.ts';

/** What a service says of its refusal. */
export interface OwnWords {
  /** Its short code or message, for people. */
  readonly code?: string | undefined;
  /** What that means, where it is known. */
  readonly meaning?: ChatMeaning | undefined;
  /** How long it asks to wait, where it says so in its own way. */
  readonly afterMs?: number | null;
}

const COME_AGAIN = new Set([408, 425, 429]);
const MEANINGS: Readonly<Record<number, ChatMeaning>> = {
  400: 'format',
  401: 'credentials',
  403: 'credentials',
  404: 'gone',
  405: 'gone',
  410: 'gone',
  413: 'too-long',
  429: 'rate',
};
/** No service asks for longer in earnest. */
const LONGEST_WAIT_MS = 24 * 60 * 60_000;

/** What a status means, with the words that the service found for it, however long. */
export function readStatus({ status, headers }: PostAnswer, own: OwnWords = {}): ChatAnswer {
  const code = own.code?.replace(/\s+/g, ' ').trim();
  const reason = code ? `HTTP ${status}, ${code}` : `HTTP ${status}`;
  if (status >= 200 && status < 300) return { kind: 'taken', meaning: 'taken', reason };
  if (status >= 300 && status < 400)
    return { kind: 'refused', meaning: 'redirect', reason: `${reason}, redirects are not followed` };
  if (COME_AGAIN.has(status) || status >= 500) {
    const meaning = own.meaning ?? MEANINGS[status] ?? 'away';
    return { kind: 'retry', meaning, reason, afterMs: waitOf(own.afterMs ?? retryAfterMs(headers)) };
  }
  return { kind: 'refused', meaning: own.meaning ?? MEANINGS[status] ?? 'other', reason };
}

/** `Retry-After` (RFC 9110): seconds, or a date, which is read beside the answer's own. */
export function retryAfterMs(headers: IncomingHttpHeaders): number | null {
  const given = headers['retry-after'];
  if (given === undefined) return null;
  if (/^\d+(\.\d+)?$/.test(given)) return Number(given) * 1_000;
  return sinceAnswer(Date.parse(given), headers);
}

/** A header with the second (Unix time) from which on calls are taken again; some services name the seconds left. */
export function resetMs(headers: IncomingHttpHeaders, name: string): number | null {
  const given = headers[name];
  if (typeof given !== 'string' || !/^\d+(\.\d+)?$/.test(given)) return null;
  const seconds = Number(given);
  return seconds < FIRST_UNIX_TIME ? seconds * 1_000 : sinceAnswer(seconds * 1_000, headers);
}

/** Seconds below this are a span, not a time: nobody waits for thirty years. */
const FIRST_UNIX_TIME = 1_000_000_000;

function sinceAnswer(until: number, { date }: IncomingHttpHeaders): number | null {
  const from = Date.parse(date ?? '');
  return Number.isNaN(until) || Number.isNaN(from) ? null : Math.max(0, until - from);
}

const waitOf = (ms: number | null): number | null => (ms === null ? null : Math.min(ms, LONGEST_WAIT_MS));

/** A JSON body as a map; an empty one for everything else. */
export function jsonOf({ text }: PostAnswer): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
  } catch {
    return {};
  }
}

/** A text, or nothing. */
export const textOf = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);
