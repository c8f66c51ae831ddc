// Where a process does what may take long: mails, sources, calendars from outside. Each lane hangs for itself.

import { openDeliveries } from '../notifications/delivery-lanes.ts';
import type { Service } from '../service.ts';
import type { Lane } from './lane.ts';
import { openSourceLanes, type SourceLanes } from './source-lanes.ts';
import { openFeeds } from './worker-loops.ts';

/** Null is what the process does not do. */
export interface Lanes {
  readonly deliveries: Lane | null;
  readonly sources: SourceLanes | null;
  readonly feeds: Lane | null;
}

/** Opens the lanes of what the process does; `mails` and `sources` are the service on connections of their own. */
export function openLanes(
  { mails, sources }: { readonly mails: Service; readonly sources: Service },
  { delivers, reads }: { readonly delivers: boolean; readonly reads: boolean },
): Lanes {
  return {
    deliveries: delivers ? openDeliveries(mails) : null,
    sources: reads ? openSourceLanes(sources) : null,
    feeds: reads ? openFeeds(sources) : null,
  };
}

/** Each lane there is. */
export const allOf = ({ deliveries, sources, feeds }: Lanes): (Lane | null | undefined)[] => [
  deliveries,
  sources?.polls,
  sources?.licences,
  sources?.shopCalendars,
  feeds,
];
