// Deadlines and send slots of shops: compiled calendars, shared by shops that are configured alike.

import { createHash } from 'node:crypto';
import { namedSpec } from '../config/input/named-calendars.ts';
import { choosePolicy, type ShopConfig } from '../config/input/shop-settings.ts';
import type { Config } from '../config/load.ts';
import { nationalHolidays } from '../config/values/national-holidays.ts';
import { type Calendar, compileCalendar } from '../core/calendar/calendar.ts';
import type { OutsideCalendar } from '../core/calendar/outside-calendar.ts';
import { type Deadlines, type Instant, OWN_CALENDAR, type Policy } from '../core/model.ts';
import { computeDeadlines, NoBusinessDayError } from '../core/steps/counting.ts';
import { nextSendInstant } from '../core/steps/send-window.ts';
import { openZone } from '../core/time/zone.ts';
import { shopAtWork } from './canary-shop.ts';
import { outsideSources, sourcesOf } from './outside-sources.ts';

/** What chooses a policy (CONTRACT.md "Files that admins edit"). */
export interface InquiryKind {
  readonly channel: string;
  readonly type: string | null;
  readonly category: string | null;
}

/** What an inquiry is counted with. */
export interface Rules {
  readonly policy: Policy;
  readonly calendar: Calendar;
}

/** An episode as counting knows it: of a policy that counts only the first of a thread, later ones have no deadlines. */
export interface Wait {
  readonly startedAt: Instant;
  readonly isFirst: boolean;
}

export interface Counting {
  /** The shop's own calendar: its closed days and its send window. Inquiries are counted on that of `rulesOf`. */
  calendarOf(shop: ShopConfig): Calendar;
  /** What open episodes are counted with: the file's revision together with what outside calendars close. */
  revisionOf(shop: ShopConfig): string;
  /** The outside calendars that a shop's calendar takes, as far as they are known; without a name, the shop's own. */
  outsideOf(shop: ShopConfig, name?: string): readonly OutsideCalendar[];
  /** What outside calendars close from now on, by shop and key, as seen at an instant; other shops keep theirs. */
  setOutside(known: ReadonlyMap<string, ReadonlyMap<string, OutsideCalendar>>, seenAt: Instant): void;
  /** When `setOutside` was last told anything; null before. */
  outsideSeenAt(): Instant | null;
  policyOf(shop: ShopConfig, kind: InquiryKind): Policy;
  /** An inquiry's policy with the calendar that it names. */
  rulesOf(shop: ShopConfig, kind: InquiryKind): Rules;
  /** The deadlines of an episode; null when it has none, or no business day comes within 400 days. */
  deadlines(shop: ShopConfig, kind: InquiryKind, wait: Wait): Deadlines | null;
  /** From when each of the shops may be mailed, seen from `now` (RULES.md 5.2), without shops that are not configured. */
  slots(shopIds: Iterable<string>, now: Instant): Map<string, Instant>;
}

/** Compiled calendars kept at once: each takes some ten kilobytes. */
const KEPT_CALENDARS = 2_000;

type Known = ReadonlyMap<string, OutsideCalendar> | undefined;

/** A shop's file with what is known from outside. */
interface InForce {
  readonly known: Known;
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
    const now = { known, revision: revisionWith(shop, calendars) };
    inForce.set(shop, now);
    return now;
  }

  function calendarOf(shop: ShopConfig, name: string = OWN_CALENDAR): Calendar {
    const { revision, known } = inForceOf(shop);
    const key = `${revision} ${name}`;
    const before = compiled.get(key);
    if (before !== undefined) return before;
    const calendar = compileNamed(shop, name, outsideOf(shop, name, known));
    const oldest = compiled.keys().next();
    if (compiled.size >= KEPT_CALENDARS && !oldest.done) compiled.delete(oldest.value);
    compiled.set(key, calendar);
    return calendar;
  }

  function rulesOf(shop: ShopConfig, kind: InquiryKind): Rules {
    const policy = policyOf(shop, kind);
    return { policy, calendar: calendarOf(shop, policy.calendar) };
  }

  function policyOf(shop: ShopConfig, kind: InquiryKind): Policy {
    const { channel, type, category } = kind;
    return choosePolicy(shop, {
      channel,
      ...(type === null ? {} : { type }),
      ...(category === null ? {} : { category }),
    });
  }

  function deadlines(shop: ShopConfig, kind: InquiryKind, { startedAt, isFirst }: Wait): Deadlines | null {
    const { policy, calendar } = rulesOf(shop, kind);
    if (policy.counts === 'first' && !isFirst) return null;
    try {
      return computeDeadlines(calendar, policy, startedAt);
    } catch (error) {
      if (error instanceof NoBusinessDayError) return null;
      throw error;
    }
  }

  function slots(shopIds: Iterable<string>, now: Instant): Map<string, Instant> {
    const result = new Map<string, Instant>();
    const config = current();
    for (const id of shopIds) {
      const shop = shopAtWork(config, id);
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
    calendarOf: (shop) => calendarOf(shop),
    revisionOf: (shop) => inForceOf(shop).revision,
    outsideOf: (shop, name) => outsideOf(shop, name, inForceOf(shop).known),
    setOutside: (known, at) => {
      for (const [shopId, calendars] of known) outside.set(shopId, calendars);
      seenAt = at;
    },
    outsideSeenAt: () => seenAt,
    policyOf,
    rulesOf,
    deadlines,
    slots,
  };
}

/** The calendar of a shop by its name, the own one without (RULES.md 3), with what outside calendars close. */
export function compileNamed(
  shop: ShopConfig,
  name: string | undefined,
  outside: readonly OutsideCalendar[] | null,
): Calendar {
  return compileCalendar(namedSpec(shop, name), openZone(shop.timeZone), nationalHolidays, outside);
}

function outsideOf(shop: ShopConfig, name: string | undefined, known: Known): OutsideCalendar[] {
  return sourcesOf(namedSpec(shop, name), shop.rms).flatMap(({ key }) => known?.get(key) ?? []);
}

function revisionWith({ revision }: ShopConfig, outside: readonly OutsideCalendar[]): string {
  if (outside.length === 0) return revision;
  return createHash('sha256')
    .update(JSON.stringify([revision, outside]))
    .digest('hex');
}
