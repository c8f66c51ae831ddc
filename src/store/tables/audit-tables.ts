// Who did what when.

import type { ColumnType, GeneratedAlways } from 'kysely';
import type { Time } from './columns.ts';

export interface AuditTables {
  audit_entry: {
    id: GeneratedAlways<number>;
    at: Time;
    who: string | null;
    what: AuditAction;
    shop: string | null;
    inquiry: string | null;
    about: ColumnType<AuditFacts, string | undefined, never>;
  };
}

/** What people do. Words that are stored stay. */
export const AUDIT_ACTIONS = [
  'took',
  'assigned',
  'gave_back',
  'muted',
  'unmuted',
  'marked',
  'unmarked',
  'promised',
  'promise_withdrawn',
  'answered_elsewhere',
  'answer_withdrawn',
  'calendar_accepted',
  'feed_made',
  'feed_revoked',
  'token_made',
  'token_revoked',
  'presence_opened',
  'presence_closed',
  'presence_by_hours',
  'customer_key_made',
  'customer_key_dropped',
  'mail_retried',
  'contact_tested',
  'exported',
  'imported',
  'restored',
  'migrated',
  'logged_in',
] as const;
export type AuditAction = (typeof AUDIT_ACTIONS)[number];

/** What of it; nothing that a person typed freely. */
export interface AuditFacts {
  /** UTC, as text. */
  readonly until?: string;
  /** When a backup was made: UTC, as text. */
  readonly at?: string;
  /** Into whose hand, or out of whose. */
  readonly person?: string;
  /** Of a token, a contact or a file. */
  readonly name?: string;
  readonly how?: string;
  /** Scopes of a token. */
  readonly scopes?: readonly string[];
  /** A mail's number. */
  readonly mail?: number;
}
