// The facts of the mails about calendars, read afresh; null when there is nothing (left) to tell.

import type { ShopConfig } from '../../../config/input/shop-settings.ts';
import { driftInWords } from '../../../core/calendar/drift-words.ts';
import { type Instant, type Language, STEPS, type Step } from '../../../core/model.ts';
import { describeRule } from '../../../core/steps/explain.ts';
import { formatDate } from '../../../core/time/civil-date.ts';
import { daysInWords, rangeInWords } from '../../../core/time/day-ranges.ts';
import type {
  CalendarMailFacts,
  CalendarMatter,
  DigestMailFacts,
  DigestRow,
  SeasonMailFacts,
} from '../../../mail/calendar-facts.ts';
import type { MailShop } from '../../../mail/facts.ts';
import { inquiriesReaching, type ReachingRow } from '../../../store/calendar/calendar-checks.ts';
import { type Notice, pendingCalendarNotices, settleNotices } from '../../../store/calendar/calendar-notices.ts';
import { closureTomorrow, seasonKey, seasonToAsk } from '../../calendar/remind-of-calendars.ts';
import { heldCalendars } from '../../outside-calendars/accept-held-calendar.ts';
import { findDrift } from '../../outside-calendars/track-drift.ts';
import type { Service } from '../../service.ts';
import { dataAsOf } from './mail-facts.ts';
import { pageUrl } from './mail-row.ts';

/** Inquiries read for a digest; more are only counted. */
const MOST_ROWS = 100;

/** The reminder of this key, while the shop has still said nothing and no later reminder is due. */
export async function seasonFacts(
  service: Service,
  shop: ShopConfig,
  key: string,
  now: Instant,
): Promise<SeasonMailFacts | null> {
  const missing = await seasonToAsk(service, shop, now);
  if (missing === null || seasonKey(missing) !== key) return null;
  const { season, lastYear } = missing;
  const calendar = service.counting.calendarOf(shop);
  const days = Array.from({ length: season.to - season.from + 1 }, (_, n) => season.from + n);
  return {
    shop: mailShop(shop),
    now,
    season: season.name[shop.language],
    days: days.map((day) => {
      const { open, closedBy } = calendar.dayInfo(day);
      const joint = shop.language === 'ja' ? '・' : ', ';
      return { day, open, why: closedBy.map(({ name }) => name[shop.language]).join(joint) };
    }),
    lastYear,
    boardUrl: pageUrl(service, `/shops/${shop.id}`, shop.language),
    from: service.config.service.from,
    contact: service.config.service.ops,
  };
}

/** What open inquiries reach by the end of the first day after the closure that begins tomorrow. */
export async function digestFacts(service: Service, shop: ShopConfig, now: Instant): Promise<DigestMailFacts | null> {
  const closure = closureTomorrow(service, shop, now);
  if (closure === null) return null;
  const calendar = service.counting.calendarOf(shop);
  const until = calendar.zone.startOfDay(closure.to + 2);
  const found = await inquiriesReaching(service.db, shop.id, now, until, MOST_ROWS);
  const rows = found.map((row) => digestRow(service, shop, row, now, until)).sort(worstFirst);
  if (rows.length === 0) return null;
  return {
    shop: mailShop(shop),
    now,
    closure,
    rows,
    count: found[0]!.all,
    dataAsOf: await dataAsOf(service, [shop.id]),
    countingRule: describeRule(service.counting.rulesOf(shop, found[0]!), shop.language),
    boardUrl: pageUrl(service, `/shops/${shop.id}`, shop.language),
    from: service.config.service.from,
    contact: service.config.service.ops,
  };
}

/** Everything untold that still holds, with the notices it answers; what holds no more is settled. */
export async function calendarFacts(
  service: Service,
  now: Instant,
): Promise<{ facts: CalendarMailFacts; notices: readonly Notice[] } | null> {
  const { language, timeZone } = service.config.service;
  const untold = await pendingCalendarNotices(service.db, [...service.config.shops.keys()]);
  const pairs: { notice: Notice; matter: CalendarMatter | null }[] = [];
  for (const notice of untold) pairs.push({ notice, matter: await matterOf(service, notice, language, now) });
  await settleNotices(
    service.db,
    pairs.filter(({ matter }) => matter === null).map(({ notice }) => notice),
    now,
  );
  const matters = pairs.flatMap(({ matter }) => matter ?? []);
  if (matters.length === 0) return null;
  const boardUrl = pageUrl(service, '/', language);
  const notices = pairs.filter(({ matter }) => matter !== null).map(({ notice }) => notice);
  return { facts: { now, language, timeZone, matters, boardUrl }, notices };
}

