// The columns of an episode that say when its steps are due, and the record by step that everybody else works with.

import { sql } from 'kysely';
import type { ByStep, Deadlines, Instant } from '../../core/model.ts';
import { booleanArray, columnsOf, timeArray } from '../sql-parameters.ts';

export interface EpisodeTimes {
  /** As counted; null: no business day within 400 days, or an episode without steps. */
  readonly deadlines: Deadlines | null;
  /** When the steps are due as they take effect; null: never, or never to be counted. */
  readonly due: ByStep<Instant | null>;
}

export interface DeadlineColumns<T = Instant | null> {
  readonly flagAt: T;
  readonly mailOwnerAt: T;
  readonly breachAt: T;
  readonly provisional: boolean;
}

export interface DueColumns {
  readonly flagDueAt: Instant | null;
  readonly ownerAlertDueAt: Instant | null;
  readonly breachDueAt: Instant | null;
}

export type TimeColumns = DeadlineColumns & DueColumns;

/** A record as it comes from the database. */
export type InColumns<R, C> = Omit<R, keyof EpisodeTimes> & C;

const DEADLINE_COLUMNS = [
  'flag_at as flagAt',
  'mail_owner_at as mailOwnerAt',
  'breach_at as breachAt',
  'provisional',
] as const;
const DUE_COLUMNS = [
  'flag_due_at as flagDueAt',
  'owner_alert_due_at as ownerAlertDueAt',
  'breach_due_at as breachDueAt',
] as const;
/** For the builder; then `withTimes`. */
export const TIME_COLUMNS = [...DEADLINE_COLUMNS, ...DUE_COLUMNS] as const;

/** SQL: the columns of an episode e for `withDeadlines`, `withDue` and `withTimes`. */
export const DEADLINES = columnsOf('e', DEADLINE_COLUMNS);
export const DUE = columnsOf('e', DUE_COLUMNS);
export const TIMES = columnsOf('e', TIME_COLUMNS);

type WithDeadlines<R, D> = Omit<R, keyof DeadlineColumns> & { readonly deadlines: D };

export function withDeadlines<R extends DeadlineColumns<Instant>>(row: R): WithDeadlines<R, Deadlines>;
export function withDeadlines<R extends DeadlineColumns>(row: R): WithDeadlines<R, Deadlines | null>;
export function withDeadlines<R extends DeadlineColumns>(row: R): WithDeadlines<R, Deadlines | null> {
  const { flagAt, mailOwnerAt, breachAt, provisional, ...rest } = row;
  const hasDeadlines = flagAt !== null && mailOwnerAt !== null && breachAt !== null;
  return { ...rest, deadlines: hasDeadlines ? deadlinesOf({ flagAt, mailOwnerAt, breachAt, provisional }) : null };
}

export const deadlinesOf = ({ flagAt, mailOwnerAt, breachAt, provisional }: DeadlineColumns<Instant>): Deadlines => ({
  at: { flag: flagAt, owner_alert: mailOwnerAt, breach: breachAt },
  provisional,
});

export function withDue<R extends DueColumns>(row: R) {
  const { flagDueAt, ownerAlertDueAt, breachDueAt, ...rest } = row;
  return { ...rest, due: { flag: flagDueAt, owner_alert: ownerAlertDueAt, breach: breachDueAt } };
}

export const withTimes = <R extends TimeColumns>(row: R) => withDue(withDeadlines(row));

/** SQL: the names of these columns, to write them. */
export const TIME_NAMES = sql.raw(`flag_at, mail_owner_at, breach_at, provisional, flag_due_at, owner_alert_due_at,
  breach_due_at`);

/** SQL: sets these columns from a row r of the same names. */
export const SET_TIMES = sql.raw(`flag_at = r.flag_at, mail_owner_at = r.mail_owner_at, breach_at = r.breach_at,
  provisional = r.provisional, flag_due_at = r.flag_due_at, owner_alert_due_at = r.owner_alert_due_at,
  breach_due_at = r.breach_due_at`);

/** SQL: arrays of these columns, in the order of `TIME_NAMES`. */
export function timeArrays(rows: readonly EpisodeTimes[]) {
  const counted = rows.map(({ deadlines }) => deadlines);
  const due = rows.map((row) => row.due);
  return sql`${timeArray(counted.map((one) => one?.at.flag ?? null))},
    ${timeArray(counted.map((one) => one?.at.owner_alert ?? null))},
    ${timeArray(counted.map((one) => one?.at.breach ?? null))}, ${booleanArray(counted.map((one) => one?.provisional ?? false))},
    ${timeArray(due.map(({ flag }) => flag))}, ${timeArray(due.map(({ owner_alert }) => owner_alert))},
    ${timeArray(due.map(({ breach }) => breach))}`;
}
