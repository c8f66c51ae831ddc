// Morning lists: one on each business day on which there is something to list, none on closed days, and nothing in it that
// is not so.

import type { ShopConfig } from '../../../src/config/input/shop-settings.ts';
import type { EpochDay } from '../../../src/core/model.ts';
import { listSlot, shopListDays } from '../../../src/core/notifications/list-days.ts';
import { standingPromise } from '../../../src/core/steps/promises.ts';
import { formatDate } from '../../../src/core/time/civil-date.ts';
import { openZone } from '../../../src/core/time/zone.ts';
import type { Thread } from '../people.ts';
import { endOf } from '../quiet/silences.ts';
import type { TakenMail } from '../smtp.ts';
import { type Court, contactOf, isCalm, isMorning, LINE_MS, LISTED, LISTS_GONE_MS, ON_ITS_WAY_MS } from './evidence.ts';
import { ALLOWED_MS, iso } from './law.ts';
import { MUTE } from './quiet.ts';

/** The lists of every shop up to `now`; `began`: since when the service runs. Returns how many came. */
export function judgeMornings(court: Court, threads: readonly Thread[], began: number, now: number): number {
  const lists = court.mails.filter(isMorning);
  const { settings } = court.world;
  for (const { id, morning, timeZone } of settings.config().shops.values()) {
    const zone = openZone(timeZone);
    const own = threads.filter((thread) => thread.shop === id);
    // Days before were judged the day after.
    for (let day = Math.max(zone.localDay(began), zone.localDay(now) - 1); day <= zone.localDay(now); day++)
      for (const name of morning?.tell ?? []) {
        const taken = lists.filter(({ to, at }) => to[0] === contactOf(id, name) && zone.localDay(at) === day);
        const shop = settings.config(zone.startOfDay(day) + LISTS_GONE_MS).shops.get(id)!;
        judgeDay(court, { shop, name, own, taken, day }, began, now);
      }
  }
  return lists.length;
}

interface DayOfReader {
  /** As its file was on that day. */
  readonly shop: ShopConfig;
  readonly name: string;
  readonly own: readonly Thread[];
  /** What the reader got on that day. */
  readonly taken: readonly TakenMail[];
  readonly day: EpochDay;
}

function judgeDay(court: Court, reader: DayOfReader, began: number, now: number): void {
  const { law, fault, world } = court;
  const { shop, name, own, taken, day } = reader;
  const days = shopListDays(law.calendarOf(shop), shop.mail.sendWindow, shop.morning!.at);
  const about = `the morning list of ${formatDate(day)} to ${name} of ${shop.id}`;
  if (new Set(taken.map(({ messageId }) => messageId)).size > 1) fault(`${about} came in ${taken.length} mails`);
  if (!days.isOpen(day)) {
    if (taken.length > 0) fault(`${about} came on a closed day`);
    return;
  }
  const slot = listSlot(days, day);
  for (const mail of taken) {
    if (mail.at < slot.at || mail.at >= slot.until + ON_ITS_WAY_MS) fault(`${about} came at ${iso(mail.at)}`);
    if (mail.names.length === 0) fault(`${about} lists nothing`);
    if (isCalm(court, mail.at)) judgeContent(court, reader, mail, { about, at: slot.at });
  }
  const limit = law.excused(slot.at) + ALLOWED_MS;
  const isEdited = world.settings.editedAt !== null && world.settings.editedAt < limit;
  if (slot.at < began || limit > now || limit >= slot.until || (isEdited && limit - ALLOWED_MS > slot.at)) return;
  const isOwed = [slot.at, limit].every((at) => listed(court, shop, own, at, 'surely').length > 0);
  if (isOwed && !taken.some(({ at }) => at <= limit)) fault(`${about} did not come by ${iso(limit)}`);
}

function judgeContent(
  court: Court,
  { shop, own }: DayOfReader,
  mail: TakenMail,
  { about, at }: { readonly about: string; readonly at: number },
): void {
  const whens = [at, mail.at - ON_ITS_WAY_MS, mail.at];
  const [surely, moments] = (['surely', 'maybe'] as const).map((how) =>
    whens.map((when) => listed(court, shop, own, when, how)),
  ) as [string[][], string[][]];
  const always = surely[0]!.filter((number) => surely.every((numbers) => numbers.includes(number)));
  const known = new Set(own.map(({ number }) => number));
  if (always.length <= LISTED)
    for (const number of always) if (!mail.names.includes(number)) court.fault(`${about} lacks ${number}`);
  for (const number of mail.names)
    if (known.has(number) && !moments.some((numbers) => numbers.includes(number)))
      court.fault(`${about} lists ${number}, against the rules`);
}

/**
 * What is to be listed by what was known at that moment: a step of its wait, or a promise, falls due by the end of the day, or somebody
 * has had it in hand since before; and nobody muted it. Whether that was pressed just then is not to be said.
 */
function listed(
  { law, quiet }: Court,
  shop: ShopConfig,
  own: readonly Thread[],
  when: number,
  how: 'surely' | 'maybe',
): string[] {
  const { zone } = law.calendarOf(shop);
  const [dayStart, dayEnd] = [0, 1].map((days) => zone.startOfDay(zone.localDay(when) + days)) as [number, number];
  const [from, to] = [when - LINE_MS, when + LINE_MS];
  return own
    .filter((thread) => {
      if (how === 'surely' ? quiet.over(thread, MUTE, from, to).length > 0 : quiet.isHeld(thread, MUTE, from, to))
        return false;
      const waiting = law.counted(thread, when).filter(({ episode }) => episode.endedAt === null);
      if (waiting.some(({ dues }) => dues.flag !== null && dues.flag <= dayEnd)) return true;
      const hands = quiet.over(thread, ['in_hand'], from, to).filter((one) => one.from < dayStart);
      const isInHand = hands.some((one) => how === 'maybe' || endOf(one) > to);
      if (waiting.length > 0 && isInHand) return true;
      const promise = standingPromise(law.promises(thread, when));
      return promise !== null && promise.until <= dayEnd;
    })
    .map(({ number }) => number);
}
