// cli: `replay`, what the events of one thread a line come to (CONTRACT.md, RULES.md 2).

import { parseEvent } from '../../config/input/event.ts';
import { describe, fault } from '../../config/values/faults.ts';
import type { Calendar } from '../../core/calendar/calendar.ts';
import type { Episode, InquiryEvent, Instant, Policy } from '../../core/model.ts';
import { deadlineFields } from '../../core/steps/deadline-fields.ts';
import { deriveThread } from '../../core/steps/episodes.ts';
import { passedSteps } from '../../core/steps/steps.ts';
import { isoUtc } from '../../core/time/instant.ts';
import type { CommandIo, ExitCode } from '../io/io.ts';
import { answerLines, type Request } from './ndjson.ts';
import { deadlinesOf, readInstant, refuse, requestReader } from './request.ts';

/** Reads requests from the input until it ends; exit code 1 if one was refused. */
export function replay(io: Pick<CommandIo, 'input' | 'write'>): Promise<ExitCode> {
  const read = requestReader();
  return answerLines(io, ['id', 'timeZone', 'calendar', 'policy', 'events', 'now'], (request) => {
    const { calendar, policy } = read(request);
    const now = readInstant(request, 'now');
    const { status, episodes } = deriveThread(readEvents(request), now);
    return { status, episodes: episodes.map((episode) => episodeFields(episode, calendar, policy, now)) };
  });
}

function readEvents(request: Request): InquiryEvent[] {
  const { events } = request;
  if (!Array.isArray(events)) {
    const found = describe(events);
    return refuse('invalid-event', [fault({ path: ['events'], found, allowed: 'a list of events' })]);
  }
  return events.map((value: unknown, i) => {
    const read = parseEvent(value, ['events', i]);
    return 'event' in read ? read.event : refuse(read.code, read.faults);
  });
}

function episodeFields(episode: Episode, calendar: Calendar, policy: Policy, now: Instant) {
  const deadlines = deadlinesOf(calendar, policy, episode.startedAt);
  return {
    startedAt: isoUtc(episode.startedAt),
    endedAt: episode.endedAt === null ? null : isoUtc(episode.endedAt),
    endedBy: episode.endedBy,
    ...deadlineFields(deadlines),
    ...passedSteps(episode, deadlines, now),
  };
}
