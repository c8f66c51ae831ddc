// The form of a backup: gzip over lines of JSON. A head that says what made it, a line with the name of each table followed
// by its rows, and an end that counts them: a file without its end, or with other numbers, is no backup.

import { z } from 'zod';

const migration = z.object({ name: z.string(), sha256: z.string() });

export const backupHead = z.object({
  format: z.literal('inquiry-sla backup'),
  version: z.literal(1),
  /** ISO 8601, UTC. */
  madeAt: z.string(),
  release: z.string(),
  /** The version of the PostgreSQL it was read from; any other takes it too. */
  postgres: z.string(),
  /** The schema: what was applied, in order. */
  migrations: z.array(migration),
});
export type BackupHead = z.infer<typeof backupHead>;

export const backupEnd = z.object({
  end: z.literal(true),
  /** How many rows each table has. */
  rows: z.record(z.string(), z.int()),
  /** The last number of each sequence that has given one. */
  sequences: z.record(z.string(), z.int()),
});
export type BackupEnd = z.infer<typeof backupEnd>;

export const tableLine = z.object({ table: z.string() });

/** A file that is no backup, is broken or cut, or does not fit the database. */
export class BackupError extends Error {
  override readonly name = 'BackupError';
}
