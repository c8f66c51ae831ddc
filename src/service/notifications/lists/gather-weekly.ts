// The facts of weekly summaries, read afresh for a page of them in a few statements, whatever their number.

import { policiesInUse, type ShopConfig } from '../../../config/input/shop-settings.ts';
import type { GoalBudget } from '../../../core/goals/goals.ts';
import type { ByStep, EpochDay, Instant, Language, Step, StepLength } from '../../../core/model.ts';
import { listReceiverOf } from '../../../core/notifications/list-receiver.ts';
import type { AskedRow } from '../../../core/reports/asked.ts';
import { mondayOf } from '../../../core/time/civil-date.ts';
import { lengthInWords } from '../../../core/time/words.ts';
import type { GoalLine, LateLine, WeeklyMailFacts } from '../../../mail/list-facts.ts';
import { renderWeeklyChat } from '../../../mail/render/render-list-chat.ts';
import { renderWeeklyMail } from '../../../mail/render/render-weekly.ts';
import { mutedShops } from '../../../store/actions/mutes.ts';
import { breachesWithin, type Stretch } from '../../../store/board/due-within.ts';
import type { ClaimedMail } from '../../../store/notifications/mail-claims.ts';
import {
  type LateRow,
  lateRows,
  type SpanCounts,
  type StillOpen,
  spanCounts,
  stillOpen,
} from '../../../store/reports/week-rows.ts';
import { readGoals, type StandingGoal } from '../../goals/read-goals.ts';
import { groupBy } from '../../group-by.ts';
import { readMostAsked } from '../../reports/read-asked.ts';
import type { Service } from '../../service.ts';
import { readKnown } from '../render/mail-facts.ts';
import { pageUrl } from '../render/mail-row.ts';
import type { Gathered } from '../render/notification-kind.ts';
import {
  askedSpan,
  datesOf,
  type FactsFrom,
  type ShopWeeks,
  toldSpan,
  weekLines,
  weekSpans,
  zoneOf,
} from './describe-weeks.ts';
import { gatherPage } from './gather-page.ts';

/** As many late ones as a mail lists at most. */
const LISTED = 20;
const CLOSED_AHEAD_DAYS = 14;
const ASKED_TOLD = 3;

/** By the rows' ids. While a shop is muted as a whole, nobody but ops is told of its week. */
export async function gatherWeekly(
  service: Service,
  page: readonly ClaimedMail[],
  now: Instant,
): Promise<Map<number, Gathered>> {
  const muted = await mutedShops(
    service.db,
    page.map(({ shop }) => shop),
    now,
  );
  return gatherPage<ShopWeeks, Omit<WeeklyMailFacts, 'to'>>(service, page, now, {
    ask: ({ shop, cause }, { weeks }) =>
      muted.has(shop) && listReceiverOf(cause).name !== 'ops'
        ? { none: 'the shop is muted' }
        : { asked: { shop: service.config.shops.get(shop)!, weeks: weeks! } },
    read: (asked) => weeklyFacts(service, asked, now),
    render: (facts, { kind }) => (kind === 'weekly_chat' ? renderWeeklyChat(facts) : renderWeeklyMail(facts)),
    nothing: 'nothing to tell',
  });
}

/** What was read of all shops asked for. */
interface Read {
  readonly counts: ReadonlyMap<string, readonly SpanCounts[]>;
  readonly late: ReadonlyMap<string, readonly LateRow[]>;
  /** By shop, for each day from today to Sunday. */
  readonly due: ReadonlyMap<string, readonly DueOnDay[]>;
  readonly open: ReadonlyMap<string, StillOpen>;
  readonly goals: ReadonlyMap<string, readonly StandingGoal[]>;
  /** What was asked most. */
  readonly asked: ReadonlyMap<string, readonly AskedRow[]>;
}

/** What the summaries of these shops say at `now`, whoever reads them; shops that had nothing are left out. */
export async function weeklyFacts(
  service: FactsFrom,
  asked: readonly ShopWeeks[],
  now: Instant,
): Promise<Map<string, Omit<WeeklyMailFacts, 'to'>>> {
  if (asked.length === 0) return new Map();
  const ids = asked.map(({ shop }) => shop.id);
  const { db } = service;
  const read: Read = {
    counts: groupBy(
      await spanCounts(
        db,
        asked.flatMap((one) => weekSpans(service, one)),
        now,
      ),
      shopOf,
    ),
    late: groupBy(
      await lateRows(
        db,
        asked.map((one) => toldSpan(service, one)),
        LISTED,
        now,
      ),
      shopOf,
    ),
    due: await dueOnDays(service, asked, now),
    open: await stillOpen(db, ids, now),
    goals: await readGoals(
      service,
      asked.map(({ shop }) => shop),
      now,
    ),
    asked: await readMostAsked(
      db,
      asked.map((one) => askedSpan(service, one)),
      ASKED_TOLD,
    ),
  };
  const known = await readKnown(service, ids, now);
  return new Map(
    asked.flatMap((one) => {
      const { id } = one.shop;
      const isQuiet = !read.counts.has(id) && !read.late.has(id) && !read.open.has(id);
      return isQuiet ? [] : [[id, factsOf(service, one, read, { now, dataAsOf: known(id, []).dataAsOf })] as const];
    }),
  );
}

