// cli: `migrate`, the database brought to this release's schema. `start` does the same; this is for doing it before.

import { migrate as migrateDatabase } from '../../store/migrate.ts';
import type { ExitCode, Output } from '../io/io.ts';
import { databaseInWords, quietLog, withDatabaseAsItIs } from '../io/settings.ts';

/** Applies what is missing and says what. @throws MigrationError when the database and this release do not fit together */
export async function migrate({ data }: { readonly data: string }, out: Output): Promise<ExitCode> {
  const logger = quietLog();
  return withDatabaseAsItIs<ExitCode>(data, logger, async (db, environment) => {
    const { applied } = await migrateDatabase(db, { logger });
    const where = databaseInWords(environment, data);
    if (applied.length === 0) await out.write(`up to date: ${where}`);
    else await out.write([`applied to ${where}:`, ...applied.map((name) => `  ${name}`)].join('\n'));
    return 0;
  });
}
