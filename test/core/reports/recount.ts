// tests: the episodes of a report straight from raw events, by the core's counting alone. Nothing of the store is in here.

import type { Calendar } from '../../../src/core/calendar/calendar.ts';
import type { Deadlines, InquiryEvent, Instant, Policy } from '../../../src/core/model.ts';
import { NO_REPLY_NEEDED_PREFIX, type ReportEpisode } from '../../../src/core/reports/episode.ts';
import { computeDeadlines, NoBusinessDayError } from '../../../src/core/steps/counting.ts';
import { deriveThread } from '../../../src/core/steps/episodes.ts';
import { dueInstants } from '../../../src/core/steps/steps.ts';

export interface RawInquiry {
  readonly channel: string;
  readonly type: string | null;
  readonly category: string | null;
  readonly events: readonly InquiryEvent[];
}

/** The episodes of one inquiry. What the board showed at the time is not in the events: `shown` is null. */
export function recount(calendar: Calendar, policy: Policy, inquiry: RawInquiry): ReportEpisode[] {
  const { channel, type, category, events } = inquiry;
  return deriveThread(events).episodes.map((episode) => {
    const { startedAt, endedAt, endedBy } = episode;
    const deadlines = deadlinesOf(calendar, policy, startedAt);
    const due = deadlines && dueInstants(episode, deadlines);
    const isMark = (event: InquiryEvent) =>
      event.type === 'completed' && event.at === endedAt && event.id.startsWith(NO_REPLY_NEEDED_PREFIX);
    return {
      channel,
      type,
      category,
      startedAt,
      endedAt,
      endedBy,
      flagDueAt: due?.flag ?? null,
      ownerAlertDueAt: due?.owner_alert ?? null,
      breachDueAt: due?.breach ?? null,
      noDeadline: deadlines === null,
      provisional: deadlines?.provisional ?? false,
      noReplyNeeded: endedBy === 'completed' && events.some(isMark),
      shown: null,
    };
  });
}

function deadlinesOf(calendar: Calendar, policy: Policy, startedAt: Instant): Deadlines | null {
  try {
    return computeDeadlines(calendar, policy, startedAt);
  } catch (error) {
    if (error instanceof NoBusinessDayError) return null;
    throw error;
  }
}