const shopOf = ({ shop }: { readonly shop: string }): string => shop;

function factsOf(
  service: FactsFrom,
  { shop, weeks }: ShopWeeks,
  read: Read,
  known: Pick<WeeklyMailFacts, 'now' | 'dataAsOf'>,
): Omit<WeeklyMailFacts, 'to'> {
  const { id, name, timeZone, language } = shop;
  const late = read.late.get(id) ?? [];
  const { unanswered = 0, overdue = 0 } = read.open.get(id) ?? {};
  return {
    ...known,
    shop: { id, name, timeZone, language },
    told: datesOf(weeks),
    weeks: weekLines(service, { shop, weeks }, read.counts.get(id) ?? []),
    lengths: lengthsOf(shop),
    late: { rows: late.map((row) => lateLine(service, row, language)), count: late[0]?.all ?? 0 },
    unanswered,
    overdue,
    goals: goalLines(shop, read.goals.get(id) ?? []),
    dueDays: dueDays(service, { shop, weeks }, read.due.get(id) ?? [], known.now),
    closedAhead: closedAhead(service, shop, known.now),
    boardUrl: pageUrl(service, `/shops/${id}`, language),
    asked: read.asked.get(id) ?? [],
    reportUrl: pageUrl(service, `/shops/${id}/reports`, language),
    askedUrl: pageUrl(service, `/shops/${id}/asked`, language),
    from: service.config.service.from,
    contact: service.config.service.ops,
  };
}

/** What the steps of the shop's policies are called; more than two lengths are too long for a column. */
function lengthsOf(shop: ShopConfig): ByStep<string> {
  const glue = shop.language === 'ja' ? '・' : ', ';
  const policies = policiesInUse(shop);
  const of = (step: Step): string => {
    const words = [...new Set(policies.map(({ after }) => lengthInWords(after[step], shop.language)))];
    return `${words.slice(0, 2).join(glue)}${words.length > 2 ? '…' : ''}`;
  };
  return { flag: of('flag'), owner_alert: of('owner_alert'), breach: of('breach') };
}

/** A shop's goals as they stand. */
export const goalLines = (shop: ShopConfig, goals: readonly StandingGoal[]): GoalLine[] =>
  goals.map(({ budget }) => ({ budget, after: stepOf(shop, budget) }));

/** How long the step of a goal is; null where the shop's policies differ, or of no step. */
function stepOf(shop: ShopConfig, { goal }: GoalBudget): StepLength | null {
  if (!('within' in goal)) return null;
  const lengths = policiesInUse(shop).map(({ after }) => after[goal.within]);
  const isOne = new Set(lengths.map((length) => JSON.stringify(length))).size === 1;
  return isOne ? lengths[0]! : null;
}

function lateLine(service: FactsFrom, row: LateRow, language: Language): LateLine {
  const { shop, inquiry } = row;
  return { ...row, detailUrl: pageUrl(service, `/shops/${shop}/inquiries/${encodeURIComponent(inquiry)}`, language) };
}

/** From today to Sunday. */
function restOfWeek(service: FactsFrom, shop: ShopConfig, now: Instant): EpochDay[] {
  const today = zoneOf(service, shop).localDay(now);
  return Array.from({ length: mondayOf(today) + 7 - today }, (_, n) => today + n);
}

interface DueOnDay {
  readonly shop: string;
  readonly due: number;
}

async function dueOnDays(
  service: FactsFrom,
  asked: readonly ShopWeeks[],
  now: Instant,
): Promise<Map<string, DueOnDay[]>> {
  const days = asked.flatMap(({ shop }): Stretch[] => {
    const { startOfDay } = zoneOf(service, shop);
    return restOfWeek(service, shop, now).map((day) => ({
      shop: shop.id,
      after: Math.max(now, startOfDay(day)),
      upTo: startOfDay(day + 1),
    }));
  });
  const due = await breachesWithin(service.db, days);
  return groupBy(
    days.map(({ shop }, i) => ({ shop, due: due[i]! })),
    shopOf,
  );
}

function dueDays(
  service: FactsFrom,
  { shop }: ShopWeeks,
  counts: readonly DueOnDay[],
  now: Instant,
): WeeklyMailFacts['dueDays'] {
  const calendar = service.counting.calendarOf(shop);
  return restOfWeek(service, shop, now)
    .map((day, i) => ({ day, due: counts[i]?.due ?? 0 }))
    .filter(({ day, due }) => due > 0 || calendar.isOpen(day));
}

/** The dates after today that are closed, by what they are called. */
export function closedAhead(
  { counting }: Pick<Service, 'counting'>,
  shop: ShopConfig,
  now: Instant,
): WeeklyMailFacts['closedAhead'] {
  const calendar = counting.calendarOf(shop);
  const today = calendar.zone.localDay(now);
  const found = new Map<string, EpochDay[]>();
  for (let day = today + 1; day <= today + CLOSED_AHEAD_DAYS; day++) {
    const { open, closedBy } = calendar.dayInfo(day);
    if (open) continue;
    const why = closedBy[0]?.name[shop.language] ?? '';
    found.set(why, [...(found.get(why) ?? []), day]);
  }
  return [...found].map(([why, days]) => ({ why, days }));
}
