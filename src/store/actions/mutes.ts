// Mutes: who holds the owner's mails about an inquiry or a shop back, why, and until when. Steps are raised all the same.
// Trap: a mute that ran out still stands in its row; what counts is `until_at`, read at the moment of asking.

import { type RawBuilder, sql } from 'kysely';
import type { Instant } from '../../core/model.ts';
import { type NewAuditEntry, noteDone, untilFact } from '../audit/audit-entries.ts';
import { prepared } from '../database.ts';
import type { Db, Trx } from '../schema.ts';
import { idArray, textArray, time } from '../sql-parameters.ts';
import type { MuteKind } from '../tables/actions-tables.ts';

export interface Mute {
  readonly id: number;
  readonly kind: MuteKind;
  readonly shop: string;
  /** The external id; null when the whole shop is muted. */
  readonly inquiry: string | null;
  readonly madeAt: Instant;
  readonly until: Instant;
  readonly why: string;
  readonly by: string;
  readonly liftedAt: Instant | null;
  readonly liftedBy: string | null;
  /** Who gave it into their hand; null: they took it themselves. */
  readonly givenBy: string | null;
}

export interface NewMute extends Pick<Mute, 'kind' | 'shop' | 'until' | 'why' | 'by'> {
  /** As a `Mute` has it; left out: null. */
  readonly givenBy?: string | null;
  /** Null: the whole shop. */
  readonly inquiryId: number | null;
}

const MUTE = sql`m.id, m.kind, m.shop, i.external_id as inquiry, m.made_at as "madeAt", m.until_at as until, m.why,
  m.by_whom as by, m.lifted_at as "liftedAt", m.lifted_by as "liftedBy", m.given_by as "givenBy"`;
const FROM = sql`from mute m left join inquiry i on i.id = m.inquiry_id`;
const standing = (now: Instant) => sql`m.lifted_at is null and m.until_at > ${time(now)}`;

/** Whether mails about an inquiry are held back at `now`; `shop` and `inquiryId` are SQL expressions. */
export function isMuted(shop: RawBuilder<unknown>, inquiryId: RawBuilder<unknown>, now: Instant): RawBuilder<boolean> {
  return sql<boolean>`exists (select 1 from mute m where m.shop = ${shop} and ${standing(now)}
    and (m.inquiry_id is null or m.inquiry_id = ${inquiryId}))`;
}

/** Whether silence was asked for, for an inquiry or its whole shop, at `now`; somebody's having it in hand is none. */
export function isSilenced(
  shop: RawBuilder<unknown>,
  inquiryId: RawBuilder<unknown>,
  now: Instant,
): RawBuilder<boolean> {
  return sql<boolean>`exists (select 1 from mute m where m.shop = ${shop} and m.kind = 'mute' and ${standing(now)}
    and (m.inquiry_id is null or m.inquiry_id = ${inquiryId}))`;
}

/** Whoever has the inquiry of episode e in hand at `now`: a join, as m. */
export const inHandOf = (now: Instant): RawBuilder<unknown> => sql`left join mute m on m.shop = e.shop
  and m.inquiry_id = e.inquiry_id and m.kind = 'in_hand' and ${standing(now)}`;

/** Whether the whole shop is muted at `now`; `shop` is an SQL expression. */
export function isShopMuted(shop: RawBuilder<unknown>, now: Instant): RawBuilder<boolean> {
  return sql<boolean>`exists (select 1 from mute m where m.shop = ${shop} and m.inquiry_id is null and ${standing(now)})`;
}

/** Which of these shops are muted as a whole at `now`. */
export async function mutedShops(db: Db, shops: readonly string[], now: Instant): Promise<Set<string>> {
  const { rows } = await sql<{ shop: string }>`
    select s.shop from unnest(${textArray(shops)}) s(shop) where ${isShopMuted(sql`s.shop`, now)}`.execute(db);
  return new Set(rows.map(({ shop }) => shop));
}

