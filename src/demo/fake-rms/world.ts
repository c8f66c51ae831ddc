// What exists in the fake RMS: shops with keys, calendars and inquiries, each fact dated. Nothing shows before its
// instant, so a whole story can be written in advance and an accelerated clock plays it.

import type { Instant } from '../../core/model.ts';
import { createThreads, type Threads } from './threads.ts';

export interface FakeKey {
  readonly key: string;
  /** A new key can need up to 90 minutes after its issue. */
  readonly liveFrom?: Instant;
  readonly endsAt: Instant;
}

export interface FakeCalendarList {
  readonly weekdays?: readonly string[];
  /** `YYYYMMDD`. */
  readonly eventDates?: readonly string[];
}

/** By RMS's element names; a list left out is a missing element. */
export interface FakeCalendar {
  readonly businessHoliday?: FakeCalendarList;
  readonly shippingHoliday?: FakeCalendarList;
  readonly shippingOnly?: FakeCalendarList;
}

interface FakeShopSpec {
  readonly shopId: number;
  readonly serviceSecret: string;
  readonly keys: readonly FakeKey[];
  readonly calendar?: FakeCalendar;
}

export interface FakeShop extends Threads {
  readonly shopId: number;
  setsCalendar(calendar: FakeCalendar, at: Instant): void;
  calendarAt(now: Instant): FakeCalendar;
  /** Another licence key is issued. */
  issuesKey(key: FakeKey): void;
  keys(): readonly FakeKey[];
  hasSecret(serviceSecret: string): boolean;
}

export interface FakeWorld {
  addShop(spec: FakeShopSpec): FakeShop;
  shops(): readonly FakeShop[];
  /** The shop that a secret belongs to. */
  shopOf(serviceSecret: string): FakeShop | null;
}

/** An empty world. */
export function createWorld(): FakeWorld {
  const shops: FakeShop[] = [];
  return {
    addShop(spec) {
      const shop = createShop(spec);
      shops.push(shop);
      return shop;
    },
    shops: () => shops,
    shopOf: (serviceSecret) => shops.find((shop) => shop.hasSecret(serviceSecret)) ?? null,
  };
}

function createShop(spec: FakeShopSpec): FakeShop {
  const keys = [...spec.keys];
  const calendars = [{ at: Number.NEGATIVE_INFINITY, calendar: spec.calendar ?? {} }];
  return {
    ...createThreads(spec.shopId),
    shopId: spec.shopId,
    setsCalendar: (calendar, at) => void calendars.push({ at, calendar }),
    calendarAt: (now) => calendars.findLast((one) => one.at <= now)?.calendar ?? {},
    issuesKey: (key) => void keys.push(key),
    keys: () => keys,
    hasSecret: (serviceSecret) => serviceSecret === spec.serviceSecret,
  };
}
