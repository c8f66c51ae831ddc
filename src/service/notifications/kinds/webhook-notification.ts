// What a shop's webhook, or that of ops, is told: the facts of the mail to the owner, to ops, or about an incident, or what
// became of promises, whichever its cause names. What surely was not taken is made anew from the facts of then.

import type { Instant } from '../../../core/model.ts';
import type { ClaimedMail } from '../../../store/notifications/mail-claims.ts';
import { type MailItem, stillNeeded } from '../../../store/notifications/outbox.ts';
import { pendingForWebhook } from '../../../store/notifications/webhooks.ts';
import { takePromisesToTell } from '../../../store/promises/webhook-promises.ts';
import { LISTED_INQUIRIES, type WebhookDocument } from '../../../webhook/payload.ts';
import type { Service } from '../../service.ts';
import { incidentFacts } from '../render/incident-facts.ts';
import { opsFacts, ownerFacts } from '../render/mail-facts.ts';
import { pageUrl } from '../render/mail-row.ts';
import { type Content, type Gathered, type NotificationKind, oneByOne } from '../render/notification-kind.ts';
import { byWebhook } from '../send/send-webhook.ts';
import { incidentDocument, opsDocument, ownerDocument, promisesDocument } from '../webhook/webhook-document.ts';

export const webhook: NotificationKind = {
  transport: byWebhook,
  windowed: ({ cause }) => cause === 'owner',
  tellsThreadsOf: ({ cause, shop }, shops) =>
    !isAboutInquiries(cause) ? [] : shops.has(shop) ? [shop] : [...shops.keys()],
  stillNeeded: async ({ db }, { id, cause }, now) => !isAboutInquiries(cause) || stillNeeded(db, id, cause, now),
  gather: oneByOne((service, claimed, now) => {
    if (isAboutInquiries(claimed.cause)) return gatherInquiries(service, claimed, now);
    return claimed.cause === 'promises' ? gatherPromises(service, claimed, now) : gatherIncident(service, claimed, now);
  }),
};

const NOTHING: Gathered = { none: byWebhook.overtaken };

const isAboutInquiries = (cause: string): cause is 'owner' | 'ops' => cause === 'owner' || cause === 'ops';

async function gatherInquiries(
  service: Service,
  { shop: webhookId, id }: ClaimedMail,
  now: Instant,
): Promise<Gathered> {
  const known = await pendingForWebhook(service.db, webhookId, now);
  const pending = known.filter((step) => service.config.shops.has(step.shop));
  if (pending.length === 0) return NOTHING;
  const items = pending.map(({ episodeId, step }): MailItem => ({ episodeId, step }));
  const shop = service.config.shops.get(webhookId);
  if (shop !== undefined) {
    const facts = await ownerFacts(service, shop, pending, now);
    return { items, render: () => contentOf(ownerDocument(facts, String(id))) };
  }
  const facts = await opsFacts(service, pending, now);
  return facts.shops.length === 0 ? NOTHING : { items, render: () => contentOf(opsDocument(facts, String(id))) };
}

async function gatherPromises(service: Service, { shop: shopId, id }: ClaimedMail, now: Instant): Promise<Gathered> {
  const shop = service.config.shops.get(shopId);
  if (shop === undefined) return NOTHING;
  const promises = await takePromisesToTell(service.db, { id, shop: shopId }, LISTED_INQUIRIES, now);
  if (promises.length === 0) return NOTHING;
  const pageOf = (path: string) => pageUrl(service, `/shops/${shopId}${path}`, shop.language);
  const facts = {
    shop: shopId,
    promises,
    now,
    url: pageOf(''),
    detailUrl: (number: string) => pageOf(`/inquiries/${encodeURIComponent(number)}`),
  };
  return { items: [], render: () => contentOf(promisesDocument(facts, String(id))) };
}

async function gatherIncident(service: Service, { cause, id }: ClaimedMail, now: Instant): Promise<Gathered> {
  const facts = await incidentFacts(service, cause, now);
  if (facts === null) return NOTHING;
  return { items: [], render: () => contentOf(incidentDocument(facts, cause, String(id))) };
}

const contentOf = (document: WebhookDocument): Content => ({
  subject: document.type,
  text: JSON.stringify(document),
  html: '',
});
