// The facts of the weekly summary of a group of shops: each shop's week in its own zone, in a few statements for all of them.

import type { ShopConfig } from '../../../config/input/shop-settings.ts';
import type { Instant } from '../../../core/model.ts';
import type { Weeks } from '../../../core/notifications/list-days.ts';
import { listReceiverOf } from '../../../core/notifications/list-receiver.ts';
import type { GroupMailFacts, GroupShopLine } from '../../../mail/list-facts.ts';
import { renderGroupMail } from '../../../mail/render/render-group.ts';
import type { ClaimedMail } from '../../../store/notifications/mail-claims.ts';
import { lateRows, spanCounts, stillOpen } from '../../../store/reports/week-rows.ts';
import { readGoals } from '../../goals/read-goals.ts';
import type { Service } from '../../service.ts';
import { groupedShops, listInForce } from '../plan/plan-lists.ts';
import { dataAsOf } from '../render/mail-facts.ts';
import { pageUrl } from '../render/mail-row.ts';
import type { Gathered } from '../render/notification-kind.ts';
import { datesOf, keptOf, toldSpan } from './describe-weeks.ts';
import { goalLines } from './gather-weekly.ts';

type FactsFrom = Pick<Service, 'db' | 'clock' | 'config' | 'counting'>;

export async function gatherGroup(service: Service, claimed: ClaimedMail, now: Instant): Promise<Gathered> {
  const current = listInForce(service, claimed, now);
  if ('none' in current) return current;
  const facts = await groupFacts(service, listReceiverOf(claimed.cause).name, current.weeks!, now);
  return facts === null ? { none: 'nothing to tell' } : { items: [], render: () => renderGroupMail(facts) };
}

/** What the summary of a group says at `now`; null when none of its shops had anything. */
export async function groupFacts(
  service: FactsFrom,
  group: string,
  weeks: Weeks,
  now: Instant,
): Promise<GroupMailFacts | null> {
  const members = groupedShops(service.config).get(group) ?? [];
  const shops = await shopLines(service, members, weeks, now);
  if (shops.length === 0) return null;
  const { language, timeZone } = service.config.service;
  return {
    group,
    now,
    language,
    timeZone,
    told: datesOf(weeks),
    shops,
    dataAsOf: await dataAsOf(
      service,
      members.map(({ id }) => id),
    ),
    boardUrl: pageUrl(service, '/', language),
  };
}

/** Shops that had nothing are left out. */
async function shopLines(
  service: FactsFrom,
  shops: readonly ShopConfig[],
  weeks: Weeks,
  now: Instant,
): Promise<GroupShopLine[]> {
  const spans = shops.map((shop) => toldSpan(service, { shop, weeks }));
  const counts = new Map((await spanCounts(service.db, spans, now)).map((one) => [one.shop, one]));
  const late = new Map((await lateRows(service.db, spans, 1, now)).map(({ shop, all }) => [shop, all]));
  const open = await stillOpen(
    service.db,
    shops.map(({ id }) => id),
    now,
  );
  const goals = await readGoals(service, shops, now);
  return shops
    .flatMap((shop): GroupShopLine[] => {
      const { id, name } = shop;
      if (!counts.has(id) && !late.has(id) && !open.has(id)) return [];
      const { unanswered = 0, overdue = 0 } = open.get(id) ?? {};
      const found = counts.get(id);
      const url = pageUrl(service, `/shops/${id}`, service.config.service.language);
      const { inquiries = 0 } = found ?? {};
      const standing = goalLines(shop, goals.get(id) ?? []);
      const line = { name, url, inquiries, kept: keptOf(found), late: late.get(id) ?? 0, unanswered, overdue };
      return [{ ...line, goals: standing }];
    })
    .sort(
      (a, b) => b.late - a.late || b.overdue - a.overdue || b.unanswered - a.unanswered || (a.name < b.name ? -1 : 1),
    );
}
