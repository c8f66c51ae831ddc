// cli: `replay`, what the events of one thread a line come to (CONTRACT.md, RULES.md 2).

import { parseThreadEvent } from '../../config/input/thread-event.ts';
import { describe, fault } from '../../config/values/faults.ts';
import type { Episode, Instant, ThreadEvent, ThreadPromise } from '../../core/model.ts';
import { deadlineFields, deadlineTexts } from '../../core/steps/deadline-fields.ts';
import { deriveThread } from '../../core/steps/episodes.ts';
import type { NoticeCounting } from '../../core/steps/notices.ts';
import { passedSteps } from '../../core/steps/steps.ts';
import { isoUtc } from '../../core/time/instant.ts';
import type { Zone } from '../../core/time/zone.ts';
import type { CommandIo, ExitCode } from '../io/io.ts';
import { answerLines, type Request } from './ndjson.ts';
import { deadlinesOf, readInstant, refuse, requestReader, SHARED_KEYS } from './request.ts';

/** Reads requests from the input until it ends; exit code 1 if one was refused. */
export function replay(io: Pick<CommandIo, 'input' | 'write'>): Promise<ExitCode> {
  const read = requestReader();
  return answerLines(io, [...SHARED_KEYS, 'events', 'now'], (request) => {
    const counted = read(request);
    const now = readInstant(request, 'now');
    const { status, episodes, promises } = deriveThread(readEvents(request, counted.calendar.zone), now);
    return {
      status,
      episodes: episodes.map((episode, i) => episodeFields(episode, i, counted, now)),
      ...(promises.length > 0 && { promises: promises.map(promiseFields) }),
    };
  });
}

function readEvents(request: Request, zone: Zone): ThreadEvent[] {
  const { events } = request;
  if (!Array.isArray(events)) {
    const found = describe(events);
    return refuse('invalid-event', [fault({ path: ['events'], found, allowed: 'a list of events' })]);
  }
  return events.map((value: unknown, i) => {
    const read = parseThreadEvent(value, zone, ['events', i]);
    return 'event' in read ? read.event : refuse(read.code, read.faults);
  });
}

/** Of a policy that counts the first episode only, later ones have no steps. */
function episodeFields(episode: Episode, index: number, counted: NoticeCounting, now: Instant) {
  const facts = {
    startedAt: isoUtc(episode.startedAt),
    endedAt: episode.endedAt === null ? null : isoUtc(episode.endedAt),
    endedBy: episode.endedBy,
  };
  if (counted.policy.counts === 'first' && index > 0) return { ...facts, ...NO_STEPS };
  const deadlines = deadlinesOf(counted, episode.startedAt);
  return { ...facts, ...deadlineTexts(deadlines), ...passedSteps(episode, deadlines, now) };
}

function promiseFields({ id, madeAt, until, endedAt, endedBy, extends: moved, state }: ThreadPromise) {
  const ended = endedAt === null ? null : isoUtc(endedAt);
  return { id, madeAt: isoUtc(madeAt), until: isoUtc(until), endedAt: ended, endedBy, extends: moved, state };
}

const NO_STEPS = {
  ...deadlineFields(null),
  flagged: false,
  flagUp: false,
  ownerAlertDue: false,
  breached: false,
  breachedWhileCompleted: false,
};
