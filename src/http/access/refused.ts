// access: a request that is not let through. Thrown where it is found; app.ts answers a program with a problem document
// and a browser with a page or the way to the login.

export type RefusalCode =
  | 'no-token'
  | 'unknown-token'
  | 'expired-token'
  | 'revoked-token'
  | 'missing-scope'
  | 'foreign-shop'
  | 'foreign-person'
  | 'wrong-form-token'
  | 'too-many-requests'
  | 'locked-out';

export class Refused extends Error {
  override readonly name = 'Refused';
  readonly status: 401 | 403 | 429;
  readonly code: RefusalCode;
  /** Seconds until it is worth to try again, with 429. */
  readonly retryAfter: number | null;

  /** `message` is for people who write programs. */
  constructor(status: Refused['status'], code: RefusalCode, message: string, retryAfter: number | null = null) {
    super(message);
    this.status = status;
    this.code = code;
    this.retryAfter = retryAfter;
  }
}