/** Mutes from `now` on; what stood for the same kind and target is lifted. Returns the new mute. */
export async function addMute(trx: Trx, mute: NewMute, now: Instant): Promise<Mute> {
  const { kind, shop, inquiryId, until, why, by, givenBy = null } = mute;
  await sql`update mute set lifted_at = ${time(now)}, lifted_by = ${givenBy ?? by}
    where shop = ${shop} and kind = ${kind} and coalesce(inquiry_id, 0) = ${inquiryId ?? 0} and lifted_at is null`.execute(
    trx,
  );
  const { id } = await trx
    .insertInto('mute')
    .values({
      ...{ kind, shop, inquiry_id: inquiryId, made_at: time(now), until_at: time(until), why },
      ...{ by_whom: by, given_by: givenBy },
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  await noteDone(trx, { ...doneBy(mute), shop, inquiryId }, now);
  return (await findMute(trx, id))!;
}

function doneBy({ kind, by, givenBy, until }: NewMute): Pick<NewAuditEntry, 'who' | 'what' | 'about'> {
  const about = untilFact(until);
  if (kind === 'mute') return { who: by, what: 'muted', about };
  return givenBy
    ? { who: givenBy, what: 'assigned', about: { ...about, person: by } }
    : { who: by, what: 'took', about };
}

/** Ends a standing mute now; null when there is none of this id. */
export async function liftMute(db: Db, id: number, by: string, now: Instant): Promise<Mute | null> {
  // One statement, so that what is noted was done, with or without a transaction around it.
  const { rows } = await sql<{ id: number }>`
    with lifted as (
      update mute set lifted_at = ${time(now)}, lifted_by = ${by}
      where id = ${id} and lifted_at is null and until_at > ${time(now)} returning id, kind, shop, inquiry_id, by_whom),
    noted as (
      insert into audit_entry (at, who, what, shop, inquiry, about)
      select ${time(now)}, ${by}, case l.kind when 'in_hand' then 'gave_back' else 'unmuted' end, l.shop, i.external_id,
        jsonb_build_object('person', l.by_whom)
      from lifted l left join inquiry i on i.id = l.inquiry_id)
    select id from lifted`.execute(db);
  return rows[0] === undefined ? null : findMute(db, id);
}

async function findMute(db: Db, id: number): Promise<Mute | null> {
  const { rows } = await sql<Mute>`select ${MUTE} ${FROM} where m.id = ${id}`.execute(db);
  return rows[0] ?? null;
}

/** The mutes that stand at `now`, those that end first in front; `past`: also what ended, the newest last. */
export async function listMutes(db: Db, now: Instant, options: { past?: boolean } = {}): Promise<Mute[]> {
  const which = options.past ? sql`true` : standing(now);
  const order = options.past ? sql`m.made_at, m.id` : sql`m.until_at, m.id`;
  const { rows } = await sql<Mute>`select ${MUTE} ${FROM} where ${which} order by ${order}`.execute(db);
  return rows;
}

/**
 * What stands at `now` for the whole shop and for these of its inquiries (external ids), the ones of the shop in front.
 */
export async function standingMutes(db: Db, shop: string, inquiries: readonly string[], now: Instant): Promise<Mute[]> {
  const { rows } = await sql<Mute>`select ${MUTE} ${FROM}
    where m.shop = ${shop} and ${standing(now)}
      and (m.inquiry_id is null or i.external_id = any(${textArray(inquiries)}))
    order by m.inquiry_id nulls first, m.kind`.execute(db);
  return rows;
}

/** All there ever were for one inquiry and for its whole shop, in the order in which they were made. */
export async function muteHistory(db: Db, shop: string, inquiryId: number): Promise<Mute[]> {
  const { rows } = await sql<Mute>`select ${MUTE} ${FROM}
    where m.shop = ${shop} and (m.inquiry_id is null or m.inquiry_id = ${inquiryId}) order by m.made_at, m.id`.execute(
    db,
  );
  return rows;
}

/** The mute that holds back each of these episodes the longest; episodes that are not muted are left out. */
export async function mutesOf(db: Db, episodeIds: readonly number[], now: Instant): Promise<Map<number, Mute>> {
  const { rows } = await sql<Mute & { episodeId: number }>`
    select distinct on (e.id) e.id as "episodeId", ${MUTE}
    from episode e join mute m on m.shop = e.shop and (m.inquiry_id is null or m.inquiry_id = e.inquiry_id)
    left join inquiry i on i.id = m.inquiry_id
    where e.id = any(${idArray(episodeIds)}) and ${standing(now)}
    order by e.id, m.until_at desc, m.id`.execute(db);
  return new Map(rows.map(({ episodeId, ...mute }) => [episodeId, mute]));
}

/** Unanswered inquiries of each of the shops past the owner alert that are muted at `now`, told before or not. */
export async function countMuted(db: Db, shops: readonly string[], now: Instant): Promise<Map<string, number>> {
  const { rows } = await sql<{ shop: string; muted: number }>`
    select e.shop, count(distinct e.id)::int as muted from mute m join episode e on e.shop = m.shop
      and (m.inquiry_id is null or m.inquiry_id = e.inquiry_id)
    join step t on t.episode_id = e.id
    where m.shop = any(${textArray(shops)}) and ${standing(now)} and e.ended_at is null and t.step = 'owner_alert'
      and t.withdrawn_at is null
    group by e.shop`.execute(db);
  return new Map(rows.map(({ shop, muted }) => [shop, muted]));
}

/** Instants after `from` and up to `to` at which a mute runs out: what it held back may be pending from then on. */
export async function muteEndsBetween(db: Db, from: Instant, to: Instant): Promise<Instant[]> {
  const rows = await prepared(db)
    .selectFrom('mute')
    .select('until_at as at')
    .distinct()
    .where('lifted_at', 'is', null)
    .where('until_at', '>', time(from))
    .where('until_at', '<=', time(to))
    .execute();
  return rows.map((row) => row.at);
}
