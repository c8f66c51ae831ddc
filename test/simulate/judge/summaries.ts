// Summaries of weeks, of shops to whom their files name, and of groups to ops: on their day, each week once, in their hours, with
// the figures that the world's events come to, and none where there is nothing to tell.

import type { ShopConfig } from '../../../src/config/input/shop-settings.ts';
import { type EpochDay, WEEKDAYS, type Weekday } from '../../../src/core/model.ts';
import {
  commonListDays,
  type ListDays,
  latestWeeks,
  listSlot,
  shopListDays,
  type Weeks,
} from '../../../src/core/notifications/list-days.ts';
import { formatDate } from '../../../src/core/time/civil-date.ts';
import { openZone } from '../../../src/core/time/zone.ts';
import type { Thread } from '../people.ts';
import { GROUP, OPS, ownerOf } from '../settings.ts';
import type { TakenMail } from '../smtp.ts';
import {
  type Court,
  contactOf,
  copyOf,
  heardOf,
  isCalm,
  isSummary,
  LINE_MS,
  LISTS_GONE_MS,
  ON_ITS_WAY_MS,
} from './evidence.ts';
import { ALLOWED_MS, iso } from './law.ts';
import { readLetter } from './letters.ts';
import { MUTE } from './quiet.ts';
import { isVague, type ShopThreads } from './recount.ts';
import { groupFigures, type Said, saidIn, saidOfGroup, shopFigures } from './week-figures.ts';

/** Who gets summaries, and what by the files of a day they have to be. */
interface Reader {
  readonly about: string;
  readonly taken: readonly TakenMail[];
  readonly days: (at: number) => ListDays;
  readonly on: Weekday;
  readonly own: readonly Thread[];
  /** Of which shop it is, whose mute holds it back; null of a group. */
  readonly shop: string | null;
  readonly said: (mail: TakenMail) => Said;
  /** Null when there is nothing to tell. */
  readonly figures: (weeks: Weeks, when: number) => Said | null;
}

const ZONE = openZone('Asia/Tokyo');

/** The summaries of every shop and group up to `now`; `began`: since when the service runs. Returns how many came. */
export function judgeSummaries(court: Court, threads: readonly Thread[], began: number, now: number): number {
  const all = court.mails.filter(isSummary);
  const readers = [...shopReaders(court, all, threads), ...groupReaders(court, all, threads)];
  const known = new Set(readers.flatMap(({ taken }) => taken));
  for (const mail of all) if (!known.has(mail)) court.fault(`${mail.messageId}: a summary to ${mail.to} is not wanted`);
  for (const reader of readers) {
    judgeOnce(court, reader);
    // Days before were judged the day after.
    for (let day = Math.max(ZONE.localDay(began), ZONE.localDay(now) - 1); day <= ZONE.localDay(now); day++)
      judgeDay(court, reader, day, began, now);
  }
  return all.length;
}

function shopReaders({ world, law }: Court, all: readonly TakenMail[], threads: readonly Thread[]): Reader[] {
  return [...world.settings.config().shops.values()].flatMap(({ id, weekly }) => {
    if (weekly === undefined) return [];
    const own = threads.filter((thread) => thread.shop === id);
    const shopAt = (at: number): ShopConfig => world.settings.config(at).shops.get(id)!;
    return weekly.tell.map((name): Reader => {
      const to = name === 'owner' ? ownerOf(id) : contactOf(id, name);
      return {
        about: `to ${name} of ${id}`,
        taken: all.filter((mail) => mail.to[0] === to),
        days: (at) => shopListDays(law.calendarOf(shopAt(at)), shopAt(at).mail.sendWindow, 'opening'),
        on: weekly.on,
        own,
        shop: id,
        said: ({ text }) => saidIn(readLetter(text)),
        figures: (weeks, when) => shopFigures(law, { shop: shopAt(when), own }, { weeks, when }),
      };
    });
  });
}

/** On the first of their weekdays, counted from Monday. */
function groupReaders({ world, law }: Court, all: readonly TakenMail[], threads: readonly Thread[]): Reader[] {
  const { settings } = world;
  const membersAt = (at?: number) => [...settings.config(at).shops.values()].filter(({ group }) => group === GROUP);
  const fromMonday = (day: Weekday): number => (WEEKDAYS.indexOf(day) + 6) % 7;
  const [on] = membersAt()
    .flatMap(({ weekly }) => weekly?.on ?? [])
    .sort((a, b) => fromMonday(a) - fromMonday(b));
  if (on === undefined) return [];
  const ownOf = (id: string): Thread[] => threads.filter(({ shop }) => shop === id);
  const shopsAt = (at: number): ShopThreads[] => membersAt(at).map((shop) => ({ shop, own: ownOf(shop.id) }));
  return [
    {
      about: `of ${GROUP} to ops`,
      taken: all.filter(({ to, subject }) => to[0] === OPS && subject.includes(`／${GROUP} `)),
      days: (at) =>
        commonListDays(
          membersAt(at).map((shop) => law.calendarOf(shop)),
          ZONE,
        ),
      on,
      own: membersAt().flatMap(({ id }) => ownOf(id)),
      shop: null,
      said: ({ text }) => saidOfGroup(readLetter(text)),
      figures: (weeks, when) => groupFigures(law, shopsAt(when), { weeks, when }),
    },
  ];
}

