// cli: the lists of a shop, made of what is known now, else of a sample.

import type { ShopConfig } from '../../config/input/shop-settings.ts';
import type { Config } from '../../config/load.ts';
import { type Instant, STEPS } from '../../core/model.ts';
import type { Weeks } from '../../core/notifications/list-days.ts';
import { describeRule } from '../../core/steps/explain.ts';
import { mondayOf } from '../../core/time/civil-date.ts';
import { lengthInWords } from '../../core/time/words.ts';
import type { RenderedMail } from '../../mail/facts.ts';
import type { Kept, ListMailFacts, ListRow, MorningMailFacts, WeeklyMailFacts } from '../../mail/list-facts.ts';
import { renderGroupMail } from '../../mail/render/render-group.ts';
import { renderMorningMail } from '../../mail/render/render-morning.ts';
import { renderWeeklyMail } from '../../mail/render/render-weekly.ts';
import { groupFacts } from '../../service/notifications/lists/gather-group.ts';
import { morningFacts } from '../../service/notifications/lists/gather-morning.ts';
import { closedAhead, weeklyFacts } from '../../service/notifications/lists/gather-weekly.ts';
import { readerAddresses } from '../../service/notifications/plan/plan-lists.ts';
import type { Service } from '../../service/service.ts';
import type { Database } from '../../store/database.ts';
import { openDatabaseClock, systemClock } from '../../store/database-clock.ts';
import { readingParts, SAMPLE_KIND } from './mail-preview.ts';

/** Kinds of list that can be looked at. */
export const LIST_KINDS = ['morning', 'weekly', 'group'] as const;
export type ListKind = (typeof LIST_KINDS)[number];

export interface ListPreview {
  readonly rendered: RenderedMail;
  readonly to: readonly string[];
  readonly source: 'now' | 'sample';
}

interface Parts {
  readonly config: Config;
  readonly shop: ShopConfig;
}

type Reading = Pick<Service, 'clock' | 'config' | 'counting'>;

/** The list as it would go out now; reads only. Null: the shop is in no group with a summary, or that had nothing. */
export async function previewList(
  kind: ListKind,
  parts: Parts & { readonly db: Database },
): Promise<ListPreview | null> {
  const { db, config, shop } = parts;
  const clock = await openDatabaseClock(db);
  const now = clock.now();
  const service = { db, ...readingParts({ config }, clock) };
  const weeks = lastWeek(service, shop, now);
  if (kind === 'group') {
    const facts = shop.group === undefined ? null : await groupFacts(service, shop.group, weeks, now);
    const to = config.service.opsMail.summary;
    return facts && { rendered: renderGroupMail(facts), to, source: 'now' };
  }
  const reader = readerOf(kind, parts);
  const found =
    kind === 'morning'
      ? (await morningFacts(service, [shop], now)).get(shop.id)
      : (await weeklyFacts(service, [{ shop, weeks }], now)).get(shop.id);
  if (found === undefined) return sampleList(kind, parts);
  const rendered =
    'parts' in found
      ? renderMorningMail({ ...found, to: reader.name })
      : renderWeeklyMail({ ...found, to: reader.name });
  return { rendered, to: reader.to, source: 'now' };
}

/** A list about inquiries that do not exist; needs no database. Null: there is no sample of a group. */
export function sampleList(kind: ListKind, { config, shop }: Parts): ListPreview | null {
  if (kind === 'group') return null;
  const service = readingParts({ config }, systemClock);
  const reader = readerOf(kind, { config, shop });
  const facts = { ...aboutShop(config, shop, systemClock.now()), to: reader.name };
  const rendered =
    kind === 'morning'
      ? renderMorningMail(morningSample(service, shop, facts))
      : renderWeeklyMail(weeklySample(service, shop, facts));
  return { rendered, to: reader.to, source: 'sample' };
}

/** The first who gets it; of a list that nobody gets yet, the owner. */
function readerOf(kind: 'morning' | 'weekly', { config, shop }: Parts) {
  const name = shop[kind]?.tell[0] ?? 'owner';
  return { name, to: readerAddresses({ config }, shop.id, name) };
}

