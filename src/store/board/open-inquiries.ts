// The open inquiries of one shop, worst first, filtered, and what is muted. Nothing here is in the way of firing; levels come
// from due instants, so they hold also before a step is recorded.

import { type RawBuilder, sql } from 'kysely';
import type { Instant, Step } from '../../core/model.ts';
import { searchText } from '../../core/search-text.ts';
import { inVain } from '../actions/in-hand.ts';
import { prepared } from '../database.ts';
import { INQUIRY, type InquiryFacts } from '../inquiry-facts.ts';
import type { Db } from '../schema.ts';
import { textArray, time } from '../sql-parameters.ts';
import { type EpisodeTimes, type InColumns, TIMES, type TimeColumns, withTimes } from '../steps/episode-times.ts';

export interface OpenInquiryRow extends InquiryFacts, EpisodeTimes {
  readonly episodeId: number;
  readonly startedAt: Instant;
}

/** Where a page of open inquiries ended: the last row's deadline (null: it has none) and episode. */
export interface OpenCursor {
  readonly deadline: Instant | null;
  readonly episodeId: number;
}

export const cursorOf = ({ deadlines, episodeId }: Pick<OpenInquiryRow, 'deadlines' | 'episodeId'>): OpenCursor => ({
  deadline: deadlines?.at.breach ?? null,
  episodeId,
});

/** SQL: the columns of an `OpenInquiryRow` of episode e and inquiry i, before `withTimes`. */
export const OPEN_INQUIRY = sql`e.id as "episodeId", ${INQUIRY}, e.started_at as "startedAt", ${TIMES}`;

/** A shop's open inquiries, worst first: by deadline, then episode; those without a deadline come last. */
export async function openInquiries(
  db: Db,
  shop: string,
  after: OpenCursor | null,
  limit: number,
): Promise<OpenInquiryRow[]> {
  const { rows } = await sql<InColumns<OpenInquiryRow, TimeColumns>>`
    select ${OPEN_INQUIRY} from episode e join inquiry i on i.id = e.inquiry_id
    where e.shop = ${shop} and e.ended_at is null and ${isAfter(after)}
    order by e.breach_at, e.id limit ${limit}`.execute(db);
  return rows.map(withTimes);
}

/** An open inquiry with who has it in hand and until when its mails are held back; null when nobody, or not. */
export interface ListedRow extends OpenInquiryRow {
  readonly inHandBy: string | null;
  readonly inHandUntil: Instant | null;
  readonly mutedUntil: Instant | null;
  readonly mutedBy: string | null;
  /** How often somebody had it in hand in this wait, and it ended unanswered. */
  readonly handsInVain: number;
}

/** Which open inquiries; what is left out asks for nothing. */
export interface RowFilters {
  /** At least this step has passed. */
  readonly step?: Step | undefined;
  /** The deadline lies in (after, upTo], or with `inside: false` anywhere else. */
  readonly due?: { readonly after: Instant; readonly upTo: Instant; readonly inside: boolean } | undefined;
  readonly channel?: string | undefined;
  readonly category?: string | undefined;
  /** In nobody's hand, in somebody's, or in that of whom `by` names. */
  readonly hand?: 'free' | 'taken' | { readonly by: string } | undefined;
  /** The shop has read it, as its source says. */
  readonly isRead?: true | undefined;
  /** The owner's mails about it are held back. */
  readonly isMuted?: true | undefined;
  /** Part of the number, the item, the category, the order tail, the channel or who has it in hand. */
  readonly q?: Sought | undefined;
}

/** A text that is sought, with the channels and the shops that are called so; widths and upper or lower case are all the same. */
export interface Sought {
  readonly text: string;
  readonly channels: readonly string[];
  readonly shops: readonly string[];
}

export interface ListQuery {
  readonly shop: string;
  readonly now: Instant;
  readonly filters: RowFilters;
  readonly after: OpenCursor | null;
  readonly limit: number;
}

