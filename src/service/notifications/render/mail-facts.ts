// What a mail says, read afresh: owed steps become rows with their receipt, worst first. Nothing here sends or stores.

import type { ShopConfig } from '../../../config/input/shop-settings.ts';
import type { Instant, Language } from '../../../core/model.ts';
import { businessDaysLeft, businessMsBetween } from '../../../core/steps/counting.ts';
import { dayChain, describeRule, explain } from '../../../core/steps/explain.ts';
import { lateReason } from '../../../core/steps/lateness.ts';
import type {
  ClearMailFacts,
  IncidentMailFacts,
  MailRow,
  MailShop,
  OpsMailFacts,
  OpsMailShop,
  OwnerMailFacts,
} from '../../../mail/facts.ts';
import { countMuted, type Mute, mutesOf } from '../../../store/actions/mutes.ts';
import { readConfigState } from '../../../store/configuration/config-state.ts';
import { givenUpSinceTold, wasTold } from '../../../store/notifications/mail-answers.ts';
import { countAlreadyTold, ownerMailStates, type PendingStep } from '../../../store/notifications/pending-steps.ts';
import { sourceStates } from '../../../store/status/sources.ts';
import { triedBefore } from '../../monitoring/detect-silent-sources.ts';
import {
  configStateOf,
  incidentCauseInWords,
  isAboutDelivery,
  isAboutGivenUp,
  isAboutService,
  isConcerned,
  shopOfCalendar,
  shopOfDelivery,
  silenceOf,
  unreadSince,
} from '../../monitoring/incident-causes.ts';
import { staleCalendar } from '../../monitoring/stale-calendars.ts';
import type { Service } from '../../service.ts';
import { lateAfterMs } from '../../steps/late-after.ts';

type FactsFrom = Pick<Service, 'db' | 'clock' | 'config' | 'counting'>;
type WithoutStore = Omit<FactsFrom, 'db'>;

type ToldSteps = readonly (PendingStep & { readonly reminder?: number })[];

export async function ownerFacts(
  service: FactsFrom,
  shop: ShopConfig,
  owed: ToldSteps,
  now: Instant,
): Promise<OwnerMailFacts> {
  const reminders = owed.filter((step) => step.reminder !== undefined).length;
  return ownerFactsOf(service, shop, owed, now, {
    alreadyTold: (await countAlreadyTold(service.db, shop.id, now)) - reminders,
    muted: await countMuted(service.db, shop.id, now),
    dataAsOf: await dataAsOf(service, [shop.id]),
  });
}

/** The same from what is known already. */
export function ownerFactsOf(
  service: WithoutStore,
  shop: ShopConfig,
  owed: ToldSteps,
  now: Instant,
  known: Pick<OwnerMailFacts, 'alreadyTold' | 'muted' | 'dataAsOf'>,
): OwnerMailFacts {
  return {
    ...known,
    shop: mailShop(shop),
    now,
    rows: owed.map((step) => ({
      ...rowOf(service, shop, step, shop.language, now),
      // Told before: when that was noticed is no news any more.
      ...(step.reminder !== undefined && { reminder: step.reminder, late: null }),
    })),
    countingRule: describeRule(service.counting.rulesOf(shop, owed[0]!), shop.language),
    boardUrl: pageUrl(service, `/shops/${shop.id}`),
    from: service.config.service.from,
    contact: service.config.service.ops,
  };
}

export async function opsFacts(service: Service, owed: readonly PendingStep[], now: Instant): Promise<OpsMailFacts> {
  const { language, timeZone } = service.config.service;
  const told = owed.filter((step) => step.step === 'breach' || step.endedAt === null);
  const ids = [...new Set(told.map((step) => step.shop))];
  const states = await ownerMailStates(service.db, ids);
  const mutes = await mutesOf(
    service.db,
    told.map((step) => step.episodeId),
    now,
  );
  const shops = ids.flatMap((id) => {
    const shop = service.config.shops.get(id);
    if (shop === undefined) return [];
    const steps = told.filter((step) => step.shop === id);
    return opsShop(service, shop, steps, { ownerMail: states.get(id), mutes }, now);
  });
  return { now, language, timeZone, shops, dataAsOf: await dataAsOf(service, ids), boardUrl: pageUrl(service, '/') };
}

/** The facts of a 'blind' mail, or null when nothing is blind any more. */
export async function incidentFacts(service: Service, cause: string, now: Instant): Promise<IncidentMailFacts | null> {
  if (await isOver(service, cause)) return null;
  const { language, timeZone } = service.config.service;
  const about = isAboutService(cause) ? 'service' : isAboutDelivery(cause) ? 'delivery' : 'sight';
  const shops = about === 'sight' ? await unseenShops(service, cause, now) : shopNamedBy(service, cause);
  if (shops.length === 0 && about === 'sight') return null;
  const retries = isAboutGivenUp(cause) ? await givenUpSinceTold(service.db, shopOfDelivery(cause), cause) : [];
  // What an earlier mail of the day named already is not told twice.
  if (isAboutGivenUp(cause) && retries.length === 0 && (await wasTold(service.db, cause))) return null;
  return {
    about,
    now,
    language,
    timeZone,
    cause: incidentCauseInWords(cause, language),
    shops,
    retries: retries.map(({ id }) => id),
    boardUrl: pageUrl(service, '/system'),
  };
}

