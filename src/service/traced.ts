// Spans around what the service does, for whoever traces it. Attributes leave the machine, so they are ids of shops,
// kinds and counts, never a customer's text or an address.

import type { Service, TraceFacts } from './service.ts';

/** The work as it is when nobody traces. */
export function traced<T>(
  { traced: run }: Pick<Service, 'traced'>,
  name: string,
  facts: TraceFacts,
  work: (note: (facts: TraceFacts) => void) => Promise<T>,
): Promise<T> {
  return run === undefined ? work(ignore) : run(name, facts, work);
}

const ignore = (): void => {};
