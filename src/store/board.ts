// Reads for the board and the API: counts per shop, open inquiries worst first, one inquiry with its history, mails.
// Nothing here is in the way of firing; levels come from due instants, so they hold also before a step is recorded.

import { type RawBuilder, sql } from 'kysely';
import type { EventType, Instant, Status, Step } from '../core/model.ts';
import { idArray, time } from './arrays.ts';
import type { Db, MailKind, OutboxState, Schema, StepCause } from './schema.ts';

/** Nested counts of open inquiries: who has passed 2 business days has also passed 1 (domain.md 1). */
export interface OpenCounts {
  readonly unanswered: number;
  readonly flagged: number;
  readonly ownerAlertDue: number;
  readonly breached: number;
  /** The earliest step of any of them that is still to come. */
  readonly nextDueAt: Instant | null;
}

/** Counts per shop, or of one shop; a shop without open inquiries is left out. */
export async function openCounts(db: Db, now: Instant, shop: string | null = null): Promise<Map<string, OpenCounts>> {
  const at = time(now);
  const { rows } = await sql<OpenCounts & { shop: string }>`
    select shop, count(*)::int as unanswered,
      count(*) filter (where flag_due_at <= ${at})::int as flagged,
      count(*) filter (where owner_alert_due_at <= ${at})::int as "ownerAlertDue",
      count(*) filter (where breach_due_at <= ${at})::int as breached,
      min(case when flag_due_at > ${at} then flag_due_at when owner_alert_due_at > ${at} then owner_alert_due_at
        when breach_due_at > ${at} then breach_due_at end) as "nextDueAt"
    from episode where ended_at is null ${shop === null ? sql`` : sql`and shop = ${shop}`}
    group by shop`.execute(db);
  return new Map(rows.map(({ shop: id, ...counts }) => [id, counts]));
}

export interface OpenInquiryRow {
  readonly episodeId: number;
  readonly inquiry: string;
  readonly channel: string;
  readonly type: string | null;
  readonly category: string | null;
  readonly item: string | null;
  readonly orderTail: string | null;
  readonly url: string | null;
  readonly startedAt: Instant;
  readonly flagAt: Instant | null;
  readonly mailOwnerAt: Instant | null;
  readonly breachAt: Instant | null;
  readonly flagDueAt: Instant | null;
  readonly ownerAlertDueAt: Instant | null;
  readonly breachDueAt: Instant | null;
  readonly provisional: boolean;
}

/** Where a page of open inquiries ended: the last row's deadline (null: it has none) and episode. */
export interface OpenCursor {
  readonly breachAt: Instant | null;
  readonly episodeId: number;
}

/** A shop's open inquiries, worst first: by deadline, then episode; those without a deadline come last. */
export async function openInquiries(
  db: Db,
  shop: string,
  after: OpenCursor | null,
  limit: number,
): Promise<OpenInquiryRow[]> {
  const { rows } = await sql<OpenInquiryRow>`
    select e.id as "episodeId", i.external_id as inquiry, i.channel, i.type, i.category, i.item,
      i.order_tail as "orderTail", i.url, e.started_at as "startedAt", e.flag_at as "flagAt",
      e.mail_owner_at as "mailOwnerAt", e.breach_at as "breachAt", e.flag_due_at as "flagDueAt",
      e.owner_alert_due_at as "ownerAlertDueAt", e.breach_due_at as "breachDueAt", e.provisional
    from episode e join inquiry i on i.id = e.inquiry_id
    where e.shop = ${shop} and e.ended_at is null ${after === null ? sql`` : sql`and ${isAfter(after)}`}
    order by e.breach_at, e.id limit ${limit}`.execute(db);
  return rows;
}

function isAfter({ breachAt, episodeId }: OpenCursor): RawBuilder<unknown> {
  if (breachAt === null) return sql`e.breach_at is null and e.id > ${episodeId}`;
  const at = time(breachAt);
  return sql`(e.breach_at > ${at} or (e.breach_at = ${at} and e.id > ${episodeId}) or e.breach_at is null)`;
}

export interface InquiryFacts {
  readonly id: number;
  readonly inquiry: string;
  readonly channel: string;
  readonly type: string | null;
  readonly category: string | null;
  readonly item: string | null;
  readonly orderTail: string | null;
  readonly url: string | null;
  readonly status: Status;
  readonly firstSeenAt: Instant;
}

export async function findInquiry(db: Db, shop: string, inquiry: string): Promise<InquiryFacts | null> {
  const { rows } = await sql<InquiryFacts>`
    select id, external_id as inquiry, channel, type, category, item, order_tail as "orderTail", url, status,
      first_seen_at as "firstSeenAt"
    from inquiry where shop = ${shop} and external_id = ${inquiry}`.execute(db);
  return rows[0] ?? null;
}

