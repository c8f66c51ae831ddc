// The one error of this room. Its message is logged and mailed, so it is composed of our own words, codes and
// field names only: never a body, a URL's query, a header, a key, a customer's text.

/**
 * Why RMS could not be read. `outage`, `timeout`, `maintenance`, `rate-limit` pass by themselves; `auth-expired`,
 * `auth-wrong`, `permission`, `foreign-shop` want a person at the shop, `variable` (its code: name and fault) one at ops; `contract`, `bad-request` want a programmer.
 */
export type RmsErrorKind =
  | 'auth-expired'
  | 'auth-wrong'
  | 'variable'
  | 'permission'
  | 'rate-limit'
  | 'maintenance'
  | 'outage'
  | 'timeout'
  | 'contract'
  | 'foreign-shop'
  | 'bad-request';

export interface RmsErrorDetails {
  /** The code RMS gave, or a short one of ours (`invalid-json`, `ECONNREFUSED`). */
  readonly code?: string;
  readonly status?: number;
  /** Only for `rate-limit`: milliseconds RMS asks us to stay away. */
  readonly retryAfterMs?: number;
}

export class RmsError extends Error {
  override readonly name = 'RmsError';
  readonly kind: RmsErrorKind;
  readonly code: string | null;
  readonly status: number | null;
  readonly retryAfterMs: number | null;

  constructor(kind: RmsErrorKind, message: string, details: RmsErrorDetails = {}) {
    super(message);
    this.kind = kind;
    this.code = details.code ?? null;
    this.status = details.status ?? null;
    this.retryAfterMs = details.retryAfterMs ?? null;
  }
}

/** Whether an unknown error is ours, optionally of one kind. */
export function isRmsError(error: unknown, kind?: RmsErrorKind): error is RmsError {
  return error instanceof RmsError && (kind === undefined || error.kind === kind);
}
