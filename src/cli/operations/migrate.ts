// cli: `migrate`, the database brought to this release's schema, and the queue's where it lives in PostgreSQL. `start` does the
// same; this is for doing it before, so that the service can run as a role that may not change the schema.

import { userInfo } from 'node:os';
import type { Environment } from '../../config/environment.ts';
import { noteMigration } from '../../service/audit/note-done.ts';
import { openDatabaseClock } from '../../store/database-clock.ts';
import { migrate as migrateDatabase } from '../../store/migrate.ts';
import type { ExitCode, Output } from '../io/io.ts';
import { queueAnswers } from '../io/queue-answers.ts';
import { databaseInWords, quietLog, withDatabaseAsItIs } from '../io/settings.ts';

/** Applies what is missing and says what. @throws MigrationError when the database and this release do not fit together */
export async function migrate({ data }: { readonly data: string }, out: Output): Promise<ExitCode> {
  const logger = quietLog();
  return withDatabaseAsItIs<ExitCode>(data, logger, async (db, environment) => {
    const { applied } = await migrateDatabase(db, { logger });
    const where = databaseInWords(environment, data);
    const last = applied.at(-1);
    if (last !== undefined) await noteMigration({ db, clock: await openDatabaseClock(db) }, userInfo().username, last);
    if (applied.length === 0) await out.write(`up to date: ${where}`);
    else await out.write([`applied to ${where}:`, ...applied.map((name) => `  ${name}`)].join('\n'));
    return (await migrateQueue(environment, out)) ? 0 : 3;
  });
}

/** The queue's own schema, where it lives in a PostgreSQL of one's own; the embedded one's service may do everything. */
async function migrateQueue({ databaseUrl, queueUrl }: Environment, out: Output): Promise<boolean> {
  const url = queueUrl ?? databaseUrl;
  if (url === null || !url.startsWith('postgres')) return true;
  const logger = quietLog();
  logger.level = 'silent';
  const { ok, error } = await queueAnswers(url, logger);
  await out.write(ok ? 'the queue’s schema is there' : `the queue does not answer${error ? ` (${error})` : ''}`);
  return ok;
}
