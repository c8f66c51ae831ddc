// Why somebody hears of a step late: "we were down", "we learned of it late" and "it was due before we watched" are
// three things, told apart by facts alone (RULES.md 7).

import type { Instant } from '../model.ts';

/**
 * `before-watch`: due before anything was first read of its shop; `learned-late`: what it follows from was learned after
 * it was due; `down`: nobody watched; `recounted`: an edit of the calendar or the policy made it due afterwards.
 */
export const LATE_REASONS = ['before-watch', 'learned-late', 'down', 'recounted'] as const;
export type LateReason = (typeof LATE_REASONS)[number];

export interface LateFacts {
  readonly dueAt: Instant;
  readonly detectedAt: Instant;
  /** What raised it: its instant came, an edit, or an event. */
  readonly cause: 'due' | 'calendar' | 'event';
  /** When the message that it counts from, or the reopening, was learned; null when that is not known. */
  readonly learnedAt: Instant | null;
  /** When anything was first read of its shop; null when that is not known. */
  readonly watchedFrom: Instant | null;
  /** When somebody watched again, if no worker ran, or its shop was not configured, at the due instant; else null. */
  readonly awayUntil: Instant | null;
}

/** What is still in time, in ms. */
export interface LateLimits {
  /** A step noticed so soon after its due instant is not late. */
  readonly toleranceMs: number;
  /** After we are back, every source has been read within this: what it brings then was missed while we were away. */
  readonly caughtUpMs: number;
}

/** The reason, or null for what was noticed in time. All times are epoch ms. */
export function lateReason(facts: LateFacts, { toleranceMs, caughtUpMs }: LateLimits): LateReason | null {
  const { dueAt, detectedAt, cause, learnedAt, watchedFrom, awayUntil } = facts;
  if (detectedAt - dueAt <= toleranceMs) return null;
  if (watchedFrom !== null && dueAt < watchedFrom) return 'before-watch';
  if (awayUntil !== null) return (learnedAt ?? dueAt) <= awayUntil + caughtUpMs ? 'down' : 'learned-late';
  if (cause === 'calendar') return 'recounted';
  return learnedAt !== null && learnedAt > dueAt ? 'learned-late' : 'down';
}
