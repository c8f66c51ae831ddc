// cli: `deadlines`, the due instants of each request line (CONTRACT.md).

import { deadlineTexts } from '../../core/steps/deadline-fields.ts';
import { isoUtc } from '../../core/time/instant.ts';
import type { CommandIo, ExitCode } from '../io/io.ts';
import { answerLines } from './ndjson.ts';
import { deadlinesOf, noticesOf, readInstant, requestReader, SHARED_KEYS } from './request.ts';

/** Reads requests from the input until it ends; exit code 1 if one was refused. */
export function deadlines(io: Pick<CommandIo, 'input' | 'write'>): Promise<ExitCode> {
  const read = requestReader();
  return answerLines(io, [...SHARED_KEYS, 'startedAt'], (request) => {
    const counted = read(request);
    const startedAt = readInstant(request, 'startedAt');
    const deadlines = deadlinesOf(counted, startedAt);
    const notices = noticesOf(counted, deadlines, startedAt).map((at) => ({ at: at === null ? null : isoUtc(at) }));
    return { ...deadlineTexts(deadlines), ...(notices.length > 0 && { notices }) };
  });
}
