// Deadlines and send slots of shops: compiled calendars, shared by shops that are configured alike.

import { createHash } from 'node:crypto';
import { choosePolicy, type ShopConfig } from '../config/input/shop-settings.ts';
import type { Config } from '../config/load.ts';
import { nationalHolidays } from '../config/values/national-holidays.ts';
import { type Calendar, compileCalendar } from '../core/calendar/calendar.ts';
import type { OutsideCalendar } from '../core/calendar/outside-calendar.ts';
import type { Deadlines, Instant, Policy } from '../core/model.ts';
import { computeDeadlines, NoBusinessDayError } from '../core/steps/counting.ts';
import { nextSendInstant } from '../core/steps/send-window.ts';
import { openZone } from '../core/time/zone.ts';
import { outsideSources } from './outside-sources.ts';

/** What chooses a policy (CONTRACT.md "Files that admins edit"). */
export interface InquiryKind {
  readonly channel: string;
  readonly type: string | null;
  readonly category: string | null;
}

export interface Counting {
  calendarOf(shop: ShopConfig): Calendar;
  /** What open episodes are counted with: the file's revision together with what outside calendars close. */
  revisionOf(shop: ShopConfig): string;
  /** The outside calendars that the shop's file takes, as far as they are known. */
  outsideOf(shop: ShopConfig): readonly OutsideCalendar[];
  /** What outside calendars close from now on, by shop and key, as seen at an instant; other shops keep theirs. */
  takeOutside(known: ReadonlyMap<string, ReadonlyMap<string, OutsideCalendar>>, seenAt: Instant): void;
  /** When `takeOutside` was last told anything; null before. */
  outsideSeenAt(): Instant | null;
  policyOf(shop: ShopConfig, kind: InquiryKind): Policy;
  /** The deadlines of an episode that starts at `startedAt`; null when no business day comes within 400 days. */
  deadlines(shop: ShopConfig, kind: InquiryKind, startedAt: Instant): Deadlines | null;
  /** From when each of the shops may be mailed, seen from `now` (RULES.md 5.2), without shops that are not configured. */
  slots(shopIds: Iterable<string>, now: Instant): Map<string, Instant>;
}

/** Compiled calendars kept at once: each takes some ten kilobytes. */
const KEPT_CALENDARS = 2_000;

/** A shop's file with what is known from outside. */
interface InForce {
  readonly known: ReadonlyMap<string, OutsideCalendar> | undefined;
  readonly outside: readonly OutsideCalendar[];
  readonly revision: string;
}

/** `current` gives the configuration in force; a calendar is compiled once per revision. */
export function createCounting(current: () => Config): Counting {
  const compiled = new Map<string, Calendar>();
  const outside = new Map<string, ReadonlyMap<string, OutsideCalendar>>();
  const inForce = new WeakMap<ShopConfig, InForce>();
  let seenAt: Instant | null = null;

  function inForceOf(shop: ShopConfig): InForce {
    const before = inForce.get(shop);
    const known = outside.get(shop.id);
    if (before !== undefined && before.known === known) return before;
    const calendars = known === undefined ? [] : outsideSources(shop).flatMap(({ key }) => known.get(key) ?? []);
    const now = { known, outside: calendars, revision: revisionWith(shop, calendars) };
    inForce.set(shop, now);
    return now;
  }

  function calendarOf(shop: ShopConfig): Calendar {
    const { revision, outside: calendars } = inForceOf(shop);
    const known = compiled.get(revision);
    if (known !== undefined) return known;
    const calendar = compileCalendar(shop.calendar, openZone(shop.timeZone), nationalHolidays, calendars);
    const oldest = compiled.keys().next();
    if (compiled.size >= KEPT_CALENDARS && !oldest.done) compiled.delete(oldest.value);
    compiled.set(revision, calendar);
    return calendar;
  }

  function policyOf(shop: ShopConfig, kind: InquiryKind): Policy {
    const { channel, type, category } = kind;
    return choosePolicy(shop, {
      channel,
      ...(type === null ? {} : { type }),
      ...(category === null ? {} : { category }),
    });
  }

  function deadlines(shop: ShopConfig, kind: InquiryKind, startedAt: Instant): Deadlines | null {
    try {
      return computeDeadlines(calendarOf(shop), policyOf(shop, kind), startedAt);
    } catch (error) {
      if (error instanceof NoBusinessDayError) return null;
      throw error;
    }
  }

  function slots(shopIds: Iterable<string>, now: Instant): Map<string, Instant> {
    const result = new Map<string, Instant>();
    const { shops } = current();
    for (const id of shopIds) {
      const shop = shops.get(id);
      if (shop !== undefined) result.set(id, slotOf(shop, now));
    }
    return result;
  }

  /** A shop that never opens again is mailed at once: a closed calendar must not swallow an alert. */
  function slotOf(shop: ShopConfig, now: Instant): Instant {
    try {
      return nextSendInstant(calendarOf(shop), shop.mail.sendWindow, now);
    } catch (error) {
      if (error instanceof NoBusinessDayError) return now;
      throw error;
    }
  }

  return {
    calendarOf,
    revisionOf: (shop) => inForceOf(shop).revision,
    outsideOf: (shop) => inForceOf(shop).outside,
    takeOutside: (known, at) => {
      for (const [shopId, calendars] of known) outside.set(shopId, calendars);
      seenAt = at;
    },
    outsideSeenAt: () => seenAt,
    policyOf,
    deadlines,
    slots,
  };
}

function revisionWith({ revision }: ShopConfig, outside: readonly OutsideCalendar[]): string {
  if (outside.length === 0) return revision;
  return createHash('sha256')
    .update(JSON.stringify([revision, outside]))
    .digest('hex');
}
