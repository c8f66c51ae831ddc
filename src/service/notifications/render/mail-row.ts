// One pending step as a row of a mail. What only listed rows need (the receipt, what is left) is computed when it is asked
// for: a summary counts a hundred thousand rows and lists twenty.

import type { ShopConfig } from '../../../config/input/shop-settings.ts';
import type { Calendar } from '../../../core/calendar/calendar.ts';
import type { Instant, Language, Policy } from '../../../core/model.ts';
import { businessDaysLeft, businessMsBetween } from '../../../core/steps/counting.ts';
import { dayChain, explain } from '../../../core/steps/explain.ts';
import { lateReason } from '../../../core/steps/lateness.ts';
import type { MailRow } from '../../../mail/facts.ts';
import type { PendingStep } from '../../../store/notifications/pending-steps.ts';
import type { Service } from '../../service.ts';
import { lateLimits } from '../../steps/late-limits.ts';

export type WithoutStore = Pick<Service, 'clock' | 'config' | 'counting'>;

export function rowOf(
  service: WithoutStore,
  shop: ShopConfig,
  step: Omit<PendingStep, 'step'>,
  { language, now }: { readonly language: Language; readonly now: Instant },
  told: Pick<MailRow, 'reminder' | 'muted' | 'notice'> & Partial<Pick<MailRow, 'level'>> = {},
): MailRow {
  const { policy, calendar } = service.counting.rulesOf(shop, step);
  const inDays = 'days' in policy.after.breach;
  return {
    inquiry: step.inquiry,
    url: step.url,
    get detailUrl() {
      return pageUrl(service, `/shops/${shop.id}/inquiries/${encodeURIComponent(step.inquiry)}`);
    },
    type: step.type,
    category: step.category,
    channel: step.channel,
    item: step.item,
    startedAt: step.startedAt,
    alertAt: step.deadlines.at.owner_alert,
    breachAt: step.deadlines.at.breach,
    level: step.breached ? 'breach' : 'owner_alert',
    get businessDaysLeft() {
      return inDays ? businessDaysLeft(calendar, now, step.deadlines.at.breach) : null;
    },
    get openMsLeft() {
      return inDays ? null : businessMsBetween(calendar, now, step.deadlines.at.breach);
    },
    // Told before: when that was noticed is no news any more.
    late: told.reminder === undefined ? lateReason(step, lateLimits(service.clock)) : null,
    provisional: step.deadlines.provisional,
    get chain() {
      return receiptOf(calendar, policy, step.startedAt, language);
    },
    answeredAt: step.endedAt,
    alertAfter: policy.after.owner_alert,
    ...told,
  };
}

export function pageUrl(service: Pick<Service, 'config'>, path: string): string {
  return `${service.config.service.publicUrl}${path}`;
}

/** Receipts by calendar and policy, as compiled: an edit makes new ones, and these go with the old. */
const receipts = new WeakMap<Calendar, WeakMap<Policy, Map<string, readonly string[]>>>();
/** Of one calendar and policy; beyond it they are made anew. */
const MOST_RECEIPTS = 2_000;

/** The day-by-day lines of an episode, made once for each language: mail, summary and retry show the same. */
function receiptOf(calendar: Calendar, policy: Policy, startedAt: Instant, language: Language): readonly string[] {
  const ofCalendar = receipts.get(calendar) ?? new WeakMap<Policy, Map<string, readonly string[]>>();
  receipts.set(calendar, ofCalendar);
  const known = ofCalendar.get(policy) ?? new Map<string, readonly string[]>();
  ofCalendar.set(policy, known);
  const key = `${startedAt} ${language}`;
  const made = known.get(key) ?? dayChain(explain(calendar, policy, startedAt), language);
  if (known.size >= MOST_RECEIPTS) known.clear();
  known.set(key, made);
  return made;
}
