// The weeks that a summary tells of: their bounds in each shop's zone, and a line of figures for each.

import type { ShopConfig } from '../../../config/input/shop-settings.ts';
import type { ByStep, EpochDay } from '../../../core/model.ts';
import type { Weeks } from '../../../core/notifications/list-days.ts';
import type { Dates, Kept, WeekLine } from '../../../mail/list-facts.ts';
import type { AskedSpan } from '../../../store/reports/asked-rows.ts';
import type { ShopSpan, SpanCounts } from '../../../store/reports/week-rows.ts';
import type { Service } from '../../service.ts';

/** The told week and the seven before. */
const TABLE_WEEKS = 8;

export type FactsFrom = Pick<Service, 'db' | 'clock' | 'config' | 'counting'>;

/** A shop, and the weeks that its summary is about. */
export interface ShopWeeks {
  readonly shop: ShopConfig;
  readonly weeks: Weeks;
}

/** From the first Monday to the last Sunday. */
export const datesOf = ({ first, last }: Weeks): Dates => ({ from: first, to: last + 6 });

export const zoneOf = ({ counting }: FactsFrom, shop: ShopConfig) => counting.calendarOf(shop).zone;

/** What a summary tells of, in the shop's zone. */
export function toldSpan(service: FactsFrom, { shop, weeks }: ShopWeeks): ShopSpan {
  const zone = zoneOf(service, shop);
  return { shop: shop.id, from: zone.startOfDay(weeks.first), to: zone.startOfDay(weeks.last + 7) };
}

/** The same, beside as many days before. */
export function askedSpan(service: FactsFrom, { shop, weeks }: ShopWeeks): AskedSpan {
  const earlier = weeks.first - (weeks.last + 7 - weeks.first);
  const { from, to } = toldSpan(service, { shop, weeks });
  return { shop: shop.id, from, to, before: { from: zoneOf(service, shop).startOfDay(earlier), to: from } };
}

/** The Mondays of the table, the newest first. */
const mondaysOf = ({ last }: Weeks): EpochDay[] => Array.from({ length: TABLE_WEEKS }, (_, n) => last - 7 * n);

export function weekSpans(service: FactsFrom, { shop, weeks }: ShopWeeks): ShopSpan[] {
  return mondaysOf(weeks).map((monday) => toldSpan(service, { shop, weeks: { first: monday, last: monday } }));
}

export function weekLines(service: FactsFrom, { shop, weeks }: ShopWeeks, counts: readonly SpanCounts[]): WeekLine[] {
  const zone = zoneOf(service, shop);
  const byStart = new Map(counts.map((one) => [one.from, one]));
  return mondaysOf(weeks).map((monday) => {
    const found = byStart.get(zone.startOfDay(monday));
    return { from: monday, to: monday + 6, inquiries: found?.inquiries ?? 0, kept: keptOf(found) };
  });
}

const NEVER: ByStep<Kept> = {
  flag: { met: 0, decided: 0 },
  owner_alert: { met: 0, decided: 0 },
  breach: { met: 0, decided: 0 },
};

/** By step; of nothing, nothing. */
export function keptOf(counts: SpanCounts | undefined): ByStep<Kept> {
  if (counts === undefined) return NEVER;
  const kept = (met: number, missed: number): Kept => ({ met, decided: met + missed });
  return {
    flag: kept(counts.flagMet, counts.flagMissed),
    owner_alert: kept(counts.ownerAlertMet, counts.ownerAlertMissed),
    breach: kept(counts.breachMet, counts.breachMissed),
  };
}