export interface LoggedEvent {
  readonly type: EventType;
  readonly id: string;
  readonly at: Instant;
  readonly message: string | null;
  readonly learnedAt: Instant;
  readonly source: string;
}

/** The events of an inquiry in the order in which they happened. */
export async function eventLog(db: Db, inquiryId: number): Promise<LoggedEvent[]> {
  const { rows } = await sql<LoggedEvent>`
    select type, id, at, message, learned_at as "learnedAt", source from event
    where inquiry_id = ${inquiryId} order by at, id`.execute(db);
  return rows;
}

/** The four times of a step kept apart (domain.md 5), without the answer's, which is the episode's end. */
export interface StepRow {
  readonly episodeId: number;
  readonly step: Step;
  readonly dueAt: Instant;
  readonly detectedAt: Instant;
  readonly cause: StepCause;
  readonly notifiedAt: Instant | null;
  readonly opsNotifiedAt: Instant | null;
  readonly loweredAt: Instant | null;
  readonly loweredWhy: string | null;
  readonly withdrawnAt: Instant | null;
  readonly withdrawnWhy: string | null;
  readonly whileCompleted: boolean;
}

export async function stepRows(db: Db, episodeIds: readonly number[]): Promise<StepRow[]> {
  const { rows } = await sql<StepRow>`
    select episode_id as "episodeId", step, due_at as "dueAt", detected_at as "detectedAt", cause,
      notified_at as "notifiedAt", ops_notified_at as "opsNotifiedAt", lowered_at as "loweredAt",
      lowered_why as "loweredWhy", withdrawn_at as "withdrawnAt", withdrawn_why as "withdrawnWhy",
      while_completed as "whileCompleted"
    from step where episode_id = any(${idArray(episodeIds)}) order by episode_id, due_at, detected_at`.execute(db);
  return rows;
}

export interface WithdrawalRow {
  readonly episodeId: number;
  readonly step: Step;
  readonly dueAt: Instant;
  readonly detectedAt: Instant;
  readonly notifiedAt: Instant | null;
  readonly withdrawnAt: Instant;
  readonly why: string;
  readonly revision: string;
}

export async function withdrawalRows(db: Db, episodeIds: readonly number[]): Promise<WithdrawalRow[]> {
  const { rows } = await sql<WithdrawalRow>`
    select episode_id as "episodeId", step, due_at as "dueAt", detected_at as "detectedAt",
      notified_at as "notifiedAt", withdrawn_at as "withdrawnAt", why, revision
    from step_withdrawal where episode_id = any(${idArray(episodeIds)}) order by withdrawn_at, id`.execute(db);
  return rows;
}

export interface MailLine {
  readonly id: number;
  readonly kind: MailKind;
  readonly shop: string;
  readonly cause: string;
  readonly slotAt: Instant;
  readonly state: OutboxState;
  readonly attempts: number;
  readonly nextAttemptAt: Instant | null;
  readonly sentAt: Instant | null;
  readonly lastError: string | null;
  readonly possiblyTwice: boolean;
  /** Null until the mail is rendered. */
  readonly subject: string | null;
}

const MAIL_LINE = sql`id, kind, shop, cause, slot_at as "slotAt", state, attempts, next_attempt_at as "nextAttemptAt",
  sent_at as "sentAt", last_error as "lastError", possibly_twice as "possiblyTwice", subject`;

/** The newest mails of the outbox first. */
export async function latestMails(db: Db, limit: number): Promise<MailLine[]> {
  const { rows } = await sql<MailLine>`select ${MAIL_LINE} from outbox order by id desc limit ${limit}`.execute(db);
  return rows;
}

export interface StoredMail extends MailLine {
  readonly text: string | null;
  readonly html: string | null;
  readonly deliveries: readonly {
    address: string;
    state: Schema['delivery']['state'];
    response: string;
    at: Instant;
  }[];
}

export async function findMail(db: Db, id: number): Promise<StoredMail | null> {
  const { rows } = await sql<Omit<StoredMail, 'deliveries'>>`
    select ${MAIL_LINE}, body_text as text, body_html as html from outbox where id = ${id}`.execute(db);
  const mail = rows[0];
  if (mail === undefined) return null;
  const { rows: deliveries } = await sql<StoredMail['deliveries'][number]>`
    select address, state, response, at from delivery where outbox_id = ${id} order by address`.execute(db);
  return { ...mail, deliveries };
}

/** Asks the database for nothing: rejects when it cannot be reached. */
export async function ping(db: Db): Promise<void> {
  await sql`select 1`.execute(db);
}
