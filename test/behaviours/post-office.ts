// Takes mails like a server that never fails, notes what they announce, and kills the sender where a history says so.

import { sql } from 'kysely';
import type { MailTransport, OutgoingMail } from '../../src/mail/transport/mail-transport.ts';
import type { Service } from '../../src/service/service.ts';
import type { Db } from '../../src/store/schema.ts';
import type { Pair } from './announced-model.ts';
import type { HistoryTick } from './histories.ts';

/** One attempt to send. */
export interface Sent {
  readonly to: string;
  readonly id: string;
  readonly subject: string;
  /** What it announces, as stored with it; a breach stands for its alert too. */
  readonly pairs: readonly Pair[];
  /** `inquiry received` of every row that its text shows. */
  readonly rows: readonly string[];
  /** The sender was killed in the middle and knows nothing of the outcome. */
  readonly killed: boolean;
}

/** The sender is gone at this point. */
export class Killed extends Error {}

export interface PostOffice {
  /** The service as the process of this tick has it. */
  process(service: Service, killed: HistoryTick['killed']): Service;
  /** What was sent since the last call. */
  collect(): Sent[];
}

export function postOffice(db: Db): PostOffice {
  const ids = new Set<string>();
  let sent: Sent[] = [];

  async function take(mail: OutgoingMail, killed: boolean): Promise<void> {
    ids.add(mail.messageId);
    sent.push({
      to: mail.to.join(),
      id: mail.messageId,
      subject: mail.rendered.subject,
      pairs: await pairsOf(db, Number(mail.outboxId)),
      rows: rowsOf(mail.rendered.text),
      killed,
    });
  }

  return {
    collect: () => {
      const all = sent;
      sent = [];
      return all;
    },
    process: (service, killed) => {
      let sends = 0;
      const send: MailTransport['send'] = async (mail) => {
        const delivered = { kind: 'delivered', accepted: [...mail.to], refused: [], deferred: [] } as const;
        if (!(await announcesSteps(db, Number(mail.outboxId)))) return delivered;
        const dies = killed?.send === sends++ && !ids.has(mail.messageId);
        await take(mail, dies);
        if (dies) throw new Killed();
        return delivered;
      };
      return { ...service, mail: { ...service.mail, send } };
    },
  };
}

/** Mails about calendars announce nothing. */
async function announcesSteps(db: Db, outboxId: number): Promise<boolean> {
  const { rows } = await sql`select 1 from outbox where id = ${outboxId} and kind in ('owner', 'ops')`.execute(db);
  return rows.length > 0;
}

async function pairsOf(db: Db, outboxId: number): Promise<Pair[]> {
  const { rows } = await sql<{ pair: Pair }>`
    select concat_ws(' ', i.external_id, e.opener, m.step) as pair
    from mail_item m join episode e on e.id = m.episode_id join inquiry i on i.id = e.inquiry_id
    where m.outbox_id = ${outboxId} and not (m.step = 'owner_alert' and exists (
      select 1 from mail_item b where b.outbox_id = m.outbox_id and b.episode_id = m.episode_id and b.step = 'breach'))
    order by pair`.execute(db);
  return rows.map(({ pair }) => pair);
}

function rowsOf(text: string): string[] {
  return [...text.matchAll(/^\d+\) (\S+).*\n\s+受信 (\S+ \d\d:\d\d)／/gm)]
    .map(([, tail, at]) => `${tail} ${at}`)
    .sort();
}
