// Names what an answer other than 200 means (RMS.md "Errors"). Traps: 403 is a rate limit when it says so, and
// 404 is "nothing there" from RMS but an outage from the proxy in front of it.

import type { Instant } from '../core/model.ts';
import { type ErrorBody, readErrorBody } from './error-body.ts';
import { RmsError, type RmsErrorDetails, type RmsErrorKind } from './rms-error.ts';

export interface RawAnswer {
  readonly status: number;
  /** The header as sent: seconds or an HTTP date. */
  readonly retryAfter: string | null;
  readonly text: string;
}

/** How long to stay away when RMS gives no Retry-After. */
const DEFAULT_RETRY_AFTER_MS = 10_000;
const LONGEST_RETRY_AFTER_MS = 24 * 3_600_000;
const RATE_LIMITS = /^(?:QPSLimit|AccessLimit)/i;

/**
 * What an answer with an error status, or a 200 with an error's body, means.
 * @param where the function asked, for the message; never a URL with its query
 * @returns the error, or `empty` for RMS's own 404
 */
export function classifyFailure(answer: RawAnswer, where: string, now: Instant): RmsError | 'empty' {
  const body = readErrorBody(answer.text);
  const kind = kindOf(answer.status, body);
  if (kind === 'empty') return 'empty';
  const details: RmsErrorDetails = {
    status: answer.status,
    ...(body.code === null ? {} : { code: body.code }),
    ...(kind === 'rate-limit' ? { retryAfterMs: retryAfterMs(answer.retryAfter, now) } : {}),
  };
  return new RmsError(kind, describe(where, answer.status, body), details);
}

function kindOf(status: number, body: ErrorBody): RmsErrorKind | 'empty' {
  const byCode = body.code === null ? null : kindOfCode(body.code);
  if (byCode !== null) return byCode;
  if (status === 401) return 'auth-wrong';
  if (status === 403) return 'permission';
  if (status === 408) return 'timeout';
  if (status === 429) return 'rate-limit';
  if (status === 404) return body.family === 'rms' ? 'empty' : body.family === 'html' ? 'outage' : 'contract';
  if (status >= 500 || (status >= 300 && status < 400) || body.family === 'html') return 'outage';
  return status === 400 ? 'bad-request' : 'contract';
}

/** Codes whose meaning beats the HTTP status they came with; null for every other code. */
export function kindOfCode(code: string): RmsErrorKind | null {
  if (RATE_LIMITS.test(code)) return 'rate-limit';
  if (code === 'S900') return 'maintenance';
  if (code === 'GA0001' || /^Un-?Authori[sz]ed$/i.test(code)) return 'auth-wrong';
  if (/^IE\d+$/.test(code) || code === 'C001') return 'bad-request';
  if (code === 'C003') return 'contract';
  return null;
}

function describe(where: string, status: number, body: ErrorBody): string {
  const parts = [`HTTP ${status}`];
  if (body.code !== null) parts.push(`code ${body.code}`);
  if (body.fields.length > 0) parts.push(`fields ${body.fields.join(', ')}`);
  if (body.family === 'html') parts.push('an HTML page');
  return `RMS ${where}: ${parts.join(', ')}`;
}

/** Milliseconds of a Retry-After header, between 0 and a day; ten seconds when it is absent or unreadable. */
function retryAfterMs(header: string | null, now: Instant): number {
  const text = header?.trim() ?? '';
  const ms = /^\d{1,9}$/.test(text) ? Number(text) * 1000 : Date.parse(text) - now;
  return Number.isNaN(ms) ? DEFAULT_RETRY_AFTER_MS : Math.min(Math.max(ms, 0), LONGEST_RETRY_AFTER_MS);
}
