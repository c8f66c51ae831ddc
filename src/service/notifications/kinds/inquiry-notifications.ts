// The mails about inquiries and about what we cannot see: to an owner, to ops, an incident, all clear. Facts are read at
// the moment of asking.

import type { OpsMailKind } from '../../../config/input/ops-mail.ts';
import type { Instant } from '../../../core/model.ts';
import type { Audience } from '../../../core/notifications/who-is-told.ts';
import { renderClearMail } from '../../../mail/render/render-clear.ts';
import { renderIncidentMail } from '../../../mail/render/render-incident.ts';
import { renderOpsMail } from '../../../mail/render/render-ops.ts';
import { renderOwnerMail } from '../../../mail/render/render-owner.ts';
import { clearedSteps } from '../../../store/notifications/clear-notices.ts';
import type { ClaimedMail } from '../../../store/notifications/mail-claims.ts';
import { type MailItem, stillNeeded } from '../../../store/notifications/outbox.ts';
import { pendingNotices } from '../../../store/notifications/pending-notices.ts';
import { type PendingStep, pendingForOps, pendingForOwners } from '../../../store/notifications/pending-steps.ts';
import { pendingReminders } from '../../../store/notifications/reminders.ts';
import { pendingPromises } from '../../../store/promises/promise-notices.ts';
import { shopAtWork } from '../../canary-shop.ts';
import { groupBy } from '../../group-by.ts';
import { isAboutDelivery } from '../../monitoring/incident-causes.ts';
import type { Service } from '../../service.ts';
import { incidentFacts } from '../render/incident-facts.ts';
import { type Besides, clearFacts, opsFacts, ownerFactsOf, readKnown } from '../render/mail-facts.ts';
import { itemsIn } from '../render/notice-rows.ts';
import { type Gathered, type NotificationKind, ofItsShop, oneByOne } from '../render/notification-kind.ts';
import { byMail, shopOwner } from '../send/send-mail.ts';

export const owner: NotificationKind = {
  transport: byMail(shopOwner),
  windowed: () => true,
  tellsThreadsOf: ofItsShop,
  stillNeeded: stillWaits('owner'),
  gather: gatherOwners,
};

/** Of all the shops of the page together: a few statements, whatever their number. */
async function gatherOwners(
  service: Service,
  page: readonly ClaimedMail[],
  now: Instant,
): Promise<Map<number, Gathered>> {
  const ids = [...new Set(page.map(({ shop }) => shop))];
  const pending = await pendingForOwners(service.db, ids, now);
  const told = groupBy([...pending, ...(await pendingReminders(service.db, ids, now))], (step) => step.shop);
  const notices = groupBy(
    await pendingNotices(service.db, { shops: ids, contacts: ['owner'] }, now),
    ({ shop }) => shop,
  );
  const promises = groupBy(
    await pendingPromises(service.db, { shops: ids, contacts: ['owner'] }, now),
    ({ shop }) => shop,
  );
  const known = await readKnown(service, [...new Set([...told.keys(), ...notices.keys(), ...promises.keys()])], now);
  return new Map(
    page.map(({ id, shop: shopId }): [number, Gathered] => {
      const shop = shopAtWork(service.config, shopId);
      const steps = told.get(shopId) ?? [];
      const besides = { notices: notices.get(shopId) ?? [], promises: promises.get(shopId) ?? [] };
      const items = itemsIn([...besides.notices, ...besides.promises]);
      if (shop === undefined || steps.length + items.length === 0) return [id, { none: 'all answered or muted' }];
      const about = known(shopId, steps);
      if ((about.muted ?? 0) > 0)
        service.logger.info({ shop: shopId, muted: about.muted }, 'muted inquiries are left out of the mail');
      const reminds = steps.some((step) => 'reminder' in step);
      const render = () => renderOwnerMail(ownerFactsOf(service, shop, steps, now, about, besides));
      return [id, { items: itemsOf(steps), notices: items, reminds, render }];
    }),
  );
}

export const ops: NotificationKind = {
  transport: byMail((service) => service.config.service.opsMail.summary),
  windowed: () => false,
  tellsThreadsOf: (_claimed, shops) => [...shops.keys()],
  stillNeeded: stillWaits('ops'),
  gather: oneByOne(async (service, _claimed, now) => {
    const pending: PendingStep[] = [];
    for await (const steps of pendingForOps(service.db, now))
      for (const step of steps) if (service.config.shops.has(step.shop)) pending.push(step);
    const besides = await noticesForOps(service, now);
    const facts = await opsFacts(service, pending, now, besides);
    if (facts.shops.length === 0) return { none: 'nothing is left to tell' };
    return {
      items: itemsOf(pending),
      notices: itemsIn([...besides.notices, ...besides.promises]),
      render: () => renderOpsMail(facts),
    };
  }),
};

async function noticesForOps(service: Service, now: Instant): Promise<Required<Besides>> {
  const about = { shops: [...service.config.shops.keys()], contacts: ['ops'] };
  return {
    notices: await pendingNotices(service.db, about, now),
    promises: await pendingPromises(service.db, about, now),
  };
}

export const incident: NotificationKind = {
  transport: byMail((service, { cause }) => service.config.service.opsMail[incidentRoute(cause)]),
  windowed: () => false,
  stillNeeded: async () => true,
  gather: oneByOne(async (service, { cause }, now) => {
    const facts = await incidentFacts(service, cause, now);
    return facts === null ? { none: 'the cause is gone' } : { items: [], render: () => renderIncidentMail(facts) };
  }),
};

export const clear: NotificationKind = {
  transport: byMail(shopOwner),
  windowed: () => true,
  stillNeeded: async ({ db }, { shop }) => ((await clearedSteps(db, shop)) ?? []).length > 0,
  gather: oneByOne(async (service, { shop: id }, now) => {
    const shop = service.config.shops.get(id);
    const items = await clearedSteps(service.db, id);
    if (shop === undefined || items === null || items.length === 0) return { none: 'one of them waits again' };
    return { items, render: () => renderClearMail(clearFacts(service, shop, items.length, now)) };
  }),
};

const incidentRoute = (cause: string): OpsMailKind => (isAboutDelivery(cause) ? 'undeliverable' : 'blind');

function stillWaits(to: Audience): NotificationKind['stillNeeded'] {
  return ({ db }, { id }, now) => stillNeeded(db, id, to, now);
}

const itemsOf = (steps: readonly MailItem[]): MailItem[] => steps.map(({ episodeId, step }) => ({ episodeId, step }));
