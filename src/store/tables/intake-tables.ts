// What sources told, and how far they were read.

import type { Generated, GeneratedAlways } from 'kysely';
import type { Status, ThreadEvent, ThreadEventType } from '../../core/model.ts';
import type { Id, NullableTime, Time } from './columns.ts';

/** What only events about promises and answers given elsewhere say; `until` in epoch ms. */
export type MoreOfEvent = Pick<ThreadEvent, 'until' | 'withdraws' | 'how' | 'by' | 'reason'>;

export interface IntakeTables {
  inquiry: {
    id: GeneratedAlways<number>;
    shop: string;
    external_id: string;
    channel: string;
    type: string | null;
    category: string | null;
    item: string | null;
    order_tail: string | null;
    url: string | null;
    status: Status;
    first_seen_at: Time;
    item_number: string | null;
    item_url: string | null;
    past_until: NullableTime;
    past_waits: Generated<number>;
    read_at: NullableTime;
    asked_at: NullableTime;
    answered_at: NullableTime;
  };
  event: {
    inquiry_id: Id;
    id: string;
    type: ThreadEventType;
    at: Time;
    message: string | null;
    learned_at: Time;
    source: string;
    seq: number | null;
    more: MoreOfEvent | null;
  };
  event_copy: {
    inquiry_id: Id;
    id: string;
    type: ThreadEventType;
    at: Time;
    message: string | null;
    learned_at: Time;
    source: string;
    seq: number | null;
    more: MoreOfEvent | null;
  };
  source: {
    shop: string;
    next_poll_at: Time;
    claimed_until: NullableTime;
    last_complete_at: NullableTime;
    failing_since: NullableTime;
    failure_kind: string | null;
    failure: string | null;
    licence_expires_at: NullableTime;
    licence_checked_at: NullableTime;
    licence_warned: number | null;
    older_due_at: NullableTime;
    rows_at: NullableTime;
    claims: Generated<number>;
  };
  first_read: { shop: string; back_to: number; read_at: Time; inquiries: number };
  source_day: { shop: string; day: number; rows: Buffer };
  refusal: {
    id: GeneratedAlways<number>;
    source: string;
    shop: string;
    inquiry: string;
    event: string;
    code: string;
    message: string;
    first_at: Time;
    last_at: Time;
    times: Generated<number>;
  };
}
