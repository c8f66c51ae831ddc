// Who may what.

import type { Generated, GeneratedAlways } from 'kysely';
import type { Scope } from '../../core/scopes.ts';
import type { Id, NullableTime, Time } from './columns.ts';

export interface AccessTables {
  token: {
    id: GeneratedAlways<number>;
    hash: Buffer;
    name: string;
    scopes: readonly Scope[];
    shops: readonly string[] | null;
    made_at: Time;
    expires_at: NullableTime;
    revoked_at: NullableTime;
    last_used_at: NullableTime;
    person: string | null;
    groups: readonly string[] | null;
  };
  feed_address: { shop: string; hash: Buffer; made_at: Time; made_by: string; last_used_at: NullableTime };
  session: { hash: Buffer; token_id: Id; made_at: Time; seen_at: Time; stays: Generated<boolean> };
}
