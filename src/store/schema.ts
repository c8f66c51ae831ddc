// The tables as Kysely sees them (migrations/ is the truth; test/store/schema.test.ts holds this against it).
// The pool reads timestamptz as epoch milliseconds; instants go in as Date.

import type { ColumnType, Generated, GeneratedAlways, Kysely, Transaction } from 'kysely';
import type { OutsideCalendar } from '../core/calendar/outside-calendar.ts';
import type { EndedBy, EventType, Instant, Language, Status, Step } from '../core/model.ts';
import type { Scope } from '../core/scopes.ts';

type Time = ColumnType<Instant, Date, Date>;
type NullableTime = ColumnType<Instant | null, Date | null, Date | null>;
/** int8: read as a number (ids stay far below 2^53). */
type Id = ColumnType<number, number, never>;

export interface Schema {
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
  };
  event: {
    inquiry_id: Id;
    id: string;
    type: EventType;
    at: Time;
    message: string | null;
    learned_at: Time;
    source: string;
    seq: number | null;
  };
  event_copy: {
    inquiry_id: Id;
    id: string;
    type: EventType;
    at: Time;
    message: string | null;
    learned_at: Time;
    source: string;
    seq: number | null;
  };
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
  hook_stop: { hook: string; url_hash: string; at: Time };
  worker_tick: { one: Generated<boolean>; at: Time };
  worker_gap: { from_at: Time; to_at: Time };
  service_sign: { name: 'source-tick' | 'clock-jump'; at: Time };
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
  };
  feed_address: { shop: string; hash: Buffer; made_at: Time; made_by: string; last_used_at: NullableTime };
  session: { hash: Buffer; token_id: Id; made_at: Time; seen_at: Time };
  daily_proof: {
    day: string;
    claimed_until: NullableTime;
    made_at: NullableTime;
    expected: Generated<number>;
    raised: Generated<number>;
    late: Generated<number>;
    missing: Generated<number>;
    surplus: Generated<number>;
    learned_late: Generated<number>;
    recounted: Generated<number>;
    slowest_ms: Generated<number>;
    examples: unknown;
  };
  counter: { name: CounterName; kind: string; detail: string; value: number };
}

export type CounterName = 'raised' | 'lateness' | 'lateness-ms' | 'mails';

/** `in_hand`: somebody is answering. Both hold the owner's mails back, never the steps. */
export type MuteKind = 'mute' | 'in_hand';

/** Why an answer waits for a confirmation: it closes nothing any more, or changes many days at once. */
export type HeldWhy = 'wipe' | 'many' | 'unread';
export type NoticeKind = 'season' | 'drift' | 'held';
/** Why a step is not pending though nobody surely has it: nobody knows twice, or no address took it. */
export type GivenUpWhy = 'unknown' | 'refused';
/** Why a notice is told to nobody: its time was over, the thread was completed then, or as a step is given up. */
export type DroppedWhy = 'late' | 'while-completed' | GivenUpWhy;

/** Why a step was raised: its instant came, a calendar edit moved it, or an event learned later did. */
export type StepCause = 'due' | 'calendar' | 'event';
/** What brought a revision: a start of the service, an edited file, the command `apply`, or a calendar read elsewhere. */
export type RevisionCause = 'start' | 'edit' | 'apply' | 'source';
/**
 * `season`, `digest` and `clear` go to a shop's owner, `calendar` tells ops what is to be told about calendars; `hook` is
 * a message to a webhook, whose `cause` says which ('owner', 'ops' or the cause of a blind mail); `contact` goes to a contact
 * of the shop, `person` to whoever has an inquiry in hand, by the name in `cause`; `chat` to a chat of either (`cause`:
 * core/notifications/chat-receiver.ts).
 */
export type MailKind =
  | 'owner'
  | 'ops'
  | 'blind'
  | 'season'
  | 'digest'
  | 'calendar'
  | 'clear'
  | 'hook'
  | 'contact'
  | 'person'
  | 'chat';
export type OutboxState = 'pending' | 'sending' | 'unknown' | 'sent' | 'empty' | 'undeliverable';
/** How a mail left: a mail server took it, or it was only written to a file, so that nobody has it. */
export type MailWay = 'smtp' | 'files';
/** As people are shown it: `filed` is a `sent` that was only written to a file. */
export type ShownState = OutboxState | 'filed';

/** A connection pool or a transaction: reads and single statements take either. */
export type Db = Kysely<Schema>;
/** Several statements that must hold together, or row locks, ask for a transaction by type. */
export type Trx = Transaction<Schema>;
