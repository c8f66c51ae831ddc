// Who was told of what, and what servers answered.

import type { Generated, GeneratedAlways } from 'kysely';
import type { Step } from '../../core/model.ts';
import type { Id, NullableTime, Time } from './columns.ts';

export interface NotificationsTables {
  outbox: {
    id: GeneratedAlways<number>;
    kind: MailKind;
    shop: Generated<string>;
    cause: Generated<string>;
    slot_at: Time;
    state: OutboxState;
    attempts: Generated<number>;
    next_attempt_at: NullableTime;
    claimed_at: NullableTime;
    sent_at: NullableTime;
    last_error: string | null;
    possibly_twice: Generated<boolean>;
    subject: string | null;
    body_text: string | null;
    body_html: string | null;
    way: MailWay | null;
    retried_at: NullableTime;
    again: Generated<number>;
    body: Buffer | null;
  };
  mail_item: { outbox_id: Id; episode_id: Id; step: Step };
  delivery: {
    outbox_id: Id;
    address: string;
    state: 'accepted' | 'refused' | 'deferred';
    response: string;
    at: Time;
    way: MailWay | null;
    since: NullableTime;
    policy: Generated<boolean>;
  };
  mail_health: {
    one: Generated<boolean>;
    transport: MailWay;
    answered_at: Time;
    ok: boolean;
    reason: string | null;
    failing_since: NullableTime;
    failures: Generated<number>;
    next_look_at: Time;
    paused_until: NullableTime;
  };
  reminder_look: { shop: string; day: string };
  reminder: {
    episode_id: Id;
    number: number;
    shop: string;
    day: string;
    slot_at: Time;
    until_at: Time;
    outbox_id: number | null;
    told_at: NullableTime;
  };
  hook_item: {
    hook: string;
    episode_id: Id;
    step: Step;
    slot_at: Time;
    state: 'owed' | 'told' | 'dropped';
    told_at: NullableTime;
  };
  list_slot: {
    kind: ListKind;
    subject: string;
    since: Time;
    next_at: Time;
    done: string | null;
    told_on: string | null;
    told_week: string | null;
  };
  hook_promise: { promise_id: Id; shop: string; outbox_id: Id | null };
  hook_stop: { hook: string; url_hash: string; at: Time };
  /** When a place, known by a hash, is free for the next message; in real time. */
  chat_turn: { place: string; free_at: Time };
}

/**
 * `season`, `digest` and `clear` go to a shop's owner, `calendar` tells ops what is to be told about calendars; `hook` is
 * a message to a webhook, whose `cause` says which ('owner', 'ops' or the cause of a blind mail); `contact` goes to a contact
 * of the shop, `person` to whoever has an inquiry in hand, by the name in `cause`; `chat` to a chat of either (`cause`:
 * core/notifications/chat-receiver.ts). Lists: `morning` and `weekly` by mail to whom `cause` names, with their date
 * (core/notifications/list-receiver.ts), `morning_chat` and `weekly_chat` to chats, `group` to ops.
 */
export type MailKind =
  | 'owner'
  | 'ops'
  | 'blind'
  | 'season'
  | 'digest'
  | 'calendar'
  | 'clear'
  | 'goal'
  | 'hook'
  | 'contact'
  | 'person'
  | 'chat'
  | ListKind
  | 'morning_chat'
  | 'weekly_chat';

/** Lists by the day and by the week: of a shop, or of a group of shops. */
export type ListKind = 'morning' | 'weekly' | 'group';

export type OutboxState = 'pending' | 'sending' | 'unknown' | 'sent' | 'empty' | 'undeliverable';

/** How a mail left: a mail server took it, or it was only written to a file, so that nobody has it. */
export type MailWay = 'smtp' | 'files';

/** As people are shown it: `filed` is a `sent` that was only written to a file. */
export type ShownState = OutboxState | 'filed';
