// What is kept of a shop's file with each revision: everything but addresses, which are often a key by themselves.
// A backup of the database and whoever may read it see this; the files stay where the admin put them.

import { createHash } from 'node:crypto';
import { type ShopConfig, type ShopFields, shopOfFields } from '../../config/input/shop-settings.ts';
import type { CalendarSpec } from '../../core/model.ts';
import { feedKey } from '../outside-sources.ts';

/** A shop as a revision keeps it. Counting with it gives what counting with the shop gives. */
export type KeptSpec = ShopConfig & {
  readonly webhook: null;
  /** Of address and secret's name, so that a change is seen; null without a webhook. */
  readonly webhookDigest: string | null;
};

/** The shop without addresses; of what was kept already, the same again. Rows of older releases still hold them. */
export function keptSpec(shop: ShopConfig & { readonly webhookDigest?: string | null }): KeptSpec {
  const { calendar, calendars, webhook = null } = shop;
  const named = Object.entries(calendars ?? {}).map(([name, spec]) => [name, withoutAddresses(spec)] as const);
  return {
    ...shop,
    calendar: withoutAddresses(calendar),
    ...(calendars && { calendars: Object.fromEntries(named) }),
    webhook: null,
    webhookDigest: webhook === null ? (shop.webhookDigest ?? null) : digestOf(`${webhook.url}\n${webhook.secret}`),
  };
}

/** The shop that a revision kept; null where there is none. */
export const keptShop = (spec: unknown): ShopConfig | null => (spec == null ? null : shopOfFields(spec as ShopFields));

function withoutAddresses(calendar: CalendarSpec): CalendarSpec {
  const ics = calendar.ics?.map((feed) => ('url' in feed ? { ...feed, url: feedKey(feed) } : feed));
  return { ...calendar, ...(ics && { ics }) };
}

const digestOf = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 16);
