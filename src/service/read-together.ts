// What a page reads at once, on one connection.

import { onOneLine } from '../store/database.ts';
import type { Service } from './service.ts';

/**
 * Reads with a service whose statements travel together: asked at once, they are one message there and one back, where each on its own
 * would be woken for by itself. For reads of one statement each; the server answers one after the other.
 */
export const readTogether = <T>(service: Service, read: (together: Service) => Promise<T>): Promise<T> =>
  onOneLine(service.db, (db) => read({ ...service, db }));