/** By the files as they were when the lists of that day went out. */
const daysOn = ({ days }: Reader, day: EpochDay): ListDays => days(ZONE.startOfDay(day) + LISTS_GONE_MS);

/** The last week that a mail is about, by its Monday. */
function weekOf(reader: Reader, { at }: TakenMail): EpochDay | undefined {
  const day = ZONE.localDay(at);
  return latestWeeks(daysOn(reader, day), reader.on, day)?.weeks.last;
}

/** No week is told in two mails, nor twice in one but where its answer was lost. */
function judgeOnce(court: Court, reader: Reader): void {
  const { fault } = court;
  const told = new Map<EpochDay, TakenMail[]>();
  for (const mail of reader.taken) {
    const last = weekOf(reader, mail);
    if (last !== undefined) told.set(last, [...(told.get(last) ?? []), mail]);
  }
  for (const [monday, mails] of told) {
    const about = `the week of ${formatDate(monday)} ${reader.about}`;
    const ids = new Set(mails.map(({ messageId }) => messageId));
    if (ids.size > 1) fault(`${about} came in ${ids.size} mails: ${[...ids]}`);
    if (heardOf(court, mails).length > 1) fault(`${about} came ${mails.length} times`);
  }
}

function judgeDay(court: Court, reader: Reader, day: EpochDay, began: number, now: number): void {
  const { law, fault, world } = court;
  const taken = reader.taken.filter(({ at }) => ZONE.localDay(at) === day);
  const days = daysOn(reader, day);
  const about = `the summary of ${formatDate(day)} ${reader.about}`;
  const latest = latestWeeks(days, reader.on, day);
  if (!days.isOpen(day) || latest === null) {
    if (taken.length > 0) fault(`${about} came on a day that has none`);
    return;
  }
  const slot = listSlot(days, day);
  for (const mail of taken) {
    if (mail.at < slot.at || mail.at >= slot.until + ON_ITS_WAY_MS) fault(`${about} came at ${iso(mail.at)}`);
    if (isCalm(court, mail.at) && isMuted(court, reader, mail.at)) fault(`${about} came although the shop is muted`);
    judgeContent(court, reader, mail, { about, weeks: latest.weeks });
  }
  const limit = law.excused(slot.at) + ALLOWED_MS;
  if (slot.at < began || limit > now || limit >= slot.until) return;
  const first = listSlot(days, latest.day);
  const { editedAt } = world.settings;
  const isEdited = editedAt !== null && editedAt > first.at && editedAt < limit;
  if (mayBeMuted(court, reader, first.at, limit)) return;
  if (isEdited || first.at < began || !couldNotGo(court, reader, latest.day, day)) return;
  const { weeks } = latest;
  // Its date was another until an edit closed that: it was told then, or there was nothing to tell.
  for (let before = latest.day - 7; before < latest.day; before++)
    if (
      before >= ZONE.localDay(began) &&
      latestWeeks(daysOn(reader, before), reader.on, before)?.weeks.last === weeks.last
    )
      return;
  if (reader.taken.some((mail) => mail.at < slot.at && weekOf(reader, mail) === weeks.last)) return;
  const isOwed = [slot.at, limit].every((at) => reader.figures(weeks, at) !== null);
  if (isOwed && !taken.some(({ at }) => at <= limit)) fault(`${about} did not come by ${iso(limit)}`);
}

/** All of it, as far as is to be said: whoever reads of a week of it is not told. */
const isMuted = ({ quiet }: Court, { shop }: Reader, at: number): boolean =>
  shop !== null && quiet.isHeld({ shop, number: null }, MUTE, at - LINE_MS, at);

const mayBeMuted = ({ quiet }: Court, { shop }: Reader, from: number, to: number): boolean =>
  shop !== null && quiet.over({ shop, number: null }, MUTE, from, to).length > 0;

/** On each of these days something was wrong all the time, so that it comes on a later one. */
function couldNotGo({ law }: Court, reader: Reader, from: EpochDay, to: EpochDay): boolean {
  for (let day = from; day < to; day++) {
    const days = daysOn(reader, day);
    const slot = listSlot(days, day);
    if (days.isOpen(day) && law.excused(slot.at) + ALLOWED_MS < slot.until) return false;
  }
  return true;
}

function judgeContent(
  court: Court,
  reader: Reader,
  mail: TakenMail,
  { about, weeks }: { readonly about: string; readonly weeks: Weeks },
): void {
  const { law, fault, settled } = court;
  const from = mail.at - LINE_MS;
  if (settled.has(copyOf(mail))) return;
  settled.add(copyOf(mail));
  if (!isCalm(court, mail.at) || isVague(reader.own, from, mail.at) || reader.own.some(law.isMixed)) return;
  const said = reader.said(mail);
  const moments = [from, mail.at].map((when) => reader.figures(weeks, when));
  if (moments.some((should) => should !== null && differing(said, should) === undefined)) return;
  const should = moments[1] ?? null;
  const part = should === null ? undefined : differing(said, should);
  if (should === null || part === undefined) fault(`${about} came, and there was nothing to tell`);
  else fault(`${about} says of ${part}: ${said[part]}; it is ${should[part]}`);
}

const differing = (said: Said, should: Said): string | undefined =>
  Object.keys(should).find((part) => said[part] !== should[part]);
