// Mail as a transport: to whom, when it may go, and the hand-over to the mail server under one Message-ID per mail.

import { messageIdOf, threadRootOf } from '../../../mail/transport/message.ts';
import type { ClaimedMail } from '../../../store/notifications/mail-claims.ts';
import { settledAddresses } from '../../../store/notifications/outbox.ts';
import { shopAtWork } from '../../canary-shop.ts';
import type { Service } from '../../service.ts';
import { waitsForShop } from '../record/park-unsendable.ts';
import { isFirst, PATIENCE_MS } from '../record/record-mail-outcome.ts';
import { recordMailUnsent } from '../record/record-unsent.ts';
import {
  type Admission,
  type Content,
  type Delivery,
  type GatheredFacts,
  type Sent,
  type Transport,
  windowOpens,
} from '../render/notification-kind.ts';

type Recipients = (service: Service, claimed: ClaimedMail) => readonly string[];

/** By mail to these addresses. */
export function byMail(recipients: Recipients): Transport {
  return {
    admit: async (service, delivery) => admit(service, delivery, recipients),
    tellsForWebhook: true,
    overtaken: 'answered since the last attempt',
    recordUnsent: recordMailUnsent,
  };
}

/** The owner of the notification's shop. */
export const shopOwner: Recipients = ({ config }, { shop }) => shopAtWork(config, shop)?.owner ?? [];

function admit(service: Service, delivery: Delivery, recipients: Recipients): Admission {
  const { claimed, now } = delivery;
  if (waitsForShop(service, claimed)) return { may: 'wait', until: null };
  const opens = windowOpens(service, delivery);
  if (opens > now) return { may: 'wait', until: opens };
  if (isOldNews(delivery)) return { may: 'give-up', why: 'deferred for a day by some addresses' };
  const to = recipients(service, claimed);
  if (to.length === 0) return { may: 'not-go', why: 'nobody to send it to' };
  return { may: 'go', send: (content, facts) => send(service, delivery, to, { content, facts }) };
}

/** Others have it for longer than those who put it off are asked, and nobody asked for it since. */
function isOldNews({ claimed: { sentAt, retriedAt }, now }: Delivery): boolean {
  return sentAt !== null && now - Math.max(sentAt, retriedAt ?? sentAt) > PATIENCE_MS;
}

/** To those whose answer is still to come: neither took it nor refused it before. */
async function send(
  service: Service,
  { claimed, now, log, record }: Delivery,
  to: readonly string[],
  { content, facts }: { readonly content: Content; readonly facts: GatheredFacts },
): Promise<Sent> {
  const { id, again, slotAt, shop } = claimed;
  const { from } = service.config.service;
  const first = isFirst(claimed);
  const settled = first ? new Set<string>() : await settledAddresses(service.db, id);
  const outcome = await service.mail.send({
    outboxId: String(id),
    from,
    to: to.filter((address) => !settled.has(address)),
    rendered: content,
    messageId: messageIdOf(again === 0 ? String(id) : `${id}-${again}`, from, slotAt),
    references: threadRootOf(shop, slotAt, from, timeZoneOf(service, claimed)),
    at: now,
    isFirst: first,
  });
  return { record: () => record({ claimed, outcome, log, reminds: facts.reminds ?? true }) };
}

function timeZoneOf({ config }: Service, { shop }: ClaimedMail): string {
  return shopAtWork(config, shop)?.timeZone ?? config.service.timeZone;
}
