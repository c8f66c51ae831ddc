// The load of each person of a shop: what they have in hand and promised, who is away, and what nobody has.

import type { Person } from '../../config/input/contacts/shop-contacts.ts';
import type { ShopConfig } from '../../config/input/shop-settings.ts';
import type { Instant } from '../../core/model.ts';
import { presentFor } from '../../core/notifications/notice-rule.ts';
import { openZone } from '../../core/time/zone.ts';
import { type LoadRow, loadOf } from '../../store/actions/in-hand.ts';
import { openCountsOf } from '../../store/board/open-counts.ts';
import type { Service } from '../service.ts';
import { endOfToday } from './read-open-page.ts';

export interface PersonLoad extends LoadRow {
  /** Named under `people` of the shop's file; one who is not any more stays as long as they have something. */
  readonly isNamed: boolean;
  /** Away today: until when, and who is told in their place (null: staff are). */
  readonly away: { readonly until: number; readonly standIn: string | null } | null;
}

export interface PeopleLoad {
  readonly now: Instant;
  /** Who has the most overdue first, then the most due today, then in hand; then as the file names them. */
  readonly people: readonly PersonLoad[];
  /** Waiting inquiries that nobody has in hand, and how many wait at all. */
  readonly free: number;
  readonly unanswered: number;
}

const NOTHING: Omit<LoadRow, 'name'> = { inHand: 0, dueToday: 0, overdue: 0, nextDueAt: null, promised: 0, broken: 0 };

/** Everybody whom the shop's file names, and whoever else has something in hand or promised. */
export async function readPeople({ db, clock }: Pick<Service, 'db' | 'clock'>, shop: ShopConfig): Promise<PeopleLoad> {
  const now = clock.now();
  const end = endOfToday(shop.timeZone, now);
  const [rows, { unanswered }] = await Promise.all([
    loadOf(db, shop.id, now, end),
    openCountsOf(db, shop.id, now, end),
  ]);
  const found = new Map(rows.map((row) => [row.name, row]));
  const named = Object.keys(shop.people ?? {});
  const names = [...named, ...rows.flatMap(({ name }) => (named.includes(name) ? [] : [name]))];
  const people = names.map((name) => ({
    ...(found.get(name) ?? { ...NOTHING, name }),
    isNamed: named.includes(name),
    away: awayOf(shop, name, now),
  }));
  const inHand = people.reduce((sum, person) => sum + person.inHand, 0);
  return {
    now,
    people: people.sort((a, b) => b.overdue - a.overdue || b.dueToday - a.dueToday || b.inHand - a.inHand),
    free: Math.max(0, unanswered - inHand),
    unanswered,
  };
}

/** Null when they are there today, or nobody says otherwise. */
export function awayOf({ people = {}, timeZone }: ShopConfig, name: string, now: Instant): PersonLoad['away'] {
  const today = openZone(timeZone).localDay(now);
  const away = personOf(people, name)?.away;
  if (away === undefined || away.until < today) return null;
  return { until: away.until, standIn: presentFor(name, (one) => personOf(people, one)?.away, today) };
}

const personOf = (people: Readonly<Record<string, Person>>, name: string): Person | undefined =>
  Object.hasOwn(people, name) ? people[name] : undefined;
