// What each kind of mail says now, to whom it goes and when: one entry a kind. Facts are read at the moment of asking.

import type { OpsMailKind } from '../../../config/input/ops-mail.ts';
import { renderClearMail } from '../../../mail/render/render-clear.ts';
import { renderIncidentMail } from '../../../mail/render/render-incident.ts';
import { renderOpsMail } from '../../../mail/render/render-ops.ts';
import { renderOwnerMail } from '../../../mail/render/render-owner.ts';
import { clearedSteps } from '../../../store/notifications/clear-notices.ts';
import type { ClaimedMail } from '../../../store/notifications/mail-claims.ts';
import { type MailItem, stillNeeded } from '../../../store/notifications/outbox.ts';
import { pendingSteps } from '../../../store/notifications/pending-steps.ts';
import { pendingReminders } from '../../../store/notifications/reminders.ts';
import type { MailKind } from '../../../store/schema.ts';
import { isAboutDelivery } from '../../monitoring/incident-causes.ts';
import type { Service } from '../../service.ts';
import { CALENDAR_LETTERS } from './calendar-mail-kinds.ts';
import { clearFacts, incidentFacts, opsFacts, ownerFacts } from './mail-facts.ts';
import { type LetterKind, toOwner } from './mail-kind.ts';

const owner: LetterKind = {
  to: toOwner,
  windowed: true,
  stillNeeded: stillWaits,
  compose: async (service, { shop: id }, now) => {
    const shop = service.config.shops.get(id);
    const owed = (await pendingSteps(service.db, 'owner', id, now)).filter((step) => step.endedAt === null);
    const reminders = await pendingReminders(service.db, id, now);
    const told = [...owed, ...reminders];
    if (shop === undefined || told.length === 0) return { none: 'all answered or muted' };
    const facts = await ownerFacts(service, shop, told, now);
    const { muted = 0 } = facts;
    if (muted > 0) service.logger.info({ shop: id, muted }, 'muted inquiries are left out of the mail');
    return { mail: renderOwnerMail(facts), items: itemsOf(told) };
  },
};

const ops: LetterKind = {
  to: (service) => service.config.service.opsMail.summary,
  windowed: false,
  stillNeeded: stillWaits,
  compose: async (service, { shop }, now) => {
    const owed = (await pendingSteps(service.db, 'ops', shop, now)).filter(({ shop: id }) =>
      service.config.shops.has(id),
    );
    const facts = await opsFacts(service, owed, now);
    if (facts.shops.length === 0) return { none: 'nothing is left to tell' };
    return { mail: renderOpsMail(facts), items: itemsOf(owed) };
  },
};

const blind: LetterKind = {
  to: (service, { cause }) => service.config.service.opsMail[incidentRoute(cause)],
  windowed: false,
  stillNeeded: async () => true,
  compose: async (service, { cause }, now) => {
    const facts = await incidentFacts(service, cause, now);
    return facts === null ? { none: 'the cause is gone' } : { mail: renderIncidentMail(facts), items: [] };
  },
};

const clear: LetterKind = {
  to: toOwner,
  windowed: true,
  stillNeeded: async ({ db }, { shop }) => ((await clearedSteps(db, shop)) ?? []).length > 0,
  compose: async (service, { shop: id }, now) => {
    const shop = service.config.shops.get(id);
    const items = await clearedSteps(service.db, id);
    if (shop === undefined || items === null || items.length === 0) return { none: 'one of them waits again' };
    return { mail: renderClearMail(clearFacts(service, shop, items.length, now)), items };
  },
};

export const LETTERS: Readonly<Partial<Record<MailKind, LetterKind>>> = {
  owner,
  ops,
  blind,
  clear,
  ...CALENDAR_LETTERS,
};

const incidentRoute = (cause: string): OpsMailKind => (isAboutDelivery(cause) ? 'undeliverable' : 'blind');

function stillWaits({ db }: Service, { id, kind }: ClaimedMail): Promise<boolean> {
  return stillNeeded(db, id, kind);
}

const itemsOf = (steps: readonly MailItem[]): MailItem[] => steps.map(({ episodeId, step }) => ({ episodeId, step }));
