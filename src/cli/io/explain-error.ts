// cli: what an error that no command caught means for the exit code (CONTRACT.md) and for the person who reads it.
// Every command loads this file; what it imports must load nothing.

import { InvalidConfigError } from '../../config/values/faults.ts';
import { EmbeddedPostgresError } from '../../store/embedded/error.ts';
import { MigrationError } from '../../store/migration-error.ts';
import { UnfitDatabaseError } from '../../store/unfit-database-error.ts';
import type { ExitCode } from './io.ts';

/** Thrown by a command that cannot go on because PostgreSQL, Redis, SMTP or RMS does not answer. */
export class UnreachableError extends Error {
  override readonly name = 'UnreachableError';
}

const UNREACHABLE = new Set(['ECONNREFUSED', 'ECONNRESET', 'ENOTFOUND', 'EAI_AGAIN', 'ETIMEDOUT', 'EHOSTUNREACH']);

/** 2 for a broken environment, 3 for a service out of reach, 1 for a database of another release; else 1 with the stack: a bug of ours. */
export function explainError(error: unknown): { message: string; code: ExitCode } {
  if (error instanceof InvalidConfigError || error instanceof UnfitDatabaseError)
    return { message: error.message, code: 2 };
  if (error instanceof MigrationError) return { message: error.message, code: 1 };
  if (isUnreachable(error)) return { message: error.message || String(error), code: 3 };
  return { message: error instanceof Error ? (error.stack ?? error.message) : String(error), code: 1 };
}

function isUnreachable(error: unknown): error is Error {
  if (error instanceof UnreachableError || error instanceof EmbeddedPostgresError) return true;
  // Node tries every address of a name and reports them together.
  if (error instanceof AggregateError) return error.errors.some(isUnreachable);
  return error instanceof Error && UNREACHABLE.has((error as NodeJS.ErrnoException).code ?? '');
}
