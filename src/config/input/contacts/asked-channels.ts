// config: the channels of which somebody asks whether they are open to customers. By default they are in the opening hours, so
// the calendar on which they are counted must give some.

import { describe } from '../../values/faults.ts';
import { idOfText, inside, oneOf, type Place, type Reader, refuse, whole } from '../../values/readers.ts';

const ALLOWED = 'a map of channels, such as { chat: hours }';

/** The names of the channels. */
export const presence: Reader<readonly string[]> = (value, at) => {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return refuse(at, describe(value), ALLOWED);
  const before = at.faults.length;
  const channels = Object.entries(value).map(([channel, by]) => {
    oneOf(['hours'] as const)(by, inside(at, channel));
    return idOfText()(channel, inside(at, channel));
  });
  return at.faults.length > before ? undefined : whole(channels);
};

/** Refuses a channel that is counted on a calendar without opening hours: nobody could say when it is open. */
export function refuseHourless(
  channels: readonly string[],
  /** Undefined: its calendar was refused, which is not said twice. */
  hasHours: (channel: string) => boolean | undefined,
  at: Place,
): void {
  for (const channel of channels)
    if (hasHours(channel) === false) refuse(inside(at, channel), 'hours', 'a calendar that gives `hours`');
}