/** As `openInquiries`, filtered and with the mutes that stand at `now`. Reads open inquiries of this shop only. */
export async function listOpen(db: Db, { shop, now, filters, after, limit }: ListQuery): Promise<ListedRow[]> {
  const { rows } = await sql<InColumns<ListedRow, TimeColumns>>`
    select ${listed(now)} from episode e ${joinsAt(now)}
    where e.shop = ${shop} and e.ended_at is null and ${isAfter(after)} and ${allOf(conditions(filters, now))}
    order by e.breach_at, e.id limit ${limit}`.execute(isUsual(filters) ? prepared(db) : db);
  return rows.map(withTimes);
}

/** What every view of a page asks for: of all other statements there are too many to keep them. */
const isUsual = ({ due: _, ...others }: RowFilters): boolean => asksNothing(others);

/** Whether it lets all pass. */
export const asksNothing = (filters: RowFilters): boolean =>
  Object.values(filters).every((value) => value === undefined);

/** SQL: the columns of a `ListedRow` of episode e with `joinsAt`, before `withTimes`. */
export const listed = (now: Instant) => sql`${OPEN_INQUIRY}, h.by_whom as "inHandBy", h.until_at as "inHandUntil",
  m.until_at as "mutedUntil", m.by_whom as "mutedBy", ${inVain(now)} as "handsInVain"`;

/** SQL: the inquiry of episode e, and the mutes that stand for it. */
export const joinsAt = (now: Instant) => sql`join inquiry i on i.id = e.inquiry_id
  left join mute h on ${stands('h', 'in_hand', now)} left join mute m on ${stands('m', 'mute', now)}`;

/** SQL: all of them hold. */
export const allOf = (all: readonly RawBuilder<unknown>[]): RawBuilder<unknown> => sql.join(all, sql` and `);

/** At most one row: of each kind one mute at a time stands for an inquiry (the index mute_standing). */
function stands(alias: 'h' | 'm', kind: 'in_hand' | 'mute', now: Instant): RawBuilder<unknown> {
  const m = sql.table(alias);
  return sql`${m}.shop = e.shop and ${m}.kind = ${kind} and coalesce(${m}.inquiry_id, 0) = e.inquiry_id
    and ${m}.lifted_at is null and ${m}.until_at > ${time(now)}`;
}

/** SQL: whether episode e comes after that place. */
function isAfter(cursor: OpenCursor | null): RawBuilder<unknown> {
  if (cursor === null) return sql`true`;
  const { deadline, episodeId } = cursor;
  if (deadline === null) return sql`e.breach_at is null and e.id > ${episodeId}`;
  const at = time(deadline);
  return sql`(e.breach_at > ${at} or (e.breach_at = ${at} and e.id > ${episodeId}) or e.breach_at is null)`;
}

/** In which column of an episode each step's due instant stands. */
export const DUE_COLUMNS = { flag: 'flag_due_at', owner_alert: 'owner_alert_due_at', breach: 'breach_due_at' } as const;

/** SQL: whether inquiry i waits and the shop has read it; as the index inquiry_read says it. */
export const IS_READ = sql`i.status = 'unanswered' and i.read_at is not null`;

/** SQL: what the filters ask of episode e with `joinsAt`. */
export function conditions(
  { step, due, channel, category, hand, isRead, isMuted, q }: RowFilters,
  now: Instant,
): RawBuilder<unknown>[] {
  return [
    sql`true`,
    ...(step === undefined ? [] : [sql`e.${sql.ref(DUE_COLUMNS[step])} <= ${time(now)}`]),
    ...(due === undefined ? [] : [isDue(due)]),
    ...ofInquiry({ channel, category }),
    ...(hand === undefined ? [] : [isInHand(hand)]),
    ...(isRead === undefined ? [] : [sql`i.shop = e.shop and ${IS_READ}`]),
    ...(isMuted === undefined ? [] : [sql`m.id is not null`]),
    ...(q === undefined ? [] : [sql`(${says(q)} or ${holds(sql`h.by_whom`, q.text)})`]),
  ];
}

/** SQL: what of the filters is seen in inquiry i alone. */
export function ofInquiry({
  channel,
  category,
  q,
}: Pick<RowFilters, 'channel' | 'category' | 'q'>): RawBuilder<unknown>[] {
  return [
    ...(channel === undefined ? [] : [sql`i.channel = ${channel}`]),
    ...(category === undefined ? [] : [sql`i.category = ${category}`]),
    ...(q === undefined ? [] : [says(q)]),
  ];
}

