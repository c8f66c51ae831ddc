// cli: what a command that reads or recomputes works with, beside app.ts, which opens what the service needs to run.

import type { Config } from '../../config/load.ts';
import { createCounting } from '../../service/compiled-calendars.ts';
import type { Service } from '../../service/service.ts';
import type { Database } from '../../store/database.ts';
import { openDatabaseClock } from '../../store/database-clock.ts';

export type Reader = Pick<Service, 'db' | 'clock' | 'config' | 'counting'>;

/** On an open database: its clock, and the configuration compiled. What RMS and feeds close is read by `refreshOutside`. */
export async function openReader(db: Database, config: Config): Promise<Reader> {
  return { db, clock: await openDatabaseClock(db), config, counting: createCounting(() => config) };
}
