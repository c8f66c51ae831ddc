// The facts of morning lists, read afresh for a page of them in a few statements, whatever their number.

import type { ShopConfig } from '../../../config/input/shop-settings.ts';
import { type Instant, STEPS, type Step } from '../../../core/model.ts';
import { describeRule } from '../../../core/steps/explain.ts';
import type { ListPart, ListRow, MorningMailFacts } from '../../../mail/list-facts.ts';
import { renderMorningChat } from '../../../mail/render/render-list-chat.ts';
import { renderMorningMail } from '../../../mail/render/render-morning.ts';
import type { ClaimedMail } from '../../../store/notifications/mail-claims.ts';
import {
  type MorningPart,
  type MorningRow,
  morningRows,
  type ShopDay,
} from '../../../store/notifications/morning-rows.ts';
import { promisesDueBy } from '../../../store/promises/standing-promises.ts';
import { groupBy } from '../../group-by.ts';
import type { Service } from '../../service.ts';
import { readKnown } from '../render/mail-facts.ts';
import { pageUrl } from '../render/mail-row.ts';
import type { Gathered } from '../render/notification-kind.ts';
import { promiseRow } from '../render/promise-rows.ts';
import { gatherPage } from './gather-page.ts';

/** As many as a mail lists at most. */
const LISTED = 20;

type FactsFrom = Pick<Service, 'db' | 'config' | 'counting'>;

/** By the rows' ids. */
export const gatherMorning = (
  service: Service,
  page: readonly ClaimedMail[],
  now: Instant,
): Promise<Map<number, Gathered>> =>
  gatherPage(service, page, now, {
    ask: ({ shop }) => ({ asked: service.config.shops.get(shop)! }),
    read: (shops) => morningFacts(service, shops, now),
    render: (facts, { kind }) => (kind === 'morning_chat' ? renderMorningChat(facts) : renderMorningMail(facts)),
    nothing: 'nothing to list',
  });

/** What the lists of these shops say at `now`, whoever reads them; shops with nothing to list are left out. */
export async function morningFacts(
  service: FactsFrom,
  shops: readonly ShopConfig[],
  now: Instant,
): Promise<Map<string, Omit<MorningMailFacts, 'to'>>> {
  if (shops.length === 0) return new Map();
  const days = shops.map((shop) => todayOf(service, shop, now));
  const rows = groupBy(await morningRows(service.db, days, LISTED, now), ({ shop }) => shop);
  const promised = groupBy(await promisesDueBy(service.db, days, LISTED, now), ({ shop }) => shop);
  const known = await readKnown(
    service,
    shops.map(({ id }) => id),
    now,
  );
  return new Map(
    shops.flatMap((shop) => {
      const found = rows.get(shop.id) ?? [];
      const due = promised.get(shop.id) ?? [];
      if (due.length === 0 && found.every(({ part }) => part === 'muted')) return [];
      const { dataAsOf } = known(shop.id, []);
      return [[shop.id, factsOf(service, shop, { rows: found, promised: due }, now, dataAsOf)] as const];
    }),
  );
}

function todayOf({ counting }: Pick<Service, 'counting'>, shop: ShopConfig, now: Instant): ShopDay {
  const { zone } = counting.calendarOf(shop);
  const today = zone.localDay(now);
  return { shop: shop.id, start: zone.startOfDay(today), end: zone.startOfDay(today + 1) };
}

function factsOf(
  service: FactsFrom,
  shop: ShopConfig,
  {
    rows,
    promised,
  }: { readonly rows: readonly MorningRow[]; readonly promised: Awaited<ReturnType<typeof promisesDueBy>> },
  now: Instant,
  dataAsOf: MorningMailFacts['dataAsOf'],
): Omit<MorningMailFacts, 'to'> {
  const { id, name, timeZone, language } = shop;
  const byPart = groupBy(rows, ({ part }) => part);
  const partOf = (part: MorningPart): ListPart => {
    const found = byPart.get(part) ?? [];
    return { rows: found.map((row) => listRow(service, shop, row, now)), count: found[0]?.all ?? 0 };
  };
  const { zone } = service.counting.calendarOf(shop);
  return {
    shop: { id, name, timeZone, language },
    now,
    day: zone.localDay(now),
    parts: {
      today: partOf('today'),
      promised: {
        rows: promised.map((row) => promiseRow(service, shop, row, now)),
        count: promised[0]?.all ?? 0,
      },
      reaching: partOf('reaching'),
      passed: partOf('passed'),
      inHand: partOf('inHand'),
    },
    overdue: byPart.get('passed')?.[0]?.overdue ?? 0,
    muted: byPart.get('muted')?.[0]?.all ?? 0,
    dataAsOf,
    countingRule: describeRule(service.counting.rulesOf(shop, rows[0] ?? promised[0]!), language),
    boardUrl: pageUrl(service, `/shops/${id}`, language),
    from: service.config.service.from,
    contact: service.config.service.ops,
  };
}

function listRow(service: FactsFrom, shop: ShopConfig, row: MorningRow, now: Instant): ListRow {
  const { inquiry, url, type, category, channel, item, startedAt, inHandBy, inHandSince, due, deadlines } = row;
  const { after } = service.counting.policyOf(shop, row);
  const { zone } = service.counting.calendarOf(shop);
  const isToday = (step: Step): boolean =>
    due[step] !== null && due[step] > now && zone.localDay(due[step] - 1) <= zone.localDay(now);
  const passed = STEPS.findLast((step) => due[step] !== null && due[step] <= now);
  const reached = STEPS.findLast((step) => step !== 'breach' && isToday(step));
  return {
    inquiry,
    url,
    detailUrl: pageUrl(service, `/shops/${shop.id}/inquiries/${encodeURIComponent(inquiry)}`, shop.language),
    type,
    category,
    channel,
    item,
    startedAt,
    breachAt: deadlines?.at.breach ?? null,
    passed: passed === undefined ? null : { step: passed, after: after[passed] },
    reaches: reached === undefined ? null : { step: reached, after: after[reached], at: due[reached]! },
    inHand: inHandBy === null || inHandSince === null ? null : { by: inHandBy, since: inHandSince },
  };
}
