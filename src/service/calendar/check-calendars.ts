// The daily look at shops' calendars: who said nothing about a season, who closes tomorrow. Cost follows what is due:
// a shop is looked at once a day and after each change of its calendar, some hundred shops a tick.

import type { Instant } from '../../core/model.ts';
import { formatDate } from '../../core/time/civil-date.ts';
import { openZone } from '../../core/time/zone.ts';
import { type CalendarMail, dueLooks, looked, openCalendarMails } from '../../store/calendar/calendar-checks.ts';
import { addNotices, anyPending } from '../../store/calendar/calendar-notices.ts';
import { startOfOpsDay } from '../monitoring/ops-day.ts';
import { recordDrift } from '../outside-calendars/track-drift.ts';
import type { Service } from '../service.ts';
import { closureTomorrow, daytimeSlot, seasonKey, seasonToAsk } from './remind-of-calendars.ts';

const AT_ONCE = 500;
/** What is found meanwhile at other shops goes out in the same mail to ops. */
const GATHER_MS = 10 * 60_000;
const OPS_HOURS = { from: 9, to: 18 };
const HOUR_MS = 60 * 60_000;

/** Looks at the shops that are due; makes the mails that follow, each once. */
export async function lookAtCalendars(service: Service, now: Instant): Promise<void> {
  const due = await dueLooks(service.db, now, AT_ONCE);
  const mails: CalendarMail[] = [];
  const next: { shop: string; at: Instant }[] = [];
  for (const id of due) {
    const shop = service.config.shops.get(id);
    if (shop === undefined) {
      next.push({ shop: id, at: now + 24 * HOUR_MS });
      continue;
    }
    const { zone } = service.counting.calendarOf(shop);
    const today = zone.localDay(now);
    mails.push(...(await seasonMail(service, id, now)), ...digestMail(service, id, now));
    if (shop.calendar.rms) await recordDrift(service, shop, now);
    next.push({ shop: id, at: zone.startOfDay(today + 1) });
  }
  await openCalendarMails(service.db, mails);
  if (next.length > 0) await looked(service.db, next);
  await openOpsMail(service, now);
}

async function seasonMail(service: Service, id: string, now: Instant): Promise<CalendarMail[]> {
  const shop = service.config.shops.get(id)!;
  const missing = await seasonToAsk(service, shop, now);
  if (missing === null) return [];
  const key = seasonKey(missing);
  const isNew = await addNotices(service.db, [{ shop: id, kind: 'season', key }], now);
  if (isNew.length > 0) service.logger.info({ shop: id, season: key }, 'nothing entered for the season');
  const { zone } = service.counting.calendarOf(shop);
  const slotAt = zone.startOfDay(missing.season.from);
  return [{ kind: 'season', shop: id, cause: key, slotAt, at: daytimeSlot(service, shop, now) }];
}

/** On the last business day before it; not when the day's send window is over. */
function digestMail(service: Service, id: string, now: Instant): CalendarMail[] {
  const shop = service.config.shops.get(id)!;
  const closure = closureTomorrow(service, shop, now);
  if (closure === null) return [];
  const { zone } = service.counting.calendarOf(shop);
  const slotAt = zone.startOfDay(closure.from);
  const at = daytimeSlot(service, shop, now);
  return at < slotAt ? [{ kind: 'digest', shop: id, cause: `closure:${formatDate(closure.from)}`, slotAt, at }] : [];
}

/** One mail a day to ops, by day, as long as something is untold. */
async function openOpsMail(service: Service, now: Instant): Promise<void> {
  const { service: operated, shops } = service.config;
  if (operated.opsMail.season.length === 0 || !(await anyPending(service.db, [...shops.keys()]))) return;
  const at = byDay(service, now + GATHER_MS);
  await openCalendarMails(service.db, [
    { kind: 'calendar', shop: '', cause: '', slotAt: startOfOpsDay(service, at), at },
  ]);
}

function byDay({ config }: Service, at: Instant): Instant {
  const zone = openZone(config.service.timeZone);
  const day = zone.localDay(at);
  const opens = zone.instantOf(day, OPS_HOURS.from * HOUR_MS);
  const closes = zone.instantOf(day, OPS_HOURS.to * HOUR_MS);
  if (at >= closes) return zone.instantOf(day + 1, OPS_HOURS.from * HOUR_MS);
  return Math.max(at, opens);
}
