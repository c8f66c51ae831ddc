// What a mail says, read afresh: pending steps become rows with their receipt, worst first. Nothing here sends or stores.

import type { ShopConfig } from '../../../config/input/shop-settings.ts';
import type { Instant } from '../../../core/model.ts';
import { describeRule } from '../../../core/steps/explain.ts';
import type { ClearMailFacts, MailShop, OpsMailFacts, OpsMailShop, OwnerMailFacts } from '../../../mail/facts.ts';
import { readyShop } from '../../../mail/render/render-ops.ts';
import { countMuted, type Mute, mutesOf } from '../../../store/actions/mutes.ts';
import type { PendingNotice } from '../../../store/notifications/pending-notices.ts';
import { countNotified, ownerMailStates, type PendingStep } from '../../../store/notifications/pending-steps.ts';
import type { PendingPromise } from '../../../store/promises/promise-notices.ts';
import { type SourceState, sourceStates } from '../../../store/status/sources.ts';
import { openBreath } from '../../breath.ts';
import { groupBy } from '../../group-by.ts';
import type { Service } from '../../service.ts';
import { pageUrl, pathOfShop, rowOf, type WithoutStore } from './mail-row.ts';
import { noticeRowsOf } from './notice-rows.ts';
import { promiseRowsOf } from './promise-rows.ts';

type FactsFrom = Pick<Service, 'db' | 'clock' | 'config' | 'counting'>;

type PendingSteps = readonly (PendingStep & { readonly reminder?: number })[];

/** What notices tell besides steps. */
export interface Besides {
  readonly notices?: readonly PendingNotice[];
  readonly promises?: readonly PendingPromise[];
}

type KnownOfShop = Pick<OwnerMailFacts, 'alreadyTold' | 'muted' | 'dataAsOf'>;

export async function ownerFacts(
  service: FactsFrom,
  shop: ShopConfig,
  pending: PendingSteps,
  now: Instant,
): Promise<OwnerMailFacts> {
  const known = await readKnown(service, [shop.id], now);
  return ownerFactsOf(service, shop, pending, now, known(shop.id, pending));
}

/** What the mails to these shops say besides their inquiries, read in one go for all of them. */
export async function readKnown(
  { db, config }: Pick<Service, 'db' | 'config'>,
  shops: readonly string[],
  now: Instant,
): Promise<(shop: string, pending: PendingSteps) => KnownOfShop> {
  const told = await countNotified(db, shops, now);
  const muted = await countMuted(db, shops, now);
  const sources = await sourceStates(db, polledOf(config, shops));
  return (shop, pending) => {
    const reminders = pending.filter((step) => step.reminder !== undefined).length;
    return {
      alreadyTold: (told.get(shop) ?? 0) - reminders,
      muted: muted.get(shop) ?? 0,
      dataAsOf: oldestRead(polledOf(config, [shop]), sources),
    };
  };
}

/** The same from what is known already. */
export function ownerFactsOf(
  service: WithoutStore,
  shop: ShopConfig,
  pending: PendingSteps,
  now: Instant,
  known: KnownOfShop,
  { notices = [], promises = [] }: Besides = {},
): OwnerMailFacts {
  const { language } = shop;
  const reading = { language, now };
  const steps = pending.map((step) =>
    rowOf(service, shop, step, reading, step.reminder === undefined ? {} : { reminder: step.reminder }),
  );
  return {
    ...known,
    shop: mailShop(shop),
    now,
    rows: [...steps, ...noticeRowsOf(service, shop, notices, reading)],
    ...(promises.length > 0 && { promises: promiseRowsOf(service, shop, promises, now) }),
    countingRule: describeRule(service.counting.rulesOf(shop, pending[0] ?? notices[0] ?? promises[0]!), language),
    boardUrl: pageUrl(service, pathOfShop(shop), language),
    from: service.config.service.from,
    contact: service.config.service.ops,
  };
}

/** The mail to a contact, or to whoever has inquiries in hand. */
export function noticeFactsOf(
  service: WithoutStore,
  shop: ShopConfig,
  { to, dataAsOf: age, ...besides }: Required<Pick<OwnerMailFacts, 'to' | 'dataAsOf'>> & Besides,
  now: Instant,
): OwnerMailFacts {
  return { ...ownerFactsOf(service, shop, [], now, { alreadyTold: 0, dataAsOf: age }, besides), to };
}

