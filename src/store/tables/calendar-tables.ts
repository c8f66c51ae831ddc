// Calendars that others keep, and what was told about days.

import type { GeneratedAlways } from 'kysely';
import type { OutsideCalendar } from '../../core/calendar/outside-calendar.ts';
import type { NullableTime, Time } from './columns.ts';

export interface CalendarTables {
  outside_answer: {
    id: GeneratedAlways<number>;
    shop: string;
    source: string;
    read_at: Time;
    hash: string;
    answer: unknown;
  };
  outside_calendar: {
    shop: string;
    source: string;
    name: string;
    next_read_at: Time;
    claimed_until: NullableTime;
    fresh_at: Time;
    read_at: NullableTime;
    failing_since: NullableTime;
    failure: string | null;
    answer_hash: string | null;
    in_force: OutsideCalendar | null;
    changed_at: NullableTime;
    held: OutsideCalendar | null;
    held_since: NullableTime;
    held_why: HeldWhy | null;
    remarks: unknown;
  };
  calendar_notice: {
    shop: string;
    kind: NoticeKind;
    key: string;
    made_at: Time;
    outbox_id: number | null;
    told_at: NullableTime;
  };
  calendar_look: { shop: string; next_look_at: Time };
}

/** Why an answer waits for a confirmation: it closes nothing any more, or changes many days at once. */
export type HeldWhy = 'wipe' | 'many' | 'unread';

export type NoticeKind = 'season' | 'drift' | 'held';
