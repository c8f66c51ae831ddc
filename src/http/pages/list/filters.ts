// Which inquiries a list was asked for, as its address says it: of those that wait, of those whose wait is over, or of a watch.

import type { ShopConfig } from '../../../config/input/shop-settings.ts';
import { STEPS, type Step } from '../../../core/model.ts';
import { searchText } from '../../../core/search-text.ts';
import type { DayRange } from '../../../core/time/day-ranges.ts';
import { shopsFound } from '../../../service/board/read-board-page.ts';
import type { FinishedFilters } from '../../../service/board/read-finished.ts';
import type { Filters, Sought } from '../../../service/board/read-open-page.ts';
import { WATCH_DAYS } from '../../../service/board/read-watches.ts';
import type { PromiseFilters } from '../../../service/promises/read-promised.ts';
import { readDueDays, writeDueDays } from '../../due-days.ts';
import { WORDS } from '../words.ts';

/** The groups of a list, in their order. */
export const GROUPS = ['overdue', 'today', 'coming'] as const;
export type GroupKey = (typeof GROUPS)[number];
const HANDS = ['free', 'taken', 'mine'] as const;
/** `by:` and a name: in that one's hand. */
export type HandKey = (typeof HANDS)[number] | `by:${string}`;
const BY = 'by:';
export const inHandOf = (name: string): HandKey => `${BY}${name}`;
/** `open`: the customer waits; `finished`: nobody does, whether answered or completed. */
export const STATUSES = ['open', 'finished', 'answered', 'completed', 'all'] as const;
export const WATCHES = ['uncompleted', 'read', 'asked'] as const;
export type WatchKey = (typeof WATCHES)[number];
/** The channels that every service has; another can be named in the address. */
export const CHANNELS: readonly string[] = ['r-messe', 'mail', 'chat'];
const LONGEST = 200;
const MOST_WATCH_DAYS = 60;

export interface ListQuery {
  readonly step?: Step | undefined;
  /** A group of the list, or those of some dates. */
  readonly due?: GroupKey | DayRange | undefined;
  readonly hand?: HandKey | undefined;
  /** The owner's mails about it are held back. */
  readonly muted?: 'yes' | undefined;
  readonly channel?: string | undefined;
  readonly category?: string | undefined;
  readonly q?: string | undefined;
  /** Who promised an answer: the list is of these promises; of the broken ones with `due` overdue. */
  readonly promised?: string | undefined;
  readonly status?: (typeof STATUSES)[number] | undefined;
  /** On which dates the wait ended. */
  readonly ended?: DayRange | undefined;
  /** Who answered. */
  readonly by?: string | undefined;
  readonly watch?: WatchKey | undefined;
  /** The watch's business days; left out: `WATCH_DAYS`. */
  readonly days?: number | undefined;
}

export type FilterKey = keyof ListQuery;
export const FILTER_KEYS = [
  ...(['watch', 'days', 'status', 'ended', 'by'] as const),
  ...(['promised', 'due', 'step', 'hand', 'muted', 'channel', 'category', 'q'] as const),
] satisfies readonly FilterKey[];

/** Whether it asks for nothing. */
export const isUnfiltered = (query: ListQuery): boolean => Object.values(query).every((value) => value === undefined);

/** What the query of an address asks for; a value left empty asks for nothing. What is over has no deadline and is in no hand. */
export function readListQuery(query: Readonly<Record<string, string>>): ListQuery | 'invalid' {
  const given = (key: string) => query[key]?.trim().slice(0, LONGEST) || undefined;
  const step = oneOf(given('step'), STEPS);
  const due = dueOf(given('due'));
  const hand = handOf(given('hand'));
  const muted = oneOf(given('muted'), ['yes'] as const);
  const status = oneOf(given('status'), STATUSES);
  const watch = oneOf(given('watch'), WATCHES);
  const ended = endedOf(given('ended'), given('from'), given('to'));
  const days = daysOf(given('days'));
  if (step === 'invalid' || due === 'invalid' || hand === 'invalid' || status === 'invalid') return 'invalid';
  if (muted === 'invalid' || watch === 'invalid' || ended === 'invalid' || days === 'invalid') return 'invalid';
  const about = { channel: given('channel'), category: given('category'), q: given('q') };
  if (watch === 'uncompleted' || watch === 'asked') return { watch, days, ...about };
  if (watch === 'read') return { watch, step, due, hand, muted, ...about };
  const promised = given('promised');
  if (promised !== undefined) return { promised, ...(due === 'overdue' && { due }) };
  const over = { status, step, ended, by: given('by'), ...about };
  return partsOf(over).isOpen ? { ...over, due, hand, muted } : over;
}

/** Which parts its list has. Whoever seeks a text, and says no more of it, seeks it in all of them. */
export function partsOf({ status, ended, by, q, watch, due, hand, muted, promised }: ListQuery) {
  if (promised !== undefined) return { isOpen: false, isFinished: false, watch: null };
  const isWatch = watch === 'uncompleted' || watch === 'asked';
  const isOver = ended !== undefined || by !== undefined;
  const isOpen = !isWatch && !isOver && (status === undefined || status === 'open' || status === 'all');
  const isAll = status === 'all' || (status === undefined && q !== undefined && watch === undefined);
  const isAnyHand = hand === undefined && muted === undefined;
  const isFinished = !isWatch && (!isOpen || (isAll && due === undefined && isAnyHand));
  return { isOpen, isFinished, watch: isWatch ? watch : null };
}

