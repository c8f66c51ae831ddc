// cli: `deadlines`, the three due instants of each request line (contract.md).

import { isoUtc } from '../core/instant.ts';
import type { Deadlines } from '../core/model.ts';
import type { CommandIo, ExitCode } from './io.ts';
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

/** Deadlines as the contract writes them: UTC with milliseconds. */
export function deadlineFields({ flagAt, mailOwnerAt, breachAt, provisional }: Deadlines) {
  return { flagAt: isoUtc(flagAt), mailOwnerAt: isoUtc(mailOwnerAt), breachAt: isoUtc(breachAt), provisional };
}