async function matterOf(
  service: Service,
  { shop: id, kind, key }: Notice,
  language: Language,
  now: Instant,
): Promise<CalendarMatter | null> {
  const shop = service.config.shops.get(id);
  if (shop === undefined) return null;
  if (kind === 'season') return seasonMatter(service, shop, key, language, now);
  if (kind === 'held') return heldMatter(service, shop, key, language);
  const drift = findDrift(service, shop, now).find((one) => one.key === key);
  return drift ? { kind, shop: shop.name, words: driftInWords(drift, language), command: null } : null;
}

async function seasonMatter(
  service: Service,
  shop: ShopConfig,
  key: string,
  language: Language,
  now: Instant,
): Promise<CalendarMatter | null> {
  const missing = await seasonToAsk(service, shop, now);
  if (missing === null || seasonKey(missing) !== key) return null;
  const { season, lastYear } = missing;
  const name = season.name[language];
  const dates = `${formatDate(season.from)}..${formatDate(season.to)}`;
  const before = lastYear.length === 0 ? '' : daysInWords(lastYear, language);
  const words = {
    ja: `${name}（${rangeInWords(season, 'ja')}）の登録がありません${before && `（昨年の休業: ${before}）`}`,
    en: `nothing entered for ${name}${before && ` (closed last year: ${before})`}`,
  };
  const command = `inquiry-sla calendar close ${shop.id} ${dates}`;
  return { kind: 'season', shop: shop.name, words: words[language], command };
}

async function heldMatter(
  service: Service,
  shop: ShopConfig,
  source: string,
  language: Language,
): Promise<CalendarMatter | null> {
  const held = (await heldCalendars(service, shop)).find((one) => one.source === source);
  if (held === undefined) return null;
  const count = held.opens.length + held.closes.length;
  const name = held.name || 'RMS';
  const wipe = { ja: `${name}の休業日がすべてなくなりました`, en: `${name} has no closed days any more` };
  const many = {
    ja: `${name}の休業日が60日以内に${count}日変わります`,
    en: `${name} changes ${count} of the next 60 days`,
  };
  const unread = {
    ja: `${name}に読み取れない終日の予定が${held.unread.length}件あります（${held.unread[0]?.line ?? 0}行目など）`,
    en: `${name} has ${held.unread.length} all-day entries that cannot be read (line ${held.unread[0]?.line ?? 0} and on)`,
  };
  const words = { wipe, many, unread }[held.why][language];
  return { kind: 'held', shop: shop.name, words, command: `inquiry-sla calendar accept ${shop.id}` };
}

function digestRow(service: Service, shop: ShopConfig, row: ReachingRow, now: Instant, until: Instant): DigestRow {
  const policy = service.counting.policyOf(shop, row);
  const step = STEPS.findLast((one) => row.due[one] !== null && row.due[one] > now && row.due[one] <= until)!;
  const { inquiry, url, type, category, channel, startedAt } = row;
  const detailUrl = pageUrl(service, `/shops/${shop.id}/inquiries/${encodeURIComponent(inquiry)}`, shop.language);
  return {
    inquiry,
    url,
    detailUrl,
    type,
    category,
    channel,
    startedAt,
    step,
    after: policy.after[step],
    at: row.due[step]!,
  };
}

const RANK: Readonly<Record<Step, number>> = { breach: 0, owner_alert: 1, flag: 2 };

function worstFirst(a: DigestRow, b: DigestRow): number {
  return RANK[a.step] - RANK[b.step] || a.at - b.at || (a.inquiry < b.inquiry ? -1 : 1);
}

const mailShop = ({ id, name, timeZone, language }: ShopConfig): MailShop => ({ id, name, timeZone, language });
