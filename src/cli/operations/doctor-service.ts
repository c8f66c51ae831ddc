// cli: the doctor's look at the running service, by what the database knows of all its processes: whether somebody
// watches and reads, and what waits for a person. The same judgement as the header of every page.

import type { Logger } from 'pino';
import type { Config } from '../../config/load.ts';
import { openZone } from '../../core/time/zone.ts';
import { type Health, isWorking, type MatterKind } from '../../service/status/health/matters.ts';
import { createHealthReader } from '../../service/status/health/read-health.ts';
import { matterInWords } from '../../service/status/health/words.ts';
import type { Database } from '../../store/database.ts';
import type { DatabaseClock } from '../../store/database-clock.ts';
import type { Check } from './doctor-check.ts';

const REMEDIES: Partial<Record<MatterKind, string>> = {
  database: 'it is there, but slow or locked: look at its log',
  worker: 'start one: inquiry-sla start, with the role worker',
  reader: 'start one: inquiry-sla start, with the role source',
  unknown: 'the lines of the shops below, and the page /system, say why',
  broken: 'see: inquiry-sla check',
  held: 'look with inquiry-sla apply --dry-run, put in force with inquiry-sla apply --yes',
  undeliverable: 'see the page /mails?state=undeliverable',
  'calendar-held': 'look with inquiry-sla calendar sources <shop>, then inquiry-sla calendar accept <shop>',
  clock: 'set the clocks by NTP',
};
/** The doctor has a line of its own for it. */
const ELSEWHERE: readonly MatterKind[] = ['proof-differs'];

export interface ServiceParts {
  readonly db: Database;
  readonly clock: DatabaseClock;
  /** Of service.yaml the zone alone. */
  readonly config: { readonly service: Pick<Config['service'], 'timeZone'>; readonly shops: Config['shops'] };
  readonly logger: Logger;
}

/** The worker first, then a line for each thing that is not well. */
export async function* checkService(parts: ServiceParts): AsyncGenerator<Check> {
  const reader = createHealthReader(parts, {
    // The doctor asks these himself.
    queue: () => ({ connected: true, error: null }),
    mail: () => ({ ok: true, reason: null }),
  });
  const health = await reader.ask();
  if (isWorking(health.facts)) yield { name: 'worker', state: 'ok', words: watchedInWords(health) };
  const reading = { now: health.now, zone: openZone(parts.config.service.timeZone) };
  for (const matter of health.matters) {
    if (ELSEWHERE.includes(matter.kind)) continue;
    yield {
      name: matter.kind,
      state: matter.kind === 'database' ? 'unreachable' : 'fault',
      words: matterInWords(matter, 'en', reading),
      todo: REMEDIES[matter.kind] ?? 'see the page /system',
    };
  }
}

function watchedInWords({ facts, now }: Health): string {
  const ageMs = Math.max(0, now - (facts.stored?.workerAt ?? now));
  return `deadlines were watched ${Math.round(ageMs / 1_000)} s ago`;
}
