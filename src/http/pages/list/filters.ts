// Which inquiries a shop's page was asked for, as its address says it.

import { STEPS, type Step } from '../../../core/model.ts';
import type { DayRange } from '../../../core/time/day-ranges.ts';
import type { Filters } from '../../../service/board/read-open-page.ts';
import { readDueDays, writeDueDays } from '../../due-days.ts';

/** The groups of a list, in their order. */
export const GROUPS = ['overdue', 'today', 'coming'] as const;
export type GroupKey = (typeof GROUPS)[number];
const HANDS = ['free', 'taken', 'mine'] as const;
const LONGEST = 200;

export interface ListQuery {
  readonly step?: Step | undefined;
  /** A group of the list, or those of some dates. */
  readonly due?: GroupKey | DayRange | undefined;
  readonly hand?: (typeof HANDS)[number] | undefined;
  readonly channel?: string | undefined;
  readonly category?: string | undefined;
  readonly q?: string | undefined;
}

export type FilterKey = keyof ListQuery;
export const FILTER_KEYS = ['due', 'step', 'hand', 'channel', 'category', 'q'] as const satisfies readonly FilterKey[];

/** Whether it asks for nothing. */
export const isUnfiltered = (query: ListQuery): boolean => Object.values(query).every((value) => value === undefined);

/** What the query of an address asks for; a value left empty asks for nothing. */
export function readListQuery(query: Readonly<Record<string, string>>): ListQuery | 'invalid' {
  const given = (key: FilterKey) => query[key]?.trim().slice(0, LONGEST) || undefined;
  const step = oneOf(given('step'), STEPS);
  const due = dueOf(given('due'));
  const hand = oneOf(given('hand'), HANDS);
  if (step === 'invalid' || due === 'invalid' || hand === 'invalid') return 'invalid';
  return { step, due, hand, channel: given('channel'), category: given('category'), q: given('q') };
}

function dueOf(value: string | undefined): ListQuery['due'] | 'invalid' {
  if (value === undefined) return undefined;
  return GROUPS.find((one) => one === value) ?? readDueDays(value) ?? 'invalid';
}

function oneOf<T extends string>(value: string | undefined, allowed: readonly T[]): T | undefined | 'invalid' {
  return value === undefined ? undefined : (allowed.find((one) => one === value) ?? 'invalid');
}

/** The query that asks for it. */
export function queryOf(query: ListQuery): Record<string, string> {
  const text = { ...query, due: typeof query.due === 'object' ? writeDueDays(query.due) : query.due };
  return Object.fromEntries(FILTER_KEYS.flatMap((key) => (text[key] === undefined ? [] : [[key, text[key]]])));
}

/** What the service filters by; `me` is in whose hand "mine" is. */
export function filtersOf({ hand, ...rest }: ListQuery, me: string): Filters {
  return { ...rest, hand: hand === 'mine' ? { by: me } : hand };
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
