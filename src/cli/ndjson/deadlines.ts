// cli: `deadlines`, the three due instants of each request line (CONTRACT.md).

import { deadlineFields } from '../../core/steps/deadline-fields.ts';
import type { CommandIo, ExitCode } from '../io/io.ts';
import { answerLines } from './ndjson.ts';
import { deadlinesOf, readInstant, requestReader } from './request.ts';

/** Reads requests from the input until it ends; exit code 1 if one was refused. */
export function deadlines(io: Pick<CommandIo, 'input' | 'write'>): Promise<ExitCode> {
  const read = requestReader();
  return answerLines(io, ['id', 'timeZone', 'calendar', 'policy', 'startedAt'], (request) => {
    const { calendar, policy } = read(request);
    return deadlineFields(deadlinesOf(calendar, policy, readInstant(request, 'startedAt')));
  });
}
