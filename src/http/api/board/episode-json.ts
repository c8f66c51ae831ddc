// api: an episode of an inquiry: its deadlines, its steps with their four times, and the explanation day by day.
// Inside `explanation` instants are epoch ms, as core has them; everywhere else they are text.

import { z } from '@hono/zod-openapi';
import { COUNTING_RULES, STEPS, WEEKDAYS } from '../../../core/model.ts';
import { deadlineFields } from '../../../core/steps/deadline-fields.ts';
import { explainInWords } from '../../../core/steps/explain.ts';
import { LATE_REASONS } from '../../../core/steps/lateness.ts';
import { NOTICE_STATES } from '../../../service/board/describe-notices.ts';
import type { EpisodeDetail } from '../../../service/board/read-inquiry.ts';
import { MAIL_KINDS, MAIL_STATES } from '../../../service/notifications/read-mails.ts';
import { Instant, InstantOrNull, LocalDate, listOf, orNull } from '../shapes.ts';

export const StepName = z.enum(STEPS).openapi('Step', {
  description: '`flag`: 1営業日経過. `owner_alert`: 2営業日経過. `breach`: 3営業日超過.',
});

export const Level = z
  .enum([...STEPS, 'none'])
  .openapi('Level', { description: 'The strongest step that has passed.' });

export const Deadlines = {
  flagAt: InstantOrNull.describe('Due instant of the first step; null: no business day within 400 days.'),
  mailOwnerAt: InstantOrNull.describe('Due instant of the second step.'),
  breachAt: InstantOrNull.describe('Due instant of the third step.'),
  provisional: z.boolean().describe('It depends on national holidays that are not announced yet.'),
};

export const DeadlinesJson = z.object(Deadlines).openapi('Deadlines');

const StepHistory = z
  .object({
    step: StepName,
    dueAt: Instant,
    detectedAt: Instant,
    late: z
      .enum(LATE_REASONS)
      .nullable()
      .describe(
        'Why it was noticed after it was due: before the shop was first read, learned late, nobody watched, an edit.',
      ),
    notifiedAt: InstantOrNull.describe('When the owner’s mail was sent.'),
    opsNotifiedAt: InstantOrNull.describe('When the mail to operations was sent.'),
    answeredAt: InstantOrNull.describe('When the customer was answered.'),
    cause: z.enum(['due', 'calendar', 'event']).describe('What brought it: time, a calendar edit, an event.'),
    loweredAt: InstantOrNull,
    loweredWhy: z.string().nullable(),
    withdrawnAt: InstantOrNull,
    withdrawnWhy: z.string().nullable(),
    whileCompleted: z.boolean().describe('It passed while the inquiry was completed, and is not counted.'),
  })
  .openapi('StepHistory');

const Withdrawal = z
  .object({
    step: StepName,
    dueAt: Instant,
    detectedAt: Instant,
    notifiedAt: InstantOrNull,
    withdrawnAt: Instant,
    why: z.string(),
    revision: z.string().describe('The revision of the shop’s configuration that did it.'),
  })
  .openapi('Withdrawal');

export const ClosedReasonJson = z
  .object({
    source: z.enum(['skipped', 'file', 'yearly', 'rms', 'feed', 'national', 'weekly']),
    name: z.object({ ja: z.string(), en: z.string() }),
  })
  .openapi('ClosedReason', { description: 'Why a date is closed, and what says so.' });

const epochMs = z.int().describe('Milliseconds since 1970-01-01T00:00:00Z.');
const epochDay = z.int().describe('Days since 1970-01-01.');
const minute = z.int().describe('Minute of the local day.');

const ExplainedDay = z
  .object({
    day: epochDay,
    date: LocalDate,
    weekday: z.enum(WEEKDAYS),
    open: z.boolean(),
    nth: z.int().nullable().describe('Its number among the counted business days.'),
    role: z.enum(['received', 'start', 'counted', 'closed', 'open']),
    closedBy: listOf(ClosedReasonJson),
    openBy: z.string().nullable().describe('The entry of the shop’s file that opens it.'),
    hours: listOf(z.object({ from: minute, to: minute })).nullable(),
    openMs: z.number().nullable().describe('Opening time that ran on it, in ms; null for steps in days.'),
    due: listOf(z.object({ step: StepName, at: epochMs, when: z.enum(['end', 'within']) })),
  })
  .openapi('ExplainedDay');

