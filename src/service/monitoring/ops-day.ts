// The ops day: one "monitoring is blind" mail per cause and day, in the zone of service.yaml.

import type { Instant } from '../../core/model.ts';
import { openZone } from '../../core/time/zone.ts';
import type { Service } from '../service.ts';

/** Start of the local day of ops that holds `now`. */
export function startOfOpsDay(service: Service, now: Instant): Instant {
  const zone = openZone(service.config.service.timeZone);
  return zone.startOfDay(zone.localDay(now));
}