/** Whether the files are whole again, or nothing is held any more. */
async function isOver({ db }: Service, cause: string): Promise<boolean> {
  const state = configStateOf(cause);
  if (state === null) return false;
  const { brokenSince, heldSince } = await readConfigState(db);
  return state.since !== (state.what === 'config' ? brokenSince : heldSince);
}

/** The facts of a clear notice about so many inquiries. */
export function clearFacts(service: Service, shop: ShopConfig, inquiries: number, now: Instant): ClearMailFacts {
  return { shop: mailShop(shop), now, inquiries, boardUrl: pageUrl(service, `/shops/${shop.id}`) };
}

async function unseenShops(service: Service, cause: string, now: Instant): Promise<IncidentMailFacts['shops']> {
  const calendarOf = service.config.shops.get(shopOfCalendar(cause) ?? '');
  if (calendarOf !== undefined) return staleCalendar(service, calendarOf, now);
  const states = await sourceStates(service.db, [...service.config.shops.keys()]);
  const dueBefore = triedBefore(service, now);
  return [...states.values()]
    .filter((state) => isConcerned(cause, state, dueBefore))
    .map((state) => ({
      id: state.shop,
      name: service.config.shops.get(state.shop)?.name ?? state.shop,
      unknownSince: silenceOf(state, dueBefore) === null ? null : unreadSince(state),
    }));
}

/** The shop whose owner or webhook a message could not be delivered to; none for ops and the service itself. */
function shopNamedBy(service: Service, cause: string): IncidentMailFacts['shops'] {
  const shop = service.config.shops.get(isAboutDelivery(cause) ? shopOfDelivery(cause) : '');
  return shop === undefined ? [] : [{ id: shop.id, name: shop.name, unknownSince: null }];
}

function opsShop(
  service: Service,
  shop: ShopConfig,
  owed: readonly PendingStep[],
  known: { ownerMail: OpsMailShop['ownerMail'] | undefined; mutes: ReadonlyMap<number, Mute> },
  now: Instant,
): OpsMailShop {
  const breached = new Set(owed.filter((step) => step.step === 'breach').map((step) => step.episodeId));
  const row = (step: PendingStep) => {
    const muted = known.mutes.get(step.episodeId);
    return { ...rowOf(service, shop, step, service.config.service.language, now), ...(muted && { muted }) };
  };
  return {
    shop: mailShop(shop),
    breaches: owed.filter((step) => step.step === 'breach').map(row),
    // The strongest level wins: a breach is not also listed as an alert (MAIL.md 4).
    alerts: owed.filter((step) => step.step === 'owner_alert' && !breached.has(step.episodeId)).map(row),
    ownerMail: known.ownerMail ?? 'none',
  };
}

function rowOf(service: WithoutStore, shop: ShopConfig, step: PendingStep, language: Language, now: Instant): MailRow {
  const { policy, calendar } = service.counting.rulesOf(shop, step);
  const inDays = 'days' in policy.breachAfter;
  return {
    inquiry: step.inquiry,
    url: step.url,
    detailUrl: pageUrl(service, `/shops/${shop.id}/inquiries/${encodeURIComponent(step.inquiry)}`),
    type: step.type,
    category: step.category,
    channel: step.channel,
    item: step.item,
    startedAt: step.startedAt,
    alertAt: step.mailOwnerAt,
    breachAt: step.breachAt,
    level: step.breached ? 'breach' : 'owner_alert',
    businessDaysLeft: inDays ? businessDaysLeft(calendar, now, step.breachAt) : null,
    openMsLeft: inDays ? null : businessMsBetween(calendar, now, step.breachAt),
    late: lateReason(step, lateAfterMs(service.clock)),
    provisional: step.provisional,
    chain: dayChain(explain(calendar, policy, step.startedAt), language),
    answeredAt: step.endedAt,
    alertAfter: policy.mailOwnerAfter,
  };
}

const mailShop = ({ id, name, timeZone, language }: ShopConfig): MailShop => ({ id, name, timeZone, language });

/** How old the data on these shops is: the oldest last read of those that are polled. */
export async function dataAsOf(
  { db, config }: Pick<Service, 'db' | 'config'>,
  shops: readonly string[],
): Promise<OwnerMailFacts['dataAsOf']> {
  const polled = shops.filter((id) => config.shops.get(id)?.rms);
  if (polled.length === 0) return 'pushed';
  const sources = await sourceStates(db, polled);
  const reads = polled.map((id) => sources.get(id)?.lastCompleteAt ?? null);
  return reads.reduce((oldest, read) => (oldest === null || read === null ? null : Math.min(oldest, read)));
}

function pageUrl(service: WithoutStore, path: string): string {
  return `${service.config.service.publicUrl}${path}`;
}
