// cli: whether there is a database to ask, by itself, so that a command without one loads none.

import { statSync } from 'node:fs';
import { join } from 'node:path';
import { readEnvironment } from '../../config/environment.ts';

/** Whether there is a database to ask: one is named, or the embedded one was made, or may have been. */
export function hasDatabase(data: string): boolean {
  return readEnvironment().databaseUrl !== null || isThere(join(data, 'postgres'));
}

/** What may not be looked at (EACCES) counts as there: whoever opens it says why it cannot be asked. */
function isThere(folder: string): boolean {
  try {
    return statSync(folder, { throwIfNoEntry: false }) !== undefined;
  } catch {
    return true;
  }
}
