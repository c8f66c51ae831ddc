// What an edit of the configuration or of a calendar would do, as JSON: the commands and the API answer alike. Field
// names are public interface (CONTRACT.md); instants are UTC with milliseconds, dates YYYY-MM-DD.

import { formatPolicy } from '../../config/lint/policy.ts';
import { formatPath } from '../../config/values/faults.ts';
import type { Instant } from '../../core/model.ts';
import { deadlineTexts } from '../../core/steps/deadline-fields.ts';
import { formatDate } from '../../core/time/civil-date.ts';
import { isoUtc } from '../../core/time/instant.ts';
import { type ChangedStep, countNoticed, type MovedInquiry } from '../configuration/open-inquiry-effects.ts';
import type { Preview, ShopPreview } from '../configuration/preview-config.ts';
import type { Effect } from './preview-edit.ts';

/** The whole preview as plain JSON: instants in UTC, dates as YYYY-MM-DD. */
export function previewAsJson({ at, shops, inquiries }: Preview): object {
  return {
    at: isoUtc(at),
    inquiries,
    shops: shops.map(shopAsJson),
  };
}

function shopAsJson(shop: ShopPreview) {
  return {
    shop: shop.shop,
    change: shop.change,
    difference: shop.difference,
    opens: shop.opens.map(formatDate),
    closes: shop.closes.map(formatDate),
    otherHours: shop.otherHours.map(formatDate),
    moved: shop.moved.map(({ inquiry, from, to }) => ({ inquiry, from: timesAsJson(from), to: timesAsJson(to) })),
    withdrawn: shop.withdrawn.map(stepAsJson),
    raised: shop.raised.map(stepAsJson),
    notices: countNoticed(shop),
    unwatched: shop.unwatched,
  };
}

const iso = (at: Instant | null): string | null => (at === null ? null : isoUtc(at));

/** Named as everywhere else in JSON (CONTRACT.md). */
const timesAsJson = (due: MovedInquiry['from']) => ({
  flagAt: iso(due.flag),
  mailOwnerAt: iso(due.owner_alert),
  breachAt: iso(due.breach),
});

const stepAsJson = ({ inquiry, step, from, to, mailedAt }: ChangedStep) => ({
  inquiry,
  step,
  from: iso(from),
  to: iso(to),
  mailedAt: iso(mailedAt),
});

const UNTOUCHED = { moved: [], withdrawn: [], raised: [], notices: { due: 0, withdrawn: 0 }, unwatched: 0 };

/** The same for programs; `openInquiries` is null when no database answers. */
export function editAsJson(
  { edit, lines, days, policy, moved, hints, warnings, open, openKnown, coming }: Effect,
  saved: boolean,
) {
  return {
    shop: edit.shopId,
    file: edit.read.file,
    what: edit.what,
    saved,
    takenOver: edit.takenOver,
    lines,
    days: days.map(({ day, change }) => ({ date: formatDate(day), change })),
    policy: formatPolicy(policy),
    moved: moved.map(({ startedAt, before, after }) => ({
      startedAt: isoUtc(startedAt),
      before: before && deadlineTexts(before),
      after: after && deadlineTexts(after),
    })),
    openInquiries: openKnown ? (open ? shopAsJson(open) : UNTOUCHED) : null,
    coming: coming?.map(({ day, before, after }) => ({ date: formatDate(day), before, after })) ?? null,
    hints: hints.map(({ code, words }) => ({ code, ...words })),
    warnings: warnings.map(({ rule, path, what, why, todo }) => ({ rule, path: formatPath(path), what, why, todo })),
  };
}