function lastWeek({ counting }: Pick<Service, 'counting'>, shop: ShopConfig, now: Instant): Weeks {
  const monday = mondayOf(counting.calendarOf(shop).zone.localDay(now)) - 7;
  return { first: monday, last: monday };
}

function aboutShop({ service }: Config, shop: ShopConfig, now: Instant): Omit<ListMailFacts, 'to'> {
  const { id, name, timeZone, language } = shop;
  return {
    shop: { id, name, timeZone, language },
    now,
    dataAsOf: shop.rms === null ? 'pushed' : now,
    boardUrl: `${service.publicUrl}/shops/${id}`,
    from: service.from,
    contact: service.ops,
  };
}

const NOTHING = { rows: [], count: 0 };

/** One inquiry that is due at the end of today, and one that is overdue. */
function morningSample({ counting }: Reading, shop: ShopConfig, facts: ListMailFacts): MorningMailFacts {
  const { zone } = counting.calendarOf(shop);
  const day = zone.localDay(facts.now);
  const { after } = counting.policyOf(shop, SAMPLE_KIND);
  const row = (number: number, daysAgo: number, changes: Partial<ListRow>): ListRow => ({
    ...SAMPLE_KIND,
    inquiry: `sample-0000${number}o`,
    url: null,
    detailUrl: null,
    item: null,
    startedAt: zone.startOfDay(day - daysAgo) + 10 * 60 * 60_000,
    breachAt: zone.startOfDay(day + 1),
    passed: { step: 'owner_alert', after: after.owner_alert },
    reaches: null,
    inHand: null,
    ...changes,
  });
  const overdue = row(2, 5, { breachAt: zone.startOfDay(day), passed: { step: 'breach', after: after.breach } });
  return {
    ...facts,
    day,
    parts: {
      today: { rows: [row(1, 4, {})], count: 1 },
      promised: NOTHING,
      reaching: NOTHING,
      passed: { rows: [overdue], count: 1 },
      inHand: NOTHING,
    },
    overdue: 1,
    muted: 0,
    countingRule: describeRule(counting.rulesOf(shop, SAMPLE_KIND), shop.language),
  };
}

/** Eight weeks of twenty inquiries, one of them late. */
function weeklySample(service: Reading, shop: ShopConfig, facts: ListMailFacts): WeeklyMailFacts {
  const { counting } = service;
  const { first } = lastWeek(service, shop, facts.now);
  const { zone } = counting.calendarOf(shop);
  const { after } = counting.policyOf(shop, SAMPLE_KIND);
  const kept = (met: number): Kept => ({ met, decided: 20 });
  const words = STEPS.map((step) => [step, lengthInWords(after[step], shop.language)]);
  const late = {
    ...SAMPLE_KIND,
    inquiry: 'sample-00002o',
    url: null,
    detailUrl: null,
    startedAt: zone.startOfDay(first) + 10 * 60 * 60_000,
    breachAt: zone.startOfDay(first + 4),
    endedAt: zone.startOfDay(first + 4) + 10 * 60 * 60_000,
    isAnswered: true,
  };
  return {
    ...facts,
    told: { from: first, to: first + 6 },
    weeks: Array.from({ length: 8 }, (_, n) => ({
      from: first - 7 * n,
      to: first - 7 * n + 6,
      inquiries: 20,
      kept: { flag: kept(17), owner_alert: kept(18), breach: kept(n === 0 ? 19 : 20) },
    })),
    lengths: Object.fromEntries(words) as WeeklyMailFacts['lengths'],
    late: { rows: [late], count: 1 },
    unanswered: 0,
    overdue: 0,
    goals: [],
    dueDays: [],
    closedAhead: closedAhead(service, shop, facts.now),
    asked: [{ ...SAMPLE_KIND, item: null, itemNumber: 'sample-1', itemUrl: null, inquiries: 6, before: 4 }],
    reportUrl: `${facts.boardUrl}/reports`,
    askedUrl: `${facts.boardUrl}/asked`,
  };
}
