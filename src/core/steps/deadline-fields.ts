// Deadlines as the contract writes them, wherever a program reads them.

import type { Deadlines } from '../model.ts';
import { isoUtc } from '../time/instant.ts';

/** The three instants in UTC with milliseconds. */
export function deadlineFields({ flagAt, mailOwnerAt, breachAt, provisional }: Deadlines) {
  return { flagAt: isoUtc(flagAt), mailOwnerAt: isoUtc(mailOwnerAt), breachAt: isoUtc(breachAt), provisional };
}
