// What stays of inquiries that left, and how far they were looked through.

import type { Generated } from 'kysely';
import type { EndedBy, Step } from '../../core/model.ts';
import type { Id, NullableTime, Time } from './columns.ts';

export interface RetentionTables {
  past_episode: {
    shop: string;
    started_at: Time;
    ended_at: Time;
    ended_by: EndedBy | 'superseded';
    flag_due_at: NullableTime;
    owner_alert_due_at: NullableTime;
    breach_due_at: NullableTime;
    no_deadline: boolean;
    provisional: boolean;
    no_reply_needed: boolean;
    channel: string;
    type: string | null;
    category: string | null;
    shown: Partial<Record<Step, string | null>> | null;
  };
  past_walk: { one: Generated<boolean>; after_id: number };
  past_left: { inquiry_id: Id };
}
