// Which mails and webhook messages told of an inquiry, for its history.

import { sql } from 'kysely';
import type { Instant, Step } from '../core/model.ts';
import { idArray } from './arrays.ts';
import type { Db, MailKind, OutboxState } from './schema.ts';

export interface InquiryMail {
  /** Of the outbox. */
  readonly id: number;
  readonly episodeId: number;
  readonly step: Step;
  readonly kind: MailKind;
  readonly state: OutboxState;
  /** For `hook`: to whom, `owner` or `ops`. */
  readonly cause: string;
  readonly slotAt: Instant;
  readonly sentAt: Instant | null;
  /** The how-manieth reminder of the episode this was, from 1; null for the first telling. */
  readonly reminder: number | null;
}

/** What told of these episodes or was about to, in the order of its slots; one row for each episode and step. */
export async function mailsAbout(db: Db, episodeIds: readonly number[]): Promise<InquiryMail[]> {
  const { rows } = await sql<InquiryMail>`
    select o.id, m.episode_id as "episodeId", m.step, o.kind, o.state, o.cause, o.slot_at as "slotAt",
      o.sent_at as "sentAt", r.number as reminder
    from mail_item m join outbox o on o.id = m.outbox_id
    left join reminder r on r.episode_id = m.episode_id and r.outbox_id = o.id
    where m.episode_id = any(${idArray(episodeIds)}) and o.state <> 'empty' order by o.slot_at, o.id, m.step`.execute(
    db,
  );
  return rows;
}
