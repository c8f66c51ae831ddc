// Deadlines as the contract writes them, wherever a program reads them.

import { isoUtc } from './instant.ts';
import type { Deadlines } from './model.ts';

/** The three instants in UTC with milliseconds. */
export function deadlineFields({ flagAt, mailOwnerAt, breachAt, provisional }: Deadlines) {
  return { flagAt: isoUtc(flagAt), mailOwnerAt: isoUtc(mailOwnerAt), breachAt: isoUtc(breachAt), provisional };
}
