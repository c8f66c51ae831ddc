// Whether the database is there: for readiness, and to tell "try again" from a fault of ours.

import { ping } from '../store/board.ts';
import type { Service } from './service.ts';

export { isTransient } from '../store/database.ts';

/** Rejects when the database does not answer. */
export async function reachDatabase({ db }: Service): Promise<true> {
  await ping(db);
  return true;
}
