// cli: whether there is a database to ask, by itself, so that a command without one loads none.

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { readEnvironment } from '../../config/environment.ts';

/** Whether there is a database to ask: one is named, or the embedded one was made. */
export function hasDatabase(data: string): boolean {
  return readEnvironment().databaseUrl !== null || existsSync(join(data, 'postgres'));
}
