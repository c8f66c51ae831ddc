// Shops and what was in force for them when.

import type { Generated, GeneratedAlways } from 'kysely';
import type { Language } from '../../core/model.ts';
import type { NullableTime, Time } from './columns.ts';

export interface ConfigurationTables {
  shop: {
    id: string;
    revision: string;
    watched_since: Time;
    recomputed_at: Time;
    config_hash: Generated<string>;
    removed_at: NullableTime;
    recounts_wanted: Generated<number>;
    recounts_done: Generated<number>;
    recount_asked_at: NullableTime;
    first_read_at: NullableTime;
    text_key: Generated<string>;
  };
  config_revision: {
    number: GeneratedAlways<number>;
    shop: string;
    hash: string;
    revision: string;
    at: Time;
    who: string | null;
    cause: RevisionCause;
    difference: Readonly<Record<Language, readonly string[]>>;
    spec: unknown;
  };
  config_state: {
    one: Generated<boolean>;
    service_hash: string;
    read_at: Time;
    broken_since: NullableTime;
    faults: readonly string[] | null;
    held_since: NullableTime;
    held: unknown;
  };
}

/** What brought a revision: a start of the service, an edited file, the command `apply`, or a calendar read elsewhere. */
export type RevisionCause = 'start' | 'edit' | 'apply' | 'source';
