// What the summary of a week has to say, counted from the world's events, and what it does say, in the same words.

import type { EpochDay } from '../../../src/core/model.ts';
import type { Weeks } from '../../../src/core/notifications/list-days.ts';
import { mondayOf } from '../../../src/core/time/civil-date.ts';
import { LISTED } from './evidence.ts';
import type { Counted, Law } from './law.ts';
import { caught, datesIn, type Letter, pointsUnder } from './letters.ts';
import { beganIn, dateOf, goalInFigures, keptOf, lateIn, openOf, type ShopThreads, waitsOf } from './recount.ts';

/** By part, in one line each; without spaces. */
export type Said = Readonly<Record<string, string>>;

const TABLE_WEEKS = 8;
const AHEAD_DAYS = 14;

interface At {
  readonly weeks: Weeks;
  readonly when: number;
}

/** What the shop's summary says at that moment; null when there is nothing to tell. */
export function shopFigures(law: Law, { shop, own }: ShopThreads, { weeks, when }: At): Said | null {
  const calendar = law.calendarOf(shop);
  const { startOfDay } = calendar.zone;
  const waits = waitsOf(law, own, when);
  const week = (monday: EpochDay) => beganIn(waits, startOfDay(monday), startOfDay(monday + 7));
  const mondays = Array.from({ length: TABLE_WEEKS }, (_, nth) => weeks.last - 7 * nth);
  const late = lateOf(law, shop, waits, { weeks, when });
  const open = openOf(waits);
  if (open.length === 0 && late.length === 0 && mondays.every((monday) => week(monday).length === 0)) return null;
  const told = beganIn(waits, startOfDay(weeks.first), startOfDay(weeks.last + 7));
  return {
    counts: `${told.length}/${late.length}`,
    open: `${open.length}/${overdue(open, when)}`,
    weeks: mondays.map((monday) => `${dateOf(monday)}:${week(monday).length}:${kept(week(monday), when)}`).join(),
    late: late.slice(0, LISTED).map(lateInWords).join(),
    goals: (shop.goals ?? []).map((goal) => bare(goalInFigures(waits, calendar, goal, when))).join(),
    due: dueThisWeek(calendar, open, when).join(),
    closed: closedAhead(calendar, when).join(),
  };
}

/** What the group's summary says at that moment; null when none of its shops has anything. */
export function groupFigures(law: Law, shops: readonly ShopThreads[], at: At): Said | null {
  const lines = shops.flatMap((shop) => shopInGroup(law, shop, at) ?? []);
  if (lines.length === 0) return null;
  const sum = (of: keyof ShopLine): number => lines.reduce((total, line) => total + Number(line[of]), 0);
  return {
    counts: `${sum('inquiries')}/${sum('late')}`,
    open: `${sum('open')}/${sum('overdue')}`,
    shops: lines
      .map(({ name, inquiries, kept, late, open }) => `${name}:${inquiries}:${kept}:${late}:${open}`)
      .sort()
      .join(),
  };
}

interface ShopLine {
  readonly name: string;
  readonly inquiries: number;
  readonly kept: string;
  readonly late: number;
  readonly open: number;
  readonly overdue: number;
}

/** Null when it is left out. */
function shopInGroup(law: Law, { shop, own }: ShopThreads, { weeks, when }: At): ShopLine | null {
  const { startOfDay } = law.calendarOf(shop).zone;
  const waits = waitsOf(law, own, when);
  const told = beganIn(waits, startOfDay(weeks.first), startOfDay(weeks.last + 7));
  const late = lateOf(law, shop, waits, { weeks, when });
  const open = openOf(waits);
  if (told.length === 0 && late.length === 0 && open.length === 0) return null;
  return {
    name: shop.name,
    inquiries: told.length,
    kept: kept(told, when),
    late: late.length,
    open: open.length,
    overdue: overdue(open, when),
  };
}

const bare = (text: string): string => text.replace(/\s/g, '');
const kept = (waits: readonly Counted[], when: number): string => bare(keptOf(waits, when).join('|'));
const overdue = (open: readonly Counted[], when: number): number =>
  open.filter(({ dues }) => dues.breach !== null && dues.breach <= when).length;

function lateOf(law: Law, shop: ShopThreads['shop'], waits: readonly Counted[], { weeks, when }: At): Counted[] {
  const { startOfDay } = law.calendarOf(shop).zone;
  const late = lateIn(waits, startOfDay(weeks.first), startOfDay(weeks.last + 7), when);
  return late.sort((a, b) => a.dues.breach! - b.dues.breach! || (a.thread.number < b.thread.number ? -1 : 1));
}

