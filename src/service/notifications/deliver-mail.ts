// Delivery of one mail of the outbox: claim, read the facts again, freeze, send, record. What an interruption leaves
// behind is told apart by whether a text was frozen: without one nothing can have been sent.

import type { Instant } from '../../core/model.ts';
import { messageIdOf, threadRootOf } from '../../mail/transport/message.ts';
import { giveUpDeferred } from '../../store/notifications/mail-answers.ts';
import { type ClaimedMail, claimMail, holdMail, parkMail } from '../../store/notifications/mail-claims.ts';
import { pausedUntil, waitForPause } from '../../store/notifications/mail-health.ts';
import { dropPending, finishMail, freezeMail, settledAddresses } from '../../store/notifications/outbox.ts';
import { enqueueForWebhooks } from '../../store/notifications/webhooks.ts';
import { type DeliveryResult, noteMail } from '../counters.ts';
import type { Service } from '../service.ts';
import { traced } from '../traced.ts';
import { setAside, waitsForShop } from './park-unsendable.ts';
import { giveUp } from './record/give-up-mail.ts';
import { PATIENCE_MS, recordOutcome } from './record/record-mail-outcome.ts';
import type { Letter } from './render/mail-kind.ts';
import { LETTERS } from './render/mail-kinds.ts';
import { isCatchingUp } from './startup-hold.ts';
import { deliverWebhook, liveWebhooks } from './webhook/deliver-webhook.ts';

/** Tries one mail of the outbox. Harmless at any time, twice, or in two processes: one row decides (invariant 3). */
export async function deliver(service: Service, outboxId: number): Promise<DeliveryResult> {
  if (await isCatchingUp(service)) return 'not-due';
  // Read after the wait: what was raised meanwhile has its slot before now.
  const now = service.clock.now();
  const until = await pausedUntil(service.db, now);
  if (until !== null && (await waitForPause(service.db, outboxId, until))) return 'paused';
  const claimed = await claimMail(service.db, outboxId, now);
  if (claimed === null) return 'not-due';
  const { kind, shop } = claimed;
  const result = await traced(service, 'mail', { kind, shop }, async (note) => {
    const outcome = await send(service, claimed, now);
    note({ outcome });
    return outcome;
  });
  await noteMail(service, kind, result);
  return result;
}

async function send(service: Service, claimed: ClaimedMail, now: Instant): Promise<DeliveryResult> {
  const { id: outboxId } = claimed;
  const log = service.logger.child({ outbox: outboxId, mail: claimed.kind, shop: claimed.shop || undefined });
  if (claimed.kind === 'hook') return deliverWebhook(service, claimed, now, log);
  if (waitsForShop(service, claimed)) {
    await parkMail(service.db, claimed);
    return 'held';
  }
  const opens = windowOpens(service, claimed, now);
  if (opens > now) {
    await holdMail(service.db, claimed, opens);
    return 'held';
  }
  if (isOldNews(claimed, now)) return endOldNews(service, claimed, now);
  const letter = await compose(service, claimed, now);
  if ('none' in letter) {
    const result = claimed.sentAt === null ? 'empty' : 'sent';
    await setAside(service, claimed, now);
    await service.db.transaction().execute(async (trx) => {
      // Nobody knows whether the attempt before went out: what it told of counts as told.
      if (claimed.possiblyTwice && claimed.sentAt === null) await dropPending(trx, outboxId, claimed.kind);
      await finishMail(trx, outboxId, result, now, letter.none);
    });
    log.info({ why: letter.none }, 'no mail needed');
    return result;
  }
  const { accepted, refused } = await settledAddresses(service.db, outboxId);
  const to = recipients(service, claimed).filter(
    (address) => !accepted.includes(address) && !refused.includes(address),
  );
  if (claimed.frozen === null) {
    const { mail, items } = letter;
    const hooks = (await liveWebhooks(service)).filter((hook) => hook === claimed.shop);
    const frozen = await service.db.transaction().execute(async (trx) => {
      await enqueueForWebhooks(trx, hooks, now);
      return freezeMail(trx, claimed, mail, items);
    });
    if (!frozen) return 'not-due';
  }
  const { from } = service.config.service;
  const outcome = await service.mail.send({
    outboxId: String(outboxId),
    from,
    to,
    rendered: letter.mail,
    messageId: messageIdOf(
      claimed.again === 0 ? String(outboxId) : `${outboxId}-${claimed.again}`,
      from,
      claimed.slotAt,
    ),
    references: threadRootOf(claimed.shop, claimed.slotAt, from, timeZoneOf(service, claimed)),
    at: now,
  });
  return recordOutcome(service, { claimed, outcome, log });
}

/** Mails to owners wait for the shop's send window; ops hear of blindness at once. */
function windowOpens(service: Service, { kind, shop }: ClaimedMail, now: Instant): Instant {
  return LETTERS[kind]?.windowed ? (service.counting.slots([shop], now).get(shop) ?? now) : now;
}

function timeZoneOf({ config }: Service, { shop }: ClaimedMail): string {
  return config.shops.get(shop)?.timeZone ?? config.service.timeZone;
}

function recipients(service: Service, claimed: ClaimedMail): readonly string[] {
  return LETTERS[claimed.kind]?.to(service, claimed) ?? [];
}

async function compose(service: Service, claimed: ClaimedMail, now: Instant): Promise<Letter> {
  const letter = LETTERS[claimed.kind];
  if (letter === undefined || letter.to(service, claimed).length === 0) return { none: 'nobody to send it to' };
  if (claimed.frozen === null) return letter.compose(service, claimed, now);
  if (!(await letter.stillNeeded(service, claimed))) return { none: 'answered since the last attempt' };
  return { mail: claimed.frozen, items: [] };
}

/** Others have it for longer than those who put it off are asked, and nobody asked for it since. */
function isOldNews({ sentAt, retriedAt }: ClaimedMail, now: Instant): boolean {
  return sentAt !== null && now - Math.max(sentAt, retriedAt ?? sentAt) > PATIENCE_MS;
}

async function endOldNews(service: Service, claimed: ClaimedMail, now: Instant): Promise<DeliveryResult> {
  return service.db.transaction().execute(async (trx) => {
    await giveUpDeferred(trx, claimed.id, { before: now, every: true });
    return giveUp(service, trx, { ...claimed, reachedBefore: true }, 'deferred for a day by some addresses', now);
  });
}
