// Which lists the configuration asks for, on which days each goes out, and whether one of them may go now (RULES.md 9).

import type { ShopConfig } from '../../../config/input/shop-settings.ts';
import { type EpochDay, type Instant, WEEKDAYS, type Weekday } from '../../../core/model.ts';
import {
  commonListDays,
  type ListDays,
  lastWeekToldOn,
  latestWeeks,
  listSlot,
  nextListInstant,
  shopListDays,
  slotNow,
  type Weeks,
} from '../../../core/notifications/list-days.ts';
import { listReceiverOf } from '../../../core/notifications/list-receiver.ts';
import type { UnsentReason } from '../../../core/notifications/unsent-reasons.ts';
import { formatDate } from '../../../core/time/civil-date.ts';
import { openZone } from '../../../core/time/zone.ts';
import type { ListKey } from '../../../store/notifications/list-slots.ts';
import type { ClaimedMail } from '../../../store/notifications/mail-claims.ts';
import { shopsByGroup } from '../../groups.ts';
import { perConfig } from '../../per-config.ts';
import type { Service } from '../../service.ts';

type Parts = Pick<Service, 'config' | 'counting'>;

/** The shops of each group of which one has a weekly summary. */
export const groupedShops = perConfig(
  (config): ReadonlyMap<string, readonly ShopConfig[]> =>
    new Map([...shopsByGroup(config)].filter(([, members]) => members.some(({ weekly }) => weekly))),
);

/** Every list that somebody is to get. */
export const wantedLists = perConfig((config): ListKey[] => [
  ...[...config.shops.values()].flatMap(({ id, morning, weekly }): ListKey[] => [
    ...(morning ? [{ kind: 'morning', subject: id } as const] : []),
    ...(weekly ? [{ kind: 'weekly', subject: id } as const] : []),
  ]),
  ...[...groupedShops(config).keys()].map((subject) => ({ kind: 'group', subject }) as const),
]);

/** A list that may go out at a moment: of which date it is, when that was planned, and which weeks it is about. */
export interface CurrentList {
  readonly day: EpochDay;
  readonly at: Instant;
  /** Null of a morning list. */
  readonly weeks: Weeks | null;
}

/** How a list goes by the calendar; null when nobody wants it. */
export interface ListSchedule {
  /** Null: on a closed day, before its time, too late, or there is none these weeks. */
  currentAt(now: Instant): CurrentList | null;
  /**
   * Whether the list that went out on an earlier date told of it: a week stays told when that date is closed later, or another
   * weekday is asked for. `toldWeek`: the Monday of the last one told then, null when it is not known.
   */
  isTold(list: CurrentList, done: EpochDay, toldWeek: EpochDay | null): boolean;
  /** The next instant after `now` at which it may begin. */
  nextAfter(now: Instant): Instant;
  /** `now` inside the hours in which it goes out, else when they begin. */
  opensAt(now: Instant): Instant;
}

export function scheduleOf(service: Parts, key: ListKey): ListSchedule | null {
  const found = key.kind === 'group' ? groupDays(service, key.subject) : shopDays(service, key);
  if (found === null) return null;
  const { days, on } = found;
  return {
    currentAt: (now) => currentList(days, on, now),
    isTold: ({ day, weeks }, done, toldWeek) =>
      day <= done || (on !== null && weeks !== null && weeks.last <= (toldWeek ?? lastWeekToldOn(on, done))),
    nextAfter: (now) => nextListInstant(days, now),
    opensAt: (now) => (slotNow(days, now) === null ? nextListInstant(days, now) : now),
  };
}

/** `on` null: every business day. */
interface Days {
  readonly days: ListDays;
  readonly on: Weekday | null;
}

function shopDays({ config, counting }: Parts, { kind, subject }: ListKey): Days | null {
  const shop = config.shops.get(subject);
  const rule = kind === 'morning' ? shop?.morning : shop?.weekly;
  if (shop === undefined || rule === undefined) return null;
  const at = 'at' in rule ? rule.at : 'opening';
  const days = shopListDays(counting.calendarOf(shop), shop.mail.sendWindow, at);
  return { days, on: 'on' in rule ? rule.on : null };
}

/** On the first of its shops' weekdays, counted from Monday, when one of them is open. */
function groupDays({ config, counting }: Parts, group: string): Days | null {
  const members = groupedShops(config).get(group);
  if (members === undefined) return null;
  const fromMonday = ({ on }: { readonly on: Weekday }) => (WEEKDAYS.indexOf(on) + 6) % 7;
  const [first] = members.flatMap(({ weekly }) => weekly ?? []).sort((a, b) => fromMonday(a) - fromMonday(b));
  const calendars = members.map((shop) => counting.calendarOf(shop));
  return { days: commonListDays(calendars, openZone(config.service.timeZone)), on: first!.on };
}

function currentList(days: ListDays, on: Weekday | null, now: Instant): CurrentList | null {
  const slot = slotNow(days, now);
  if (slot === null || on === null) return slot && { day: slot.day, at: slot.at, weeks: null };
  const latest = latestWeeks(days, on, slot.day);
  return latest && { ...latest, at: listSlot(days, latest.day).at };
}

/** The list that a row of the outbox is of. */
export function listKeyOf({ kind, shop, cause }: Pick<ClaimedMail, 'kind' | 'shop' | 'cause'>): ListKey {
  if (kind === 'group') return { kind, subject: listReceiverOf(cause).name };
  return { kind: kind === 'morning' || kind === 'morning_chat' ? 'morning' : 'weekly', subject: shop };
}

/** Why a row's list does not go now, or the list as it is now: somebody else may be told, its day or week may be over. */
export function listInForce(
  service: Parts,
  claimed: ClaimedMail,
  now: Instant,
): CurrentList | { readonly none: UnsentReason } {
  const { name, chat, day } = listReceiverOf(claimed.cause);
  const key = listKeyOf(claimed);
  const schedule = scheduleOf(service, key);
  if (schedule === null) return { none: 'not asked for any more' };
  if (key.kind !== 'group' && !isTold(service, { ...key, kind: key.kind }, name, chat))
    return { none: `${name} is not told any more` };
  const current = schedule.currentAt(now);
  return current !== null && formatDate(current.day) === day ? current : { none: 'its time is over' };
}

function isTold(
  { config }: Parts,
  { kind, subject }: ListKey & { kind: 'morning' | 'weekly' },
  name: string,
  chat: string | null,
): boolean {
  const shop = config.shops.get(subject);
  if (shop?.[kind]?.tell.includes(name) !== true) return false;
  return chat === null || shop.contacts?.[name]?.chat.includes(chat) === true;
}

/** Where a reader of a shop's lists is mailed: the owner, ops, or a contact of the shop; nowhere when there is none such. */
export function readerAddresses({ config }: Pick<Service, 'config'>, shop: string, name: string): readonly string[] {
  if (name === 'ops') return config.service.opsMail.summary;
  const found = config.shops.get(shop);
  return (name === 'owner' ? found?.owner : found?.contacts?.[name]?.mail) ?? [];
}
