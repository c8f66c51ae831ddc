// The promises of a thread as the rows that should be, and whom a promise that stands is told to.

import type { ShopConfig } from '../../config/input/shop-settings.ts';
import type { Thread, ThreadEvent } from '../../core/model.ts';
import { STAFF } from '../../core/notifications/contacts.ts';
import { inOrder } from '../../core/steps/event-order.ts';
import { planPromiseNotices } from '../../core/steps/notice-plan.ts';
import { standingPromise } from '../../core/steps/promises.ts';
import type { PromiseFacts, PromiseRow } from '../../store/promises/stored-promises.ts';
import type { NoticeRow } from '../../store/steps/notices.ts';
import type { Counting, InquiryKind } from '../compiled-calendars.ts';
import { waysTo, waysToPerson } from '../steps/plan-notices.ts';

/** The owner, and whoever made it, in the place of staff. */
const TOLD_BROKEN = ['owner', STAFF];

/** Whether any of these events, copies included, ever spoke of a promise: all others have no rows to look for. */
export const speaksOfPromises = (events: readonly ThreadEvent[]): boolean =>
  events.some(({ type }) => type === 'promised');

/** The promises of a thread that was derived from these events. */
export function promiseFacts({ promises }: Thread, events: readonly ThreadEvent[]): PromiseFacts[] {
  if (promises.length === 0) return [];
  const byId = new Map(inOrder(events).map((event) => [event.id, event]));
  const standing = standingPromise(promises);
  return promises.map(({ state, ...promise }) => {
    const { by = null, reason = null } = byId.get(promise.id) ?? {};
    return { ...promise, by, reason, isExtended: state === 'extended', stands: standing?.id === promise.id };
  });
}

/** The notices of a promise that stands: of the policy, and that it is broken (RULES.md 10.5). */
export function promiseNoticeRows(
  counting: Pick<Counting, 'rulesOf' | 'calendarOf'>,
  shop: ShopConfig,
  kind: InquiryKind,
  promise: Pick<PromiseRow, 'madeAt' | 'until' | 'by'>,
): NoticeRow[] {
  const rules = counting.rulesOf(shop, kind);
  const planning = { ...rules, own: counting.calendarOf(shop), sendWindow: shop.mail.sendWindow };
  return planPromiseNotices(planning, promise, TOLD_BROKEN).flatMap((planned) =>
    waysToMaker(shop, planned.contact, promise.by).map((way) => ({ ...planned, way })),
  );
}

/** What goes to staff goes to whoever made it, where they can be reached. */
function waysToMaker(shop: ShopConfig, contact: string, by: string | null): readonly string[] {
  if (contact !== STAFF || by === null) return waysTo(shop, contact);
  const own = waysToPerson(shop, by);
  return own.length > 0 ? own : waysTo(shop, contact);
}
