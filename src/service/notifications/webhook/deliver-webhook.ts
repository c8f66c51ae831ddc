// Webhooks: the same outbox, once-only rule and retries as mails. A message keeps its id and, once it may have been
// taken, its text; what surely was not taken is made anew from the facts of then.

import { createHash } from 'node:crypto';
import type { Logger } from 'pino';
import type { Webhook } from '../../../config/input/webhook.ts';
import type { Instant } from '../../../core/model.ts';
import { retryDelayMs } from '../../../mail/transport/mail-transport.ts';
import { type ClaimedMail, holdMail, holdsClaim, parkMail } from '../../../store/notifications/mail-claims.ts';
import {
  finishMail,
  freezeMail,
  type MailItem,
  openIncidentMail,
  postponeMail,
  recordDeliveries,
  stillNeeded,
  thawMail,
} from '../../../store/notifications/outbox.ts';
import {
  pendingForWebhook,
  settleWebhookItems,
  stoppedWebhooks,
  stopWebhook,
  type WebhookId,
} from '../../../store/notifications/webhooks.ts';
import type { Trx } from '../../../store/schema.ts';
import type { WebhookDocument } from '../../../webhook/payload.ts';
import { type WebhookOutcome, webhookHost } from '../../../webhook/webhook-transport.ts';
import type { DeliveryResult } from '../../counters.ts';
import { type WebhookTrouble, webhookCause } from '../../monitoring/incident-causes.ts';
import { startOfOpsDay } from '../../monitoring/ops-day.ts';
import type { Service } from '../../service.ts';
import { untilWritten } from '../record/until-written.ts';
import { incidentFacts, opsFacts, ownerFacts } from '../render/mail-facts.ts';
import { incidentDocument, opsDocument, ownerDocument } from './webhook-document.ts';

/** Not reached so often, for about two hours: ops are told. */
const AWAY_AFTER = 5;

type Message = { readonly body: string; readonly type: string; readonly items: readonly MailItem[] };

/** How long a message waits for an address that is not known until a broken file is good again. */
const REST_MS = 10 * 60_000;

/** The webhooks that are configured; those that rest are owed their messages too. */
export function configuredWebhooks({ config }: Pick<Service, 'config'>): WebhookId[] {
  const all = ['', ...config.shops.keys()];
  return all.filter((hook) => webhookOf({ config }, hook) !== null || rests(config, hook));
}

/** The webhooks that are configured and did not say that they are gone. */
export async function liveWebhooks({ config, db }: Service): Promise<WebhookId[]> {
  const hooks = configuredWebhooks({ config });
  if (hooks.length === 0) return [];
  const stopped = await stoppedWebhooks(db);
  return hooks.filter((hook) => {
    const webhook = webhookOf({ config }, hook);
    return webhook === null || stopped.get(hook) !== hashOf(webhook);
  });
}

const rests = ({ resting }: Service['config'], hook: WebhookId): boolean => resting?.has(hook) ?? false;

/** Sends one message of the outbox that this worker has claimed. */
export async function deliverWebhook(
  service: Service,
  claimed: ClaimedMail,
  now: Instant,
  log: Logger,
): Promise<DeliveryResult> {
  const { shop: hook, cause } = claimed;
  if (rests(service.config, hook)) {
    await holdMail(service.db, claimed, now + REST_MS);
    return 'held';
  }
  const webhook = (await liveWebhooks(service)).includes(hook) ? webhookOf(service, hook) : null;
  if (webhook === null && webhookOf(service, hook) === null && claimed.frozen !== null) {
    await parkMail(service.db, claimed);
    return 'held';
  }
  if (webhook === null) return end(service, claimed, 'no webhook any more', now);
  const opens = cause === 'owner' ? (service.counting.slots([hook], now).get(hook) ?? now) : now;
  if (opens > now) {
    await holdMail(service.db, claimed, opens);
    return 'held';
  }
  const message = await messageOf(service, claimed, now);
  if (message === null) return end(service, claimed, 'nothing is left to tell', now);
  const { body, type, items } = message;
  const frozen = await service.db
    .transaction()
    .execute((trx) => freezeMail(trx, claimed, { subject: type, text: body, html: '' }, items));
  if (!frozen) return 'not-due';
  const { allowPrivate } = service.config.service;
  const outcome = await service.hooks.send({ ...webhook, delivery: String(claimed.id), body, at: now, allowPrivate });
  return record(service, { claimed, webhook, outcome, log });
}

function webhookOf({ config }: Pick<Service, 'config'>, hook: WebhookId): Webhook | null {
  return hook === '' ? config.service.webhook : (config.shops.get(hook)?.webhook ?? null);
}

const hashOf = ({ url }: Webhook): string => createHash('sha256').update(url).digest('hex');

