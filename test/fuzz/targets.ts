// The targets by name.

import type { ChildProcess } from 'node:child_process';
import type { Place } from './place.ts';
import type { OpenedTarget } from './target.ts';
import { openArgumentsTarget } from './targets/arguments.ts';
import { openCalendarsTarget } from './targets/calendars.ts';
import { openConfigTarget } from './targets/config.ts';
import { openEventsTarget } from './targets/events.ts';
import { openRequestsTarget } from './targets/requests.ts';
import { openRmsTarget } from './targets/rms.ts';

export interface Surroundings {
  readonly place: Place;
  /** Starts the process that runs command lines. */
  readonly shell: () => ChildProcess;
}

export const TARGETS = {
  config: ({ place }: Surroundings) => openConfigTarget(place),
  events: ({ place }: Surroundings) => openEventsTarget(place),
  rms: ({ place }: Surroundings) => openRmsTarget(place),
  calendars: () => openCalendarsTarget(),
  arguments: ({ place, shell }: Surroundings) => openArgumentsTarget(place, shell),
  requests: ({ place }: Surroundings) => openRequestsTarget(place),
} satisfies Readonly<Record<string, (surroundings: Surroundings) => Promise<OpenedTarget>>>;

export type TargetName = keyof typeof TARGETS;
export const TARGET_NAMES = Object.keys(TARGETS) as TargetName[];
