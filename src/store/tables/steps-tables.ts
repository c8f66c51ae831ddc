// Deadlines: what falls due when, and what became of it.

import type { Generated, GeneratedAlways } from 'kysely';
import type { EndedBy, PromiseReason, Step, ThreadPromise } from '../../core/model.ts';
import type { Id, NullableTime, Time } from './columns.ts';

export interface StepsTables {
  episode: {
    id: GeneratedAlways<number>;
    inquiry_id: Id;
    shop: string;
    opener: string;
    started_at: Time;
    ended_at: NullableTime;
    ended_by: EndedBy | 'superseded' | null;
    ended_learned_at: NullableTime;
    flag_at: NullableTime;
    mail_owner_at: NullableTime;
    breach_at: NullableTime;
    provisional: boolean;
    flag_due_at: NullableTime;
    owner_alert_due_at: NullableTime;
    breach_due_at: NullableTime;
    next_due_at: NullableTime;
    revision: string;
  };
  step: {
    episode_id: Id;
    step: Step;
    shop: string;
    due_at: Time;
    detected_at: Time;
    cause: StepCause;
    slot_at: NullableTime;
    owner_owed: boolean;
    ops_owed: boolean;
    notified_at: NullableTime;
    ops_notified_at: NullableTime;
    lowered_at: NullableTime;
    lowered_why: string | null;
    withdrawn_at: NullableTime;
    withdrawn_why: string | null;
    while_completed: Generated<boolean>;
    owner_given_up: GivenUpWhy | null;
    ops_given_up: GivenUpWhy | null;
  };
  step_withdrawal: {
    id: GeneratedAlways<number>;
    episode_id: Id;
    step: Step;
    due_at: Time;
    detected_at: Time;
    notified_at: NullableTime;
    withdrawn_at: Time;
    why: string;
    revision: string;
  };
  promise: {
    id: Generated<number>;
    inquiry_id: Id;
    event: string;
    shop: string;
    made_at: Time;
    until_at: Time;
    by_whom: string | null;
    reason: PromiseReason | null;
    ended_at: NullableTime;
    ended_by: ThreadPromise['endedBy'];
    extends: string | null;
    is_extended: boolean;
    stands: boolean;
    revision: string;
    next_due_at: NullableTime;
    detected_at: NullableTime;
    withdrawn_at: NullableTime;
  };
  /** Of an episode, or of a promise: their ids come from one sequence. */
  notice: {
    episode_id: Id;
    key: string;
    contact: string;
    way: string;
    shop: string;
    due_at: Time;
    send_at: Time;
    until_at: NullableTime;
    owed: boolean;
    outbox_id: Id | null;
    told_at: NullableTime;
    dropped_at: NullableTime;
    dropped_why: DroppedWhy | null;
    withdrawn_at: NullableTime;
    withdrawn_why: string | null;
  };
}

/** Why a step is not pending though nobody surely has it: nobody knows twice, or no address took it. */
export type GivenUpWhy = 'unknown' | 'refused';

/** Why a notice is told to nobody: its time was over, the thread was completed then, or as a step is given up. */
export type DroppedWhy = 'late' | 'while-completed' | 'nobody' | GivenUpWhy;

/** Why a step was raised: its instant came, a calendar edit moved it, or an event learned later did. */
export type StepCause = 'due' | 'calendar' | 'event';