async function end(
  service: Service,
  { id, shop: hook, possiblyTwice }: ClaimedMail,
  why: string,
  now: Instant,
): Promise<DeliveryResult> {
  await service.db.transaction().execute(async (trx) => {
    // Nobody knows whether the attempt before was taken: what it told of is not told under another id.
    if (possiblyTwice) await settleWebhookItems(trx, { id, hook }, 'dropped', now);
    await finishMail(trx, id, 'empty', now, why);
  });
  return 'empty';
}

/** The message as it may have been taken before, else as the facts are now; null when nothing is left. */
async function messageOf(service: Service, claimed: ClaimedMail, now: Instant): Promise<Message | null> {
  const { cause, frozen, id } = claimed;
  const aboutInquiries = cause === 'owner' || cause === 'ops';
  if (frozen !== null) {
    const needed = !aboutInquiries || (await stillNeeded(service.db, id, cause));
    return needed ? { body: frozen.text, type: frozen.subject, items: [] } : null;
  }
  const made = aboutInquiries
    ? await inquiriesMessage(service, claimed, now)
    : await incidentMessage(service, claimed, now);
  return made && { body: JSON.stringify(made.document), type: made.document.type, items: made.items };
}

type Made = { readonly document: WebhookDocument; readonly items: readonly MailItem[] };

async function inquiriesMessage(service: Service, { shop: hook, id }: ClaimedMail, now: Instant): Promise<Made | null> {
  const known = await pendingForWebhook(service.db, hook, now);
  const owed = known.filter((step) => service.config.shops.has(step.shop));
  if (owed.length === 0) return null;
  const items = owed.map(({ episodeId, step }) => ({ episodeId, step }));
  const shop = service.config.shops.get(hook);
  if (shop !== undefined)
    return { document: ownerDocument(await ownerFacts(service, shop, owed, now), String(id)), items };
  const facts = await opsFacts(service, owed, now);
  return facts.shops.length === 0 ? null : { document: opsDocument(facts, String(id)), items };
}

async function incidentMessage(service: Service, { cause, id }: ClaimedMail, now: Instant): Promise<Made | null> {
  const facts = await incidentFacts(service, cause, now);
  return facts === null ? null : { document: incidentDocument(facts, cause, String(id)), items: [] };
}

interface Attempt {
  readonly claimed: ClaimedMail;
  readonly webhook: Webhook;
  readonly outcome: WebhookOutcome;
  readonly log: Logger;
}

async function record(service: Service, attempt: Attempt): Promise<DeliveryResult> {
  const { claimed, outcome, log } = attempt;
  const now = service.clock.now();
  const result = await untilWritten(service, (trx) => recordIn(service, trx, attempt, now));
  const fields = { attempts: claimed.attempts, reason: outcome.reason };
  if (result === 'sent') log.info(fields, 'webhook told');
  else log.warn(fields, `webhook not told: ${result}`);
  return result;
}

async function recordIn(service: Service, trx: Trx, attempt: Attempt, now: Instant): Promise<DeliveryResult> {
  const { claimed, webhook, outcome } = attempt;
  const { id, shop: hook } = claimed;
  // Taken for dead, another worker has it by now: only what surely happened is written down.
  if (!(await holdsClaim(trx, claimed)) && outcome.kind !== 'delivered') return 'not-due';
  const state = { delivered: 'accepted', retry: 'deferred', refused: 'refused', gone: 'refused' } as const;
  const row = { address: webhookHost(webhook.url), state: state[outcome.kind], response: outcome.reason };
  await recordDeliveries(trx, id, [row], now);
  if (outcome.kind === 'retry') return putBack(service, trx, claimed, outcome, now);
  await settleWebhookItems(trx, { id, hook }, outcome.kind === 'delivered' ? 'told' : 'dropped', now);
  if (outcome.kind === 'delivered') {
    await finishMail(trx, id, 'sent', now, null);
    return 'sent';
  }
  if (outcome.kind === 'gone') await stopWebhook(trx, hook, hashOf(webhook), now);
  await finishMail(trx, id, 'undeliverable', now, outcome.reason);
  await tellOps(service, trx, webhookCause(hook, outcome.kind), now);
  return 'undeliverable';
}

/** Tried again later, for ever: a bridge that is mended tells what is still true by then. */
async function putBack(
  service: Service,
  trx: Trx,
  { id, shop: hook, attempts, possiblyTwice }: ClaimedMail,
  { reason, maybeTaken }: Extract<WebhookOutcome, { kind: 'retry' }>,
  now: Instant,
): Promise<DeliveryResult> {
  const keep = maybeTaken || possiblyTwice;
  if (!keep) await thawMail(trx, id);
  await postponeMail(trx, id, keep ? 'unknown' : 'pending', now + retryDelayMs(attempts), reason);
  if (attempts === AWAY_AFTER) await tellOps(service, trx, webhookCause(hook, 'away' satisfies WebhookTrouble), now);
  return keep ? 'unknown' : 'retry';
}

async function tellOps(service: Service, trx: Trx, cause: string, now: Instant): Promise<void> {
  await openIncidentMail(trx, cause, startOfOpsDay(service, now), now);
}