function lateInWords({ thread, episode: { endedAt, endedBy } }: Counted): string {
  if (endedAt === null) return `${thread.number}未返信`;
  return `${thread.number}${endedBy === 'shop_reply' || endedBy === 'answered_elsewhere' ? '返信' : '返信なしで終了'}`;
}

/** From today to Sunday, the dates on which the shop answers or something falls due. */
function dueThisWeek(calendar: ReturnType<Law['calendarOf']>, open: readonly Counted[], when: number): string[] {
  const { zone } = calendar;
  const today = zone.localDay(when);
  const days = Array.from({ length: mondayOf(today) + 7 - today }, (_, nth) => today + nth).map((day) => {
    const from = Math.max(when, zone.startOfDay(day));
    const due = open.filter(
      ({ dues: { breach } }) => breach !== null && breach > from && breach <= zone.startOfDay(day + 1),
    );
    return { day, due: due.length };
  });
  if (days.every(({ due }) => due === 0)) return [];
  return days.filter(({ day, due }) => due > 0 || calendar.isOpen(day)).map(({ day, due }) => `${dateOf(day)}:${due}`);
}

function closedAhead(calendar: ReturnType<Law['calendarOf']>, when: number): string[] {
  const today = calendar.zone.localDay(when);
  const days = Array.from({ length: AHEAD_DAYS }, (_, nth) => today + 1 + nth);
  return days
    .filter((day) => !calendar.isOpen(day))
    .map(dateOf)
    .sort();
}

/** The same parts, as the mail has them. */
export function saidIn(letter: Letter): Said {
  return {
    counts: caught(letter.rest, /問い合わせ(\d+)件／期限に遅れたもの(\d+)件/).join('/'),
    open: caught(letter.rest, /現在の未返信:(\d+)件(?:（うち期限超過(\d+)件）)?/).join('/'),
    weeks: pointsUnder(letter, '期限内に返信した割合').map(weekIn).join(),
    late: pointsUnder(letter, '期限に遅れた問い合わせ').map(lateLineIn).join(),
    goals: pointsUnder(letter, '目標').map(goalIn).join(),
    due: pointsUnder(letter, '今週の期限')
      .map((point) => caught(point, /^(\d+\/\d+)\(.\)(\d+)件/).join(':'))
      .join(),
    closed: pointsUnder(letter, '今後2週間の休業日').flatMap(datesIn).sort().join(),
  };
}

function weekIn(point: string): string {
  const shares = [...point.matchAll(/以内(–|\d+%\d+\/\d+)/g)].map(([, share]) => share);
  return `${caught(point, /^(\d+\/\d+)\(.\)〜\n?問い合わせ(\d+)件/).join(':')}:${shares.join('|')}`;
}

const WAS = /期限\d+\/\d+\(.\)\d+:\d+[／\n]?(?:\d+\/\d+\(.\)\d+:\d+)?(返信なしで終了|未返信|返信)/;
const lateLineIn = (point: string): string =>
  `${caught(point, /inquiries\/(Q\d{5})/).join()}${caught(point, WAS).join()}`;

/** A point as one line. */
export const whole = (point: string): string => point.replaceAll('\n', '');

/** Where a goal stands, as any mail says it: its figures, without what the goal is. */
export const goalIn = (point: string): string =>
  caught(
    whole(point),
    /(\d+日:(?:返信なし|返信\d+件の平均[\d時間分]+|\d+件中遅れ\d+件、(?:遅れの余裕なし|あと\d+件まで|\d+件超過)))/,
  ).join();

/** The same of a group's mail to ops. */
export function saidOfGroup(letter: Letter): Said {
  const { counts, open } = saidIn(letter);
  return { counts: counts!, open: open!, shops: pointsUnder(letter, '').map(shopIn).sort().join() };
}

function shopIn(point: string): string {
  const shares = [...point.matchAll(/(?:第1段階|第2段階|期限)(–|\d+%\d+\/\d+)/g)].map(([, share]) => share);
  const figures = caught(point, /期限遅れ(\d+)件[／\n]?未返信(\d+)件/);
  return [...caught(point, /^(店[a-z]+)\n?問い合わせ(\d+)件/), shares.join('|'), ...figures].join(':');
}
