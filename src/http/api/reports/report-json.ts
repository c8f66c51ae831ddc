// api: a shop's month in numbers. The shapes are the core's (report.ts); only instants are written as text.

import { z } from '@hono/zod-openapi';
import { GoalJson } from '../board/goal-json.ts';
import { count } from '../board/shop-json.ts';
import { AsOf, Instant, InstantOrNull, LocalDate, listOf, orNull } from '../shapes.ts';

/** Of reports that a replica answers. */
export const BehindMs = z
  .number()
  .min(0)
  .nullable()
  .describe('How far the read replica was behind (ms, to half a minute); null: the main database was asked.');

const ms = (description: string) => z.number().describe(description);

const StepNumbers = z
  .object({
    met: count('Answered before it was due.'),
    missed: count('Its due instant passed unanswered.'),
    pending: count('Open, not due yet.'),
    lapsed: count('Completed or deleted before it was due.'),
    uncounted: count('No deadline, or passed while completed.'),
    asKnownThen: count('Shown on the board or told by mail, as far as was known then.'),
    onlyAsKnownThen: count('Shown then, but by event times it never passed.'),
    onlyAsCorrected: count('Passed by event times, but learned only afterwards.'),
    metRate: z.number().min(0).max(1).nullable().describe('met ÷ (met + missed); null when nothing is decided.'),
  })
  .openapi('StepNumbers', { description: 'The five outcomes from `met` to `uncounted` add up to the episodes.' });

const group = {
  episodes: count('Stretches in which a customer waited that began in the month.'),
  steps: z.object({ flag: StepNumbers, owner_alert: StepNumbers, breach: StepNumbers }),
  endings: z.object({
    answered: count('By an answer.'),
    answeredElsewhere: count('Of those answered: by phone or the like.'),
    completedWithoutReply: count('By completing the inquiry.'),
    noReplyNeeded: count('Of those completed without reply: by the mark 返信不要.'),
    deleted: count('The last waiting message was deleted.'),
    open: count('Still open.'),
  }),
  replyTime: z
    .object({ medianMs: ms('Business time in ms.'), p90Ms: ms('90th percentile, business time in ms.') })
    .nullable()
    .describe('From the start to the reply; null when nothing was answered.'),
};

const GroupNumbers = z.object(group).openapi('GroupNumbers');

const Groups = listOf(
  z.object({ key: z.string().nullable().describe('Null: they have none.'), ...group }).openapi('ReportGroup'),
);

const WeekHours = listOf(listOf(z.int().min(0))).describe(
  '7 rows from Monday on, of 24 hours on the shop’s wall clock.',
);

const Length = z.union([z.object({ days: z.int() }), z.object({ openMs: z.int() })]).openapi('StepLength', {
  description: 'Business days, or opening time in ms.',
});

const State = z
  .enum(['future', 'no-data', 'running', 'complete'])
  .describe('`no-data`: before the shop was watched, and nothing was imported. `running`: the month is not over.');

const Goals = listOf(GoalJson).describe(
  'As they stand now, in the order of the shop’s file; empty: it has none, or the month is not the running one.',
);

export const ReportJson = z
  .object({
    shop: z.string(),
    name: z.string(),
    timeZone: z.string(),
    month: z.string().openapi({ example: '2026-06' }),
    asOf: AsOf,
    behindMs: BehindMs,
    from: Instant,
    to: Instant.describe('The first instant that is not in it.'),
    state: State,
    watchedSince: InstantOrNull,
    businessDays: count('Business days of the month by the calendar in force.'),
    closedDays: listOf(LocalDate),
    hasHours: z.boolean().describe('Whether the shop gives opening hours.'),
    businessDayMs: ms('What counts as one business day where business time is put into words.'),
    lengths: z
      .object({ flag: listOf(Length), owner_alert: listOf(Length), breach: listOf(Length) })
      .describe('After how long the steps come.'),
    past: count('Of the month’s episodes, those that left by `retention`: they count, and are in no list.'),
    promises: z
      .object({
        made: count('Made in the month.'),
        kept: count('Of these, answered or completed before the date.'),
        keptByCompletion: count('Of those kept: completed, without an answer.'),
        broken: count('Of these, not answered by the date.'),
        extended: count('Of these, moved before the date.'),
        withdrawn: count('Of these, taken back before the date.'),
        standing: count('Of these, still to come.'),
      })
      .openapi('PromiseNumbers'),
    goals: Goals,
    previous: z.object({ month: z.string(), total: orNull(GroupNumbers) }).describe('The month before.'),
    total: GroupNumbers,
    byChannel: Groups,
    byType: Groups,
    byCategory: Groups,
    arrivals: WeekHours,
    replies: WeekHours,
    openByDay: listOf(
      z.object({ day: LocalDate, open: count('Open at its end.'), flagged: count('Of these, flagged.') }),
    ),
    takenBack: listOf(z.object({ why: z.string(), steps: count('Steps shown then that never passed.') })),
    provisional: count('Episodes whose deadlines may move with holidays not yet announced.'),
    withoutDeadline: count('Episodes without a deadline.'),
  })
  .openapi('Report');

export const ShopMonth = z
  .object({
    shop: z.string(),
    name: z.string(),
    state: State,
    episodes: count('Stretches in which a customer waited that began in the month.'),
    flagMet: count('First step met.'),
    flagMissed: count('First step missed.'),
    ownerAlertMet: count('Second step met.'),
    ownerAlertMissed: count('Second step missed.'),
    breachMet: count('Third step met.'),
    breachMissed: count('Third step missed.'),
    completedWithoutReply: count('Completed without reply.'),
    open: count('Still open.'),
    goals: Goals,
  })
  .openapi('ShopMonth');
