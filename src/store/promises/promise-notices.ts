// Notices of promises: who is to be told of which, read afresh when it is told (RULES.md 10.5). Rows of `notice` like those
// of episodes; what became of a message is written down for both alike.

import { type RawBuilder, sql } from 'kysely';
import type { Instant, PromiseReason, Status } from '../../core/model.ts';
import { inHandOf, isSilenced } from '../actions/mutes.ts';
import { isRecomputing } from '../configuration/revisions.ts';
import { INQUIRY, type InquiryFacts } from '../inquiry-facts.ts';
import { type ContactToNotify, isDue, type NoticeItem } from '../notifications/pending-notices.ts';
import type { Db } from '../schema.ts';
import { textArray, time } from '../sql-parameters.ts';
import { isAwaited } from '../status/sources.ts';

/** Ends what is not to be told any more: of promises that stand no more, and warnings whose time is over. */
export async function endOverduePromiseNotices(db: Db, now: Instant): Promise<void> {
  await sql`
    update notice n set owed = false,
      dropped_at = case when p.stands then ${time(now)} end, dropped_why = case when p.stands then 'late' end
    from promise p where p.id = n.episode_id and ${isDue(now)} and (not p.stands or n.until_at <= ${time(now)})
      and not exists (select 1 from outbox o where o.id = n.outbox_id and o.state = 'sending')`.execute(db);
}

/** SQL: notice n and its promise e, with whoever has its inquiry in hand as m. */
const from = (now: Instant) => sql`notice n join promise e on e.id = n.episode_id ${inHandOf(now)}`;

/**
 * What goes out now. Whoever has it in hand holds back what leads up to it for the owner, as with steps; that it is broken
 * nobody holds back but by asking for silence.
 */
function isTold(now: Instant): RawBuilder<boolean> {
  const held = sql`n.contact <> 'ops' and (n.contact = 'owner' and m.id is not null and n.due_at < e.until_at
    or ${isSilenced(sql`e.shop`, sql`e.inquiry_id`, now)})`;
  return sql<boolean>`${isDue(now)} and e.stands and (n.until_at is null or n.until_at > ${time(now)}) and not (${held})`;
}

/** What goes to staff goes to whoever made the promise: as a warning to staff goes to whoever has an inquiry in hand. */
const TO_WHOM = sql`n.contact, n.way, true as "isWarning", e.by_whom as "inHandBy"`;

/** Who is to be told of promises now, by shop, contact and way. */
export async function contactsToNotifyOfPromises(db: Db, now: Instant): Promise<ContactToNotify[]> {
  const { rows } = await sql<ContactToNotify>`
    select n.shop, ${TO_WHOM}, min(n.send_at) as slot from ${from(now)}
    where ${isTold(now)} and not ${isRecomputing(sql`n.shop`, now)} and not ${isAwaited(sql`n.shop`, now)}
    group by n.shop, n.contact, n.way, e.by_whom`.execute(db);
  return rows;
}

/** A pending notice of a promise, with what its inquiry says now. */
export interface PendingPromise extends InquiryFacts, NoticeItem {
  readonly shop: string;
  /** For whom it is: as of a warning, whoever made it in the place of staff. */
  readonly isWarning: boolean;
  readonly inHandBy: string | null;
  readonly madeAt: Instant;
  readonly until: Instant;
  readonly by: string | null;
  readonly reason: PromiseReason | null;
  readonly status: Status;
}

/** What is pending for these contacts about these shops right now, whatever its way, by what is due first. */
export async function pendingPromises(
  db: Db,
  { shops, contacts }: { readonly shops: readonly string[]; readonly contacts: readonly string[] },
  now: Instant,
): Promise<PendingPromise[]> {
  const { rows } = await sql<PendingPromise>`
    select n.episode_id as "episodeId", n.key, n.shop, ${TO_WHOM}, ${INQUIRY}, i.status, e.made_at as "madeAt",
      e.until_at as until, e.by_whom as by, e.reason
    from ${from(now)} join inquiry i on i.id = e.inquiry_id
    where n.shop = any(${textArray(shops)}) and n.contact = any(${textArray(contacts)}) and ${isTold(now)}
    order by e.until_at, i.external_id`.execute(db);
  return rows;
}
