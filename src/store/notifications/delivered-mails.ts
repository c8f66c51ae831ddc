// Mails that every address took at the first attempt, written down many at a time.

import { sql } from 'kysely';
import type { Instant } from '../../core/model.ts';
import { AUDIENCES } from '../../core/notifications/who-is-told.ts';
import type { Trx } from '../schema.ts';
import { idArray, textArray, time, wordArray } from '../sql-parameters.ts';
import type { MailKind } from '../tables/notifications-tables.ts';
import { markStepsNotified, tellsNotices } from './outbox.ts';
import { markNoticesNotified } from './pending-notices.ts';

export interface DeliveredMail {
  readonly id: number;
  readonly kind: MailKind;
  /** Who took it. */
  readonly addresses: readonly string[];
  /** Only written to a file. */
  readonly filed: boolean;
}

/** The 250 for these mails: they are sent, and their steps are told now. */
export async function recordDelivered(trx: Trx, mails: readonly DeliveredMail[], now: Instant): Promise<void> {
  const taken = mails.flatMap(({ id, addresses }) => addresses.map((address) => ({ id, address })));
  const ways = mails.map(({ filed }) => (filed ? 'files' : 'smtp'));
  // Some hundred rows, each by its key: a planner that fears the disk would read all steps instead.
  await sql`set local enable_seqscan = off`.execute(trx);
  await sql`
    with sent as (
      update outbox o set state = 'sent', sent_at = coalesce(o.sent_at, ${time(now)}), next_attempt_at = null,
        last_error = null, way = case when o.way = 'smtp' then o.way else m.way end
      from unnest(${idArray(mails.map(({ id }) => id))}, ${wordArray(ways)}) m(id, way) where o.id = m.id
      returning o.id, m.way)
    insert into delivery (outbox_id, address, state, response, way, at)
    select s.id, t.address, 'accepted', case s.way when 'files' then 'written to a file' else '250' end, s.way, ${time(now)}
    from unnest(${idArray(taken.map(({ id }) => id))}, ${textArray(taken.map(({ address }) => address))}) t(id, address)
    join sent s on s.id = t.id
    on conflict (outbox_id, address) do update
      set state = excluded.state, response = excluded.response, way = excluded.way, policy = false, since = null,
        at = excluded.at`.execute(trx);
  for (const kind of AUDIENCES) {
    const ids = mails.filter((mail) => mail.kind === kind).map(({ id }) => id);
    if (ids.length > 0) await markStepsNotified(trx, kind, ids, now);
  }
  const telling = mails.filter(({ kind }) => tellsNotices(kind)).map(({ id }) => id);
  if (telling.length > 0) await markNoticesNotified(trx, telling, now);
}
