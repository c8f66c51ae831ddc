// What can become of an attempt to send, and the two ways out that answer with it (MAIL.md 14).
// Only `delivered` names who has the mail; after `unknown` the server may have it, so retry once, same Message-ID.
import type { OutgoingMail } from './message.ts';

/** A recipient that was refused for good; `code` is the SMTP reply code. */
export interface RefusedRecipient {
  readonly address: string;
  readonly code: number;
  readonly response: string;
  /** By a rule of the server (x.5.*, x.7.*) that may mean us as well: many shops at once tell. */
  readonly policy?: true;
}

/** A recipient that was put off. */
export interface DeferredRecipient {
  readonly address: string;
  readonly code: number;
  readonly response: string;
  /** We have sent too much for now: it says nothing of this address. */
  readonly limit?: true;
}

/** The server's 250 for `accepted` (never empty); `deferred` are to be tried again, `refused` not. */
export interface Delivered {
  readonly kind: 'delivered';
  readonly accepted: readonly string[];
  readonly refused: readonly RefusedRecipient[];
  readonly deferred: readonly DeferredRecipient[];
  /** Only written to a file: nobody has it. */
  readonly filed?: true;
}

/** What went wrong, to be explained: the server's reply code, or what the network or our settings are at fault with. */
export interface FailureDetail {
  readonly reply: number | null;
  /** An error code of Node.js or nodemailer, such as ECONNREFUSED; the most telling one. */
  readonly fault: string | null;
  /** How far we came: not even into the session (connecting, greeting, TLS), to the log-in, or to the mail itself. */
  readonly stage: 'connection' | 'login' | 'mail';
  /** To what it answered, where it answered to the mail. */
  readonly about?: 'recipient' | 'sender' | 'message';
  /** The server's own words, with the code; left out when it said none. */
  readonly answer?: string;
}

/** Reasons are one line of at most 200 characters, without a secret and without the mail's text. */
export type SendOutcome =
  | Delivered
  /** Surely not taken by the server; try again after `retryDelayMs`, without those in `refused`. */
  | {
      readonly kind: 'retry';
      readonly reason: string;
      readonly refused: readonly RefusedRecipient[];
      /** Named by the server as put off; empty where its answer names nobody. */
      readonly deferred?: readonly DeferredRecipient[];
      /** We have sent too much for now. */
      readonly limit?: true;
      readonly detail?: FailureDetail;
    }
  /** The whole message went out and no answer came: the server may have it. */
  | { readonly kind: 'unknown'; readonly reason: string; readonly detail?: FailureDetail }
  /** Our settings are at fault (log-in, TLS, sender): no mail will pass until they are mended. */
  | { readonly kind: 'misconfigured'; readonly reason: string; readonly detail?: FailureDetail }
  /** Every recipient was refused for good. */
  | { readonly kind: 'refused'; readonly refused: readonly RefusedRecipient[] };

export type VerifyResult = { readonly ok: true } | { readonly ok: false; readonly reason: string };

export interface MailTransport {
  readonly kind: 'smtp' | 'files';
  /** How many mails it can be handed at the same time; left out: a few. */
  readonly atOnce?: number;
  /** For how many ms (real time) nothing should be handed to it, since its server takes no connections. */
  readonly restMs?: () => number;
  /** Never rejects for what a server, a network or a disk does: that is an outcome. */
  send(message: OutgoingMail): Promise<SendOutcome>;
  /** Whether a mail could be sent now: connects and logs in, or tries the folder. */
  verify(): Promise<VerifyResult>;
  close(): void;
}

/** The part of pino that is used here. */
export interface MailLogger {
  debug(fields: object, message: string): void;
}
