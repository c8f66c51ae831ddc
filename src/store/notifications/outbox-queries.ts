// Mails and messages of the outbox to look at: page by page, by shop, kind and state; one as it was sent.
// A principal limited to some shops must not see those of ops (shop '').

import { type RawBuilder, sql } from 'kysely';
import type { Instant, Step } from '../../core/model.ts';
import type { InquiryFacts } from '../inquiry-facts.ts';
import { isOfShops } from '../of-shops.ts';
import type { Db, Schema } from '../schema.ts';
import { textArray } from '../sql-parameters.ts';
import type { MailKind, OutboxState, ShownState } from '../tables/notifications-tables.ts';
import { BODY, type BodyColumns, bodyOf } from './mail-bodies.ts';

export interface MailLine {
  readonly id: number;
  readonly kind: MailKind;
  readonly shop: string;
  readonly cause: string;
  readonly slotAt: Instant;
  readonly state: ShownState;
  readonly attempts: number;
  readonly nextAttemptAt: Instant | null;
  readonly sentAt: Instant | null;
  readonly lastError: string | null;
  readonly possiblyTwice: boolean;
  /** Null until the mail is rendered. */
  readonly subject: string | null;
}

/** A mail of a list. */
export interface ListedMail extends MailLine {
  /** Whom it was sent to, or tried to. */
  readonly addresses: readonly string[];
}

/** What is looked for; what is left out may be anything. */
export interface MailFilter {
  /** '' for ops. */
  readonly shop?: string;
  readonly kind?: MailKind;
  readonly state?: ShownState;
}

export interface MailQuery extends MailFilter {
  /** Only of these shops; null: of all and of ops. */
  readonly shops: readonly string[] | null;
  /** Older than this mail. */
  readonly before: number | null;
  readonly limit: number;
}

/** A mail that was only written to a file is not sent. Asked of `outbox`. */
export const SHOWN_STATE = sql<ShownState>`
  case when outbox.state = 'sent' and outbox.way = 'files' then 'filed' else outbox.state end`;

const LINE = sql`id, kind, shop, cause, slot_at as "slotAt", ${SHOWN_STATE} as state, attempts, next_attempt_at as "nextAttemptAt",
  sent_at as "sentAt", last_error as "lastError", possibly_twice as "possiblyTwice", subject`;

/** The newest mails first. */
export async function mailLines(db: Db, query: MailQuery): Promise<ListedMail[]> {
  const { shops, shop, kind, state, before, limit } = query;
  const where: RawBuilder<unknown>[] = [
    isOfShops(),
    ...(shops === null ? [] : [sql`shop = any(${textArray(shops)})`]),
    ...(shop === undefined ? [] : [sql`shop = ${shop}`]),
    ...(kind === undefined ? [] : [sql`kind = ${kind}`]),
    ...(state === undefined ? [] : [isShownAs(state)]),
    ...(before === null ? [] : [sql`id < ${before}`]),
  ];
  const { rows } = await sql<ListedMail>`
    select ${LINE}, array(select address from delivery where outbox_id = outbox.id order by address) as addresses
    from outbox where ${sql.join(where, sql` and `)}
    order by id desc limit ${limit}`.execute(db);
  return rows;
}

/** `state` itself is compared, so that the index on it is used. */
function isShownAs(state: ShownState): RawBuilder<unknown> {
  if (state === 'filed') return sql`state = 'sent' and way = 'files'`;
  return state === 'sent' ? sql`state = 'sent' and way is distinct from 'files'` : sql`state = ${state}`;
}

/** How many mails are in each state but `sent`, whose number only grows. */
export async function mailsByState(
  db: Db,
  shops: readonly string[] | null,
): Promise<Partial<Record<OutboxState, number>>> {
  const { rows } = await sql<{ state: OutboxState; mails: number }>`
    select state, count(*)::int as mails from outbox
    where state <> 'sent' and ${isOfShops()} ${shops === null ? sql`` : sql`and shop = any(${textArray(shops)})`}
    group by state`.execute(db);
  return Object.fromEntries(rows.map(({ state, mails }) => [state, mails]));
}

/** What a mail told. */
export interface NotifiedStep extends Pick<InquiryFacts, 'inquiry' | 'channel' | 'type' | 'category'> {
  readonly shop: string;
  readonly step: Step;
}

export interface StoredMail extends MailLine {
  readonly text: string | null;
  readonly html: string | null;
  readonly deliveries: readonly {
    address: string;
    state: Schema['delivery']['state'] | 'filed';
    response: string;
    at: Instant;
  }[];
  /** By shop and inquiry; at most a thousand. */
  readonly told: readonly NotifiedStep[];
}

const TOLD_SHOWN = 1_000;

export async function findMail(db: Db, id: number): Promise<StoredMail | null> {
  const { rows } = await sql<MailLine & BodyColumns>`
    select ${LINE}, ${BODY} from outbox where id = ${id} and ${isOfShops()}`.execute(db);
  if (rows[0] === undefined) return null;
  const { text, html, body, ...line } = rows[0];
  const content = await bodyOf({ text, html, body });
  const mail = { ...line, text: content?.text ?? null, html: content?.html ?? null };
  const { rows: deliveries } = await sql<StoredMail['deliveries'][number]>`
    select address, case when way = 'files' then 'filed' else state end as state, response, at
    from delivery where outbox_id = ${id} order by address`.execute(db);
  const { rows: told } = await sql<NotifiedStep>`
    select e.shop, i.external_id as inquiry, i.channel, i.type, i.category, m.step
    from mail_item m join episode e on e.id = m.episode_id join inquiry i on i.id = e.inquiry_id
    where m.outbox_id = ${id} order by e.shop, i.external_id, m.step limit ${TOLD_SHOWN}`.execute(db);
  return { ...mail, deliveries, told };
}