/** Which promises it has: all where nothing is asked for; null: none. */
export function promisesOf(query: ListQuery): PromiseFilters | null {
  if (isUnfiltered(query)) return {};
  const { promised: by, due } = query;
  return by === undefined ? null : { by, ...(due === 'overdue' && { isBroken: true }) };
}

function handOf(value: string | undefined): ListQuery['hand'] | 'invalid' {
  if (value?.startsWith(BY)) return value.length > BY.length ? inHandOf(value.slice(BY.length)) : 'invalid';
  return oneOf(value, HANDS);
}

/** Whose hand is asked for by name; null: no name is. */
export const nameIn = (hand: HandKey): string | null => (hand.startsWith(BY) ? hand.slice(BY.length) : null);

function dueOf(value: string | undefined): ListQuery['due'] | 'invalid' {
  if (value === undefined) return undefined;
  return GROUPS.find((one) => one === value) ?? readDueDays(value) ?? 'invalid';
}

/** A year from its first date on, or up to its last, where only one is said. */
const YEAR_DAYS = 366;

function endedOf(both?: string, from?: string, to?: string): DayRange | undefined | 'invalid' {
  if (both !== undefined) return readDueDays(both) ?? 'invalid';
  if (from === undefined && to === undefined) return undefined;
  const [first, last] = [readDueDays(from ?? to!), readDueDays(to ?? from!)];
  if (first === null || last === null) return 'invalid';
  if (from === undefined) return { from: last.to - YEAR_DAYS, to: last.to };
  if (to === undefined) return { from: first.from, to: first.from + YEAR_DAYS };
  return last.to < first.from ? { from: last.from, to: first.to } : { from: first.from, to: last.to };
}

function daysOf(value: string | undefined): number | undefined | 'invalid' {
  if (value === undefined) return undefined;
  const days = /^\d{1,2}$/.test(value) ? Number(value) : 0;
  if (days < 1 || days > MOST_WATCH_DAYS) return 'invalid';
  return days === WATCH_DAYS ? undefined : days;
}

function oneOf<T extends string>(value: string | undefined, allowed: readonly T[]): T | undefined | 'invalid' {
  return value === undefined ? undefined : (allowed.find((one) => one === value) ?? 'invalid');
}

/** The query that asks for it. */
export function queryOf(query: ListQuery): Record<string, string> {
  const text = {
    ...query,
    due: typeof query.due === 'object' ? writeDueDays(query.due) : query.due,
    ended: query.ended && writeDueDays(query.ended),
    days: query.days === undefined ? undefined : String(query.days),
  };
  return Object.fromEntries(FILTER_KEYS.flatMap((key) => (text[key] === undefined ? [] : [[key, text[key]]])));
}

/** Who asks, and of which shops. */
export interface Asker {
  /** In whose hand "mine" is. */
  readonly me: string;
  /** Those that are called as a text says. */
  readonly shopsCalled: (text: string) => readonly string[];
}

/** `shops`: of a list over shops, where a shop's name is sought as well; else null. */
export const askerOf = (me: string, shops: readonly ShopConfig[] | null): Asker => ({
  me,
  shopsCalled: (text) => (shops === null ? [] : shopsFound(shops, text).map(({ id }) => id)),
});

/** What the service filters by of those that wait. */
export function filtersOf(query: ListQuery, asker: Asker): Filters {
  const { step, due, channel, category, watch, muted } = query;
  const isRead = watch === 'read' || undefined;
  const isMuted = muted === 'yes' || undefined;
  return {
    step,
    due,
    hand: heldBy(query.hand, asker),
    isMuted,
    channel,
    category,
    isRead,
    q: soughtOf(query, asker),
  };
}

function heldBy(hand: ListQuery['hand'], { me }: Asker): Filters['hand'] {
  if (hand === undefined || hand === 'free' || hand === 'taken') return hand;
  return { by: nameIn(hand) ?? me };
}

/** The same of those whose wait is over. */
export function finishedFiltersOf(query: ListQuery, asker: Asker): FinishedFilters {
  const { status, ended, step, channel, category, by } = query;
  const isAnyNow = status === undefined && (ended !== undefined || by !== undefined);
  const now = status === 'answered' || status === 'completed' ? status : isAnyNow ? undefined : 'over';
  return { status: now, step, channel, category, by, q: soughtOf(query, asker) };
}

function soughtOf({ q }: ListQuery, { shopsCalled }: Asker): Sought | undefined {
  if (q === undefined) return undefined;
  const part = searchText(q);
  const isCalled = (id: string) => Object.values(WORDS).some(({ channel }) => searchText(channel(id)).includes(part));
  return { text: q, channels: CHANNELS.filter(isCalled), shops: shopsCalled(q) };
}

/** In what an inquiry's address carries of its list: that this list was over shops. */
export const OVER = { name: 'over', shops: 'shops' } as const;

interface Asked {
  readonly query: Readonly<Record<string, string>>;
}

/** What a link from the list of this page to an inquiry carries: its page leads back here, and on in the same list. */
export function fromList({ query }: Asked, isOverShops: boolean): { readonly list?: string } {
  const asked = readListQuery(query);
  const narrowed = asked === 'invalid' ? {} : queryOf(asked);
  const { shop, group } = query;
  const over = { [OVER.name]: OVER.shops, ...(shop && { shop }), ...(group && { group }) };
  const text = new URLSearchParams(isOverShops ? { ...over, ...narrowed } : narrowed).toString();
  return text === '' ? {} : { list: text };
}
