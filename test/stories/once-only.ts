// What must hold whatever dies meanwhile: every alert is told, no step by two mails of one kind, no mail more often than it says.

import { isoUtc } from '../../src/core/time/instant.ts';
import { type Happened, readHappened } from '../../src/demo/happened.ts';
import { type CaughtMail, listedTails } from '../../src/demo/mail-catcher.ts';
import { messageIdOf } from '../../src/mail/transport/message.ts';
import type { Db } from '../../src/store/schema.ts';
import type { ServiceChild } from './service-child.ts';

/** Sends a customer's message for each `shop inquiry`; false when the service was gone before it had answered. */
export async function send(child: ServiceChild, inquiries: readonly string[], at: number): Promise<boolean> {
  const lines = inquiries.map((text) => {
    const [shop, inquiry] = text.split(' ');
    return JSON.stringify({
      shop,
      inquiry,
      channel: 'r-messe',
      event: { type: 'customer_message', id: 'm', at: isoUtc(at) },
    });
  });
  try {
    const answer = await fetch(new URL('/v1/events', child.url), {
      method: 'POST',
      headers: { 'content-type': 'application/x-ndjson' },
      body: lines.join('\n'),
    });
    return answer.ok;
  } catch {
    return false;
  }
}

/** What happened, once every mail has ended and every alert was told; null before. */
export async function settled(db: Db): Promise<Happened | null> {
  const happened = await readHappened(db);
  const open = happened.mails.some(({ state }) => ['pending', 'sending', 'unknown'].includes(state));
  return open || unannounced(happened).length > 0 ? null : happened;
}

/** Alerts that no owner or no ops was told of. */
export function unannounced({ episodes }: Happened): string[] {
  return episodes
    .filter(({ steps }) => {
      const alert = steps.find(({ step }) => step === 'owner_alert');
      return !steps.some(({ step }) => step === 'flag') || alert?.notifiedAt == null || alert.opsNotifiedAt === null;
    })
    .map(({ inquiry }) => inquiry);
}

/** Alerts that two different mails of one kind tell. */
export function announcedTwice({ episodes, mails }: Happened): string[] {
  return episodes
    .filter(({ id }) =>
      ['owner', 'ops'].some(
        (kind) => mails.filter((mail) => mail.kind === kind && mail.items.some((i) => i.episodeId === id)).length !== 1,
      ),
    )
    .map(({ inquiry }) => inquiry);
}

/** Those that no owner's mail lists. */
export function missingFromMails({ episodes }: Happened, caught: readonly CaughtMail[]): string[] {
  const listed = new Set(caught.filter(({ to }) => !to.includes('ops@example.jp')).flatMap(listedTails));
  return episodes.map(({ inquiry }) => inquiry).filter((inquiry) => !listed.has(inquiry.slice(-5)));
}

/** Mails that arrived more often than once, or twice where the row says so; and mails without a row. */
export function badCopies({ mails }: Happened, caught: readonly CaughtMail[], from: string): string[] {
  const allowed = new Map(
    mails.map(({ id, slotAt, possiblyTwice }) => [messageIdOf(String(id), from, slotAt), possiblyTwice ? 2 : 1]),
  );
  const ids = caught.map(({ messageId }) => messageId);
  return [...new Set(ids)].filter((id) => ids.filter((other) => other === id).length > (allowed.get(id) ?? 0));
}
