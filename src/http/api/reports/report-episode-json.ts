// api: an episode as a report counts it.

import { z } from '@hono/zod-openapi';
import type { Step } from '../../../core/model.ts';
import { type ReportEpisode, stepDueAt } from '../../../core/reports/episode.ts';
import type { EpisodeLine } from '../../../service/reports/read-month.ts';
import { Instant, InstantOrNull, orNull } from '../shapes.ts';

const OutcomeOfStep = z
  .object({
    dueAt: InstantOrNull.describe('As it takes effect; null: never.'),
    outcome: z.enum(['met', 'missed', 'pending', 'lapsed', 'uncounted']).nullable(),
    shown: orNull(z.object({ withdrawnWhy: z.string().nullable() })).describe(
      'What the board showed or a mail told at the time; null: nothing.',
    ),
  })
  .openapi('OutcomeOfStep');

export const ReportEpisodeJson = z
  .object({
    inquiry: z.string(),
    channel: z.string(),
    type: z.string().nullable(),
    category: z.string().nullable(),
    startedAt: Instant,
    endedAt: InstantOrNull,
    endedBy: z.enum(['shop_reply', 'answered_elsewhere', 'completed', 'message_deleted', 'superseded']).nullable(),
    noReplyNeeded: z.boolean().describe('Completed by the mark 返信不要.'),
    steps: z.object({ flag: OutcomeOfStep, owner_alert: OutcomeOfStep, breach: OutcomeOfStep }),
    replyMs: z.number().nullable().describe('Business time in ms from the start to the reply.'),
    provisional: z.boolean(),
  })
  .openapi('ReportEpisode');

export function reportEpisodeJson({ episode, ...line }: EpisodeLine): z.output<typeof ReportEpisodeJson> {
  const stepOf = (step: Step) => ({
    dueAt: stepDueAt(episode, step),
    outcome: line.outcomes[step],
    shown: shownOf(episode, step),
  });
  const steps = { flag: stepOf('flag'), owner_alert: stepOf('owner_alert'), breach: stepOf('breach') };
  return { ...episode, ...line, steps };
}

function shownOf({ shown }: ReportEpisode, step: Step): { withdrawnWhy: string | null } | null {
  const one = shown?.[step];
  return one === undefined ? null : { withdrawnWhy: one.withdrawnWhy };
}
