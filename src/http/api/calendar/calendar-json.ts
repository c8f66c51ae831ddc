// api: the days of a shop's calendar, as `inquiry-sla calendar <shop> --json` writes them, and what there is to say of it.

import { z } from '@hono/zod-openapi';
import { formatRange } from '../../../config/input/hours.ts';
import type { CalendarMonth } from '../../../core/calendar/calendar-days.ts';
import { WEEKDAYS } from '../../../core/model.ts';
import type { CalendarYear } from '../../../service/calendar/read-calendar-year.ts';
import { unreadAsJson } from '../../../service/outside-calendars/describe-outside.ts';
import { ClosedReasonJson } from '../board/episode-json.ts';
import { Instant, InstantOrNull, LocalDate, LocalDay, listOf } from '../shapes.ts';

const bilingual = z.object({ ja: z.string(), en: z.string() });
const both = z.object({ en: listOf(z.string()), ja: listOf(z.string()) });

const Day = z
  .object({
    date: LocalDay,
    weekday: z.enum(WEEKDAYS),
    open: z.boolean().describe('Whether it is a business day.'),
    closedBy: listOf(ClosedReasonJson).describe('Every reason that closes it, the strongest first.'),
    openBy: z.string().nullable().describe('The entry of the shop’s file that opens it.'),
    overruled: listOf(ClosedReasonJson).describe('Reasons that this entry beats.'),
    hours: listOf(z.string()).nullable().describe('Such as `09:00-12:00`; null when none are given, or it is closed.'),
  })
  .openapi('CalendarDay');

export const CalendarJson = z
  .object({
    shop: z.string(),
    timeZone: z.string(),
    revision: z.string(),
    outsideKnown: z.boolean().describe('Whether what RMS closes is in it, as far as the shop takes it.'),
    days: listOf(Day),
  })
  .openapi('Calendar');

export const daysJson = (months: readonly CalendarMonth[]): z.output<typeof Day>[] =>
  months.flatMap(({ days }) =>
    days.map(({ day, hours, ...rest }) => ({ ...rest, date: day, hours: hours?.map(formatRange) ?? null })),
  );

const dates = (description: string) => listOf(LocalDay).describe(description);

export const CalendarNotices = z
  .object({
    shop: z.string(),
    today: LocalDay,
    seasons: listOf(
      z.object({
        kind: z.string(),
        name: bilingual,
        from: LocalDay,
        to: LocalDay,
        state: z.enum(['entered', 'closed-anyway', 'missing']),
        entered: dates('Closed for it by an entry.'),
        lastYear: dates('Closed for it by an entry last year.'),
      }),
    ).describe('New Year, Golden Week and Obon to come. `missing`: nobody has said anything about it.'),
    drift: listOf(
      z.object({ here: z.enum(['closed', 'open']), name: bilingual, days: dates('The dates that differ.') }),
    ).describe('Dates that are closed here and open in RMS, or the other way round.'),
    outside: listOf(
      z.object({
        name: z.string().nullable().describe('The feed’s name; null for RMS.'),
        readAt: InstantOrNull,
        failure: z.string().nullable(),
      }),
    ).describe('Calendars elsewhere that the shop takes.'),
    held: listOf(
      z.object({
        name: z.string().describe('The feed’s name; empty for RMS.'),
        why: z.enum(['wipe', 'many', 'unread']),
        heldSince: Instant,
        opens: dates('Would open.'),
        closes: dates('Would close.'),
        unread: listOf(
          z.object({
            line: z.int(),
            name: z.string(),
            from: LocalDate.nullable(),
            field: z.string(),
            found: z.string(),
            message: z.string(),
          }),
        ).describe('All-day entries that cannot be read and would be left out.'),
      }),
    ).describe('Changes read elsewhere that wait for a person’s word.'),
    history: listOf(
      z.object({
        number: z.int(),
        revision: z.string(),
        at: Instant,
        who: z.string().nullable(),
        cause: z.enum(['start', 'edit', 'apply', 'source']),
        difference: both,
      }),
    ).describe('What was in force, the newest first, at most 20.'),
  })
  .openapi('CalendarNotices');

export function noticesJson(year: CalendarYear): z.output<typeof CalendarNotices> {
  return {
    ...year,
    shop: year.shop.id,
    seasons: year.seasons.map(({ season, ...line }) => ({ ...season, ...line })),
    held: year.held.map((one) => ({ ...one, unread: one.unread.map(unreadAsJson) })),
  };
}
