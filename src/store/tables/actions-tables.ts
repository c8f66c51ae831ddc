// What people pressed.

import type { GeneratedAlways } from 'kysely';
import type { Id, NullableTime, Time } from './columns.ts';

export interface ActionsTables {
  mute: {
    id: GeneratedAlways<number>;
    kind: MuteKind;
    shop: string;
    inquiry_id: number | null;
    made_at: Time;
    until_at: Time;
    why: string;
    by_whom: string;
    lifted_at: NullableTime;
    lifted_by: string | null;
    given_by: string | null;
  };
  no_reply_needed: {
    id: GeneratedAlways<number>;
    shop: string;
    inquiry_id: Id;
    made_at: Time;
    by_whom: string;
    why: string | null;
    messages: number;
    undone_at: NullableTime;
    undone_by: string | null;
  };
}

/** `in_hand`: somebody is answering. Both hold the owner's mails back, never the steps. */
export type MuteKind = 'mute' | 'in_hand';