const Explanation = z
  .object({
    words: z.object({ ja: listOf(z.string()), en: listOf(z.string()) }),
    start: z.object({
      day: epochDay,
      at: epochMs.nullable(),
      shiftedBy: listOf(z.enum(['cutoff', 'closed-day', 'outside-hours'])),
    }),
    days: listOf(ExplainedDay),
  })
  .openapi('Explanation', { description: 'Why the deadlines are what they are, from the day of arrival on.' });

const ToldBy = z
  .object({
    id: z.int().describe('Of the mail: `GET /v1/mails/{id}`.'),
    step: StepName,
    kind: z.enum(MAIL_KINDS),
    state: z.enum(MAIL_STATES),
    slotAt: Instant,
    sentAt: InstantOrNull,
    reminder: z.int().nullable().describe('Which reminder this was, from 1; null for the first telling.'),
  })
  .openapi('ToldBy', { description: 'A mail or a webhook message that told of a step, or is about to.' });

const NoticeJson = z
  .object({
    key: z.string().describe('Kind, length and step: `at:flag`, `after:4d`, `before:3h:breach`.'),
    contact: z.string().describe('To whom: `owner`, `ops`, or a contact of the shop.'),
    way: z.string().describe('How they are reached: `mail`.'),
    at: Instant.describe('When it is due; the send window moves only the message.'),
    sendAt: Instant.describe('From when on its message may leave.'),
    untilAt: InstantOrNull.describe('Of a warning: from when on it is too late.'),
    state: z
      .enum(NOTICE_STATES)
      .describe(
        '`due`: to be told now, or held back. `cancelled`: the wait ended first. `dropped`: it could not go out in time, or ' +
          'nobody took it. `withdrawn`: an edit moved or removed it.',
      ),
    toldAt: InstantOrNull,
    droppedWhy: z
      .enum(['late', 'while-completed', 'refused', 'unknown', 'nobody'])
      .nullable()
      .describe('`nobody`: it is to ops, and their mails are switched off.'),
    withdrawnAt: InstantOrNull,
    mail: z.int().nullable().describe('The mail that told it, or was to: `GET /v1/mails/{id}`.'),
  })
  .openapi('Notice', { description: 'Who is told of it besides the three steps, and when.' });

export const Episode = z
  .object({
    startedAt: Instant,
    endedAt: InstantOrNull,
    endedBy: z.enum(['shop_reply', 'answered_elsewhere', 'completed', 'message_deleted', 'superseded']).nullable(),
    level: Level,
    ...Deadlines,
    revision: z.string().describe('The revision of the shop’s configuration it was counted with.'),
    steps: listOf(StepHistory),
    withdrawals: listOf(Withdrawal),
    explanation: orNull(Explanation).describe(
      'Null when there is no deadline, or when nothing that is known gives the deadlines it has.',
    ),
    counting: z.enum(COUNTING_RULES).describe('The counting rule it was counted with.'),
    otherRules: listOf(z.object({ counting: z.enum(COUNTING_RULES), deadlines: orNull(DeadlinesJson) })).describe(
      'What the other counting rules would say; empty without an explanation.',
    ),
    mails: listOf(ToldBy),
    notices: listOf(NoticeJson),
  })
  .openapi('Episode');

export function episodeJson(episode: EpisodeDetail): z.output<typeof Episode> {
  const { explanation, policy, others, steps, notices, endedAt, endedBy } = episode;
  const answeredAt = endedBy === 'shop_reply' || endedBy === 'answered_elsewhere' ? endedAt : null;
  return {
    ...episode,
    ...deadlineFields(episode.deadlines),
    steps: steps.map((step) => ({ ...step, answeredAt })),
    notices: notices.map(({ dueAt, outboxId, ...notice }) => ({ ...notice, at: dueAt, mail: outboxId })),
    explanation: explanation && {
      ...explanation,
      words: { ja: explainInWords(explanation, 'ja'), en: explainInWords(explanation, 'en') },
    },
    counting: policy.counting,
    otherRules: others.map(({ counting, deadlines }) => ({
      counting,
      deadlines: deadlines && deadlineFields(deadlines),
    })),
  };
}
