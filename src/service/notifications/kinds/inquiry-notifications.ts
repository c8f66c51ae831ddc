// The mails about inquiries and about what we cannot see: to an owner, to ops, an incident, all clear. Facts are read at
// the moment of asking.

import type { OpsMailKind } from '../../../config/input/ops-mail.ts';
import type { Audience } from '../../../core/notifications/who-is-told.ts';
import { renderClearMail } from '../../../mail/render/render-clear.ts';
import { renderIncidentMail } from '../../../mail/render/render-incident.ts';
import { renderOpsMail } from '../../../mail/render/render-ops.ts';
import { renderOwnerMail } from '../../../mail/render/render-owner.ts';
import { clearedSteps } from '../../../store/notifications/clear-notices.ts';
import { type MailItem, stillNeeded } from '../../../store/notifications/outbox.ts';
import { pendingSteps } from '../../../store/notifications/pending-steps.ts';
import { pendingReminders } from '../../../store/notifications/reminders.ts';
import { isAboutDelivery } from '../../monitoring/incident-causes.ts';
import { clearFacts, incidentFacts, opsFacts, ownerFacts } from '../render/mail-facts.ts';
import type { NotificationKind } from '../render/notification-kind.ts';
import { byMail, shopOwner } from '../send/send-mail.ts';

export const owner: NotificationKind = {
  transport: byMail(shopOwner),
  windowed: () => true,
  stillNeeded: stillWaits('owner'),
  gather: async (service, { shop: id }, now) => {
    const shop = service.config.shops.get(id);
    const owed = await pendingSteps(service.db, 'owner', id, now);
    const reminders = await pendingReminders(service.db, id, now);
    const told = [...owed, ...reminders];
    if (shop === undefined || told.length === 0) return { none: 'all answered or muted' };
    const facts = await ownerFacts(service, shop, told, now);
    const { muted = 0 } = facts;
    if (muted > 0) service.logger.info({ shop: id, muted }, 'muted inquiries are left out of the mail');
    return { items: itemsOf(told), render: () => renderOwnerMail(facts) };
  },
};

export const ops: NotificationKind = {
  transport: byMail((service) => service.config.service.opsMail.summary),
  windowed: () => false,
  stillNeeded: stillWaits('ops'),
  gather: async (service, { shop }, now) => {
    const owed = (await pendingSteps(service.db, 'ops', shop, now)).filter(({ shop: id }) =>
      service.config.shops.has(id),
    );
    const facts = await opsFacts(service, owed, now);
    if (facts.shops.length === 0) return { none: 'nothing is left to tell' };
    return { items: itemsOf(owed), render: () => renderOpsMail(facts) };
  },
};

export const incident: NotificationKind = {
  transport: byMail((service, { cause }) => service.config.service.opsMail[incidentRoute(cause)]),
  windowed: () => false,
  stillNeeded: async () => true,
  gather: async (service, { cause }, now) => {
    const facts = await incidentFacts(service, cause, now);
    return facts === null ? { none: 'the cause is gone' } : { items: [], render: () => renderIncidentMail(facts) };
  },
};

export const clear: NotificationKind = {
  transport: byMail(shopOwner),
  windowed: () => true,
  stillNeeded: async ({ db }, { shop }) => ((await clearedSteps(db, shop)) ?? []).length > 0,
  gather: async (service, { shop: id }, now) => {
    const shop = service.config.shops.get(id);
    const items = await clearedSteps(service.db, id);
    if (shop === undefined || items === null || items.length === 0) return { none: 'one of them waits again' };
    return { items, render: () => renderClearMail(clearFacts(service, shop, items.length, now)) };
  },
};

const incidentRoute = (cause: string): OpsMailKind => (isAboutDelivery(cause) ? 'undeliverable' : 'blind');

function stillWaits(to: Audience): NotificationKind['stillNeeded'] {
  return ({ db }, { id }, now) => stillNeeded(db, id, to, now);
}

const itemsOf = (steps: readonly MailItem[]): MailItem[] => steps.map(({ episodeId, step }) => ({ episodeId, step }));
