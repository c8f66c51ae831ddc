// Whether we see: a source without a complete read for an hour of business time makes one mail per cause and day.

import { atLeast } from '../../core/clock.ts';
import type { Instant } from '../../core/model.ts';
import { businessMsBetween } from '../../core/steps/counting.ts';
import { inQuietWindow } from '../../rms/maintenance.ts';
import { openIncidentMail } from '../../store/notifications/outbox.ts';
import { unreadSources } from '../../store/status/sources.ts';
import type { Service } from '../service.ts';
import { staleCalendars } from './find-stale-calendars.ts';
import { calendarCause, silenceOf, unreadSince } from './incident-causes.ts';
import { startOfOpsDay } from './ops-day.ts';

/** MAIL.md 15: no complete read for 60 minutes of business time. */
const SILENT_AFTER_MS = 60 * 60_000;

/** On an accelerated clock an hour may be shorter than a read takes. */
const SILENT_AFTER_REAL_MS = 60_000;
/** 1970: no source was ever due before it. */
const BEFORE_ALL: Instant = 0;

/** A source due before this instant was not even tried for an hour; after a start everything gets that hour first. */
export function triedBefore({ clock, openedAt }: Service, now: Instant): Instant {
  const hour = atLeast(clock, SILENT_AFTER_MS, SILENT_AFTER_REAL_MS);
  const age = now - (openedAt ?? now);
  // Negative: opened by a clock that was ahead.
  return age >= 0 && age < hour ? BEFORE_ALL : now - hour;
}

/** Owes ops a mail for each cause that keeps a source unread. Failures in the quiet window wait for its end. */
export async function watchSources(service: Service, now: Instant): Promise<void> {
  if (inQuietWindow(now)) return;
  const causes = new Set<string>();
  const dueBefore = triedBefore(service, now);
  for (const source of await unreadSources(service.db, dueBefore)) {
    const shop = service.config.shops.get(source.shop);
    const cause = silenceOf(source, dueBefore);
    if (shop === undefined || cause === null) continue;
    const unread = businessMsBetween(service.counting.calendarOf(shop), unreadSince(source), now);
    if (unread >= SILENT_AFTER_MS) causes.add(cause);
  }
  for (const shop of await staleCalendars(service, now)) causes.add(calendarCause(shop));
  for (const cause of causes) {
    const isNew = await openIncidentMail(service.db, cause, startOfOpsDay(service, now), now);
    if (isNew) service.logger.error({ cause }, 'monitoring is blind');
  }
}
