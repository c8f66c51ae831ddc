// Deadlines as the contract writes them, wherever a program reads them: each step by its own name.

import type { Deadlines, Instant } from '../model.ts';
import { isoUtc } from '../time/instant.ts';

const NONE: DeadlineFields<null> = { flagAt: null, mailOwnerAt: null, breachAt: null, provisional: false };

export interface DeadlineFields<T> {
  readonly flagAt: T;
  readonly mailOwnerAt: T;
  readonly breachAt: T;
  readonly provisional: boolean;
}

/** Instants in epoch ms; all null where there is no deadline. */
export function deadlineFields(deadlines: Deadlines): DeadlineFields<Instant>;
export function deadlineFields(deadlines: Deadlines | null): DeadlineFields<Instant | null>;
export function deadlineFields(deadlines: Deadlines | null): DeadlineFields<Instant | null> {
  if (deadlines === null) return NONE;
  const { at, provisional } = deadlines;
  return { flagAt: at.flag, mailOwnerAt: at.owner_alert, breachAt: at.breach, provisional };
}

/** The same with instants as text. */
export function deadlineTexts(deadlines: Deadlines): DeadlineFields<string> {
  const { flagAt, mailOwnerAt, breachAt, provisional } = deadlineFields(deadlines);
  return { flagAt: isoUtc(flagAt), mailOwnerAt: isoUtc(mailOwnerAt), breachAt: isoUtc(breachAt), provisional };
}