/** SQL: whether inquiry i says it. */
export const says = ({ text, channels, shops }: Sought): RawBuilder<unknown> => sql`(
  ${holds(sql`concat_ws(' ', i.external_id, i.item, i.category, i.order_tail)`, text)}
  ${channels.length === 0 ? sql`` : sql`or i.channel = any(${textArray(channels)})`}
  ${shops.length === 0 ? sql`` : sql`or i.shop = any(${textArray(shops)})`})`;

/** SQL: whether a text holds that part, compared as core `searchText` makes them. */
export const holds = (text: RawBuilder<unknown>, part: string): RawBuilder<unknown> =>
  sql`strpos(lower(normalize(${text}, NFKC)), ${searchText(part)}) > 0`;

function isDue({ after, upTo, inside }: NonNullable<RowFilters['due']>): RawBuilder<unknown> {
  if (inside) return sql`e.breach_at > ${time(after)} and e.breach_at <= ${time(upTo)}`;
  return sql`(e.breach_at <= ${time(after)} or e.breach_at > ${time(upTo)} or e.breach_at is null)`;
}

function isInHand(hand: NonNullable<RowFilters['hand']>): RawBuilder<unknown> {
  if (hand === 'free') return sql`h.id is null`;
  return hand === 'taken' ? sql`h.id is not null` : sql`h.by_whom = ${hand.by}`;
}

/** The channels and categories of a shop's open inquiries: what one can filter by. Reads all of them. */
export async function openKinds(db: Db, shop: string): Promise<{ channel: string; category: string | null }[]> {
  return db
    .selectFrom('episode as e')
    .innerJoin('inquiry as i', 'i.id', 'e.inquiry_id')
    .select(['i.channel', 'i.category'])
    .distinct()
    .where('e.shop', '=', shop)
    .where('e.ended_at', 'is', null)
    .orderBy('i.channel')
    .orderBy('i.category')
    .execute();
}

/** A text that differs whenever an open inquiry of the shop came, went, or got other deadlines or another mute, or a promise did. */
export async function openFingerprint(db: Db, shop: string, now: Instant): Promise<string> {
  const { rows } = await sql<{ fingerprint: string }>`
    select concat_ws('.',
      (select md5(string_agg(concat_ws(' ', id, extract(epoch from flag_due_at), extract(epoch from owner_alert_due_at),
        extract(epoch from breach_due_at), extract(epoch from breach_at)), ',' order by id))
        from episode where shop = ${shop} and ended_at is null),
      (select md5(string_agg(concat_ws(' ', id, extract(epoch from until_at), until_at <= ${time(now)}), ',' order by id))
        from promise where shop = ${shop} and stands),
      (select string_agg(id::text, ',' order by id)
        from mute where shop = ${shop} and lifted_at is null and until_at > ${time(now)})) as fingerprint`.execute(db);
  return rows[0]!.fingerprint;
}

export interface ShopMutes {
  readonly shop: string;
  /** Until when the whole shop is muted; null when it is not. */
  readonly until: Instant | null;
  readonly by: string | null;
  /** Waiting inquiries in somebody's hand, and muted ones: those that the list has. */
  readonly inHand: number;
  readonly muted: number;
}

/** SQL: whether the customer of the inquiry of mute m waits. */
const WAITS = sql`exists (select 1 from episode e where e.inquiry_id = m.inquiry_id and e.ended_at is null)`;

/** What is muted at `now`, by shop, or of one; shops where nothing is muted are left out. */
export async function shopMutes(db: Db, now: Instant, shop: string | null = null): Promise<Map<string, ShopMutes>> {
  const { rows } = await sql<ShopMutes>`
    select shop, max(until_at) filter (where inquiry_id is null) as until,
      max(by_whom) filter (where inquiry_id is null) as by,
      count(*) filter (where kind = 'in_hand' and ${WAITS})::int as "inHand",
      count(*) filter (where kind = 'mute' and ${WAITS})::int as muted
    from mute m where lifted_at is null and until_at > ${time(now)} ${shop === null ? sql`` : sql`and shop = ${shop}`}
    group by shop`.execute(shop === null ? db : prepared(db));
  return new Map(rows.map((row) => [row.shop, row]));
}