/** `pending`: what holds, of configured shops alone; `notices`: what ops are told besides. */
export async function opsFacts(
  service: Service,
  pending: readonly PendingStep[],
  now: Instant,
  { notices = [], promises = [] }: Besides = {},
): Promise<OpsMailFacts> {
  const { language, timeZone } = service.config.service;
  const byShop = groupBy(pending, (step) => step.shop);
  const noticesOf = groupBy(notices, ({ shop }) => shop);
  const promisesOf = groupBy(promises, ({ shop }) => shop);
  const ids = [...new Set([...byShop.keys(), ...noticesOf.keys(), ...promisesOf.keys()])];
  const states = await ownerMailStates(service.db, ids);
  const mutes = await mutesOf(
    service.db,
    pending.map((step) => step.episodeId),
    now,
  );
  const shops: OpsMailShop[] = [];
  const breathe = openBreath();
  for (const id of ids) {
    const shop = service.config.shops.get(id);
    const known = {
      ownerMail: states.get(id),
      mutes,
      notices: noticesOf.get(id) ?? [],
      promises: promisesOf.get(id) ?? [],
    };
    if (shop === undefined) continue;
    const made = opsShop(service, shop, byShop.get(id) ?? [], known, now);
    readyShop(made);
    shops.push(made);
    await breathe();
  }
  const boardUrl = pageUrl(service, '/', language);
  return { now, language, timeZone, shops, dataAsOf: await dataAsOf(service, ids), boardUrl };
}

/** The facts of a clear notice about so many inquiries. */
export function clearFacts(service: Service, shop: ShopConfig, inquiries: number, now: Instant): ClearMailFacts {
  return { shop: mailShop(shop), now, inquiries, boardUrl: pageUrl(service, `/shops/${shop.id}`, shop.language) };
}

function opsShop(
  service: Service,
  shop: ShopConfig,
  pending: readonly PendingStep[],
  known: {
    ownerMail: OpsMailShop['ownerMail'] | undefined;
    mutes: ReadonlyMap<number, Mute>;
    notices: readonly PendingNotice[];
    promises: readonly PendingPromise[];
  },
  now: Instant,
): OpsMailShop {
  const { language } = service.config.service;
  const breached = new Set(pending.filter((step) => step.step === 'breach').map((step) => step.episodeId));
  const reading = { language, now };
  const row = (step: PendingStep) => {
    const muted = known.mutes.get(step.episodeId);
    return rowOf(service, shop, step, reading, muted && { muted });
  };
  return {
    shop: mailShop(shop),
    breaches: pending.filter((step) => step.step === 'breach').map(row),
    // The strongest level wins: a breach is not also listed as an alert (MAIL.md 4).
    alerts: [
      ...pending.filter((step) => step.step === 'owner_alert' && !breached.has(step.episodeId)).map(row),
      ...noticeRowsOf(service, shop, known.notices, reading),
    ],
    ...(known.promises.length > 0 && {
      promises: promiseRowsOf(service, { id: shop.id, language }, known.promises, now),
    }),
    ownerMail: known.ownerMail ?? 'none',
  };
}

const mailShop = ({ id, name, timeZone, language, group }: ShopConfig): MailShop => ({
  ...{ id, name, timeZone, language },
  ...(group !== undefined && { group }),
});

/** How old the data on these shops is: the oldest last read of those that are polled. */
export async function dataAsOf(
  { db, config }: Pick<Service, 'db' | 'config'>,
  shops: readonly string[],
): Promise<OwnerMailFacts['dataAsOf']> {
  const polled = polledOf(config, shops);
  return oldestRead(polled, polled.length === 0 ? new Map() : await sourceStates(db, polled));
}

const polledOf = ({ shops: configured }: Service['config'], shops: readonly string[]): string[] =>
  shops.filter((id) => configured.get(id)?.rms);

function oldestRead(polled: readonly string[], sources: ReadonlyMap<string, SourceState>): OwnerMailFacts['dataAsOf'] {
  if (polled.length === 0) return 'pushed';
  const reads = polled.map((id) => sources.get(id)?.lastCompleteAt ?? null);
  return reads.reduce((oldest, read) => (oldest === null || read === null ? null : Math.min(oldest, read)));
}
