// One short name for all files in force together: shown by /readyz, the page of the system and /metrics.

import { createHash } from 'node:crypto';
import type { Service } from '../service.ts';

/** Changes when the revision of any shop does: twelve hexadecimal digits. */
export function configRevision({ config }: Pick<Service, 'config'>): string {
  const lines = [...config.shops.values()].map(({ id, revision }) => `${id} ${revision}\n`).sort();
  return createHash('sha256').update(lines.join('')).digest('hex').slice(0, 12);
}
