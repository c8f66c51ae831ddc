// Which mails and webhook messages told of an inquiry, for its history.

import { sql } from 'kysely';
import type { Instant, Step } from '../../core/model.ts';
import type { Db } from '../schema.ts';
import { idArray } from '../sql-parameters.ts';
import type { MailKind, ShownState } from '../tables/notifications-tables.ts';
import { SHOWN_STATE } from './outbox-queries.ts';

export interface InquiryMail {
  /** Of the outbox. */
  readonly id: number;
  readonly episodeId: number;
  readonly step: Step;
  readonly kind: MailKind;
  readonly state: ShownState;
  /** For `hook`: to whom, `owner` or `ops`. */
  readonly cause: string;
  readonly slotAt: Instant;
  readonly sentAt: Instant | null;
  /** Which reminder of the episode this was, from 1; null for the first telling. */
  readonly reminder: number | null;
}

/** What told of these episodes or was about to, in the order of its slots; one row for each episode and step. */
export async function mailsAbout(db: Db, episodeIds: readonly number[]): Promise<InquiryMail[]> {
  const { rows } = await sql<InquiryMail>`
    select outbox.id, m.episode_id as "episodeId", m.step, outbox.kind, ${SHOWN_STATE} as state, outbox.cause,
      outbox.slot_at as "slotAt", outbox.sent_at as "sentAt", r.number as reminder
    from mail_item m join outbox on outbox.id = m.outbox_id
    left join reminder r on r.episode_id = m.episode_id and r.outbox_id = outbox.id
    where m.episode_id = any(${idArray(episodeIds)}) and outbox.state <> 'empty'
    order by outbox.slot_at, outbox.id, m.step`.execute(db);
  return rows;
}
