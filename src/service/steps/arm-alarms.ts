// Arming: one alarm for each due fifth of a second of the next 90 s over all shops. Best effort; the tick fires without them.

import { atLeast, type Clock } from '../../core/clock.ts';
import type { Instant } from '../../core/model.ts';
import { muteEndsBetween } from '../../store/actions/mutes.ts';
import { mailInstantsBetween } from '../../store/notifications/outbox.ts';
import { brokenInstantsBetween } from '../../store/promises/stored-promises.ts';
import { dueInstantsBetween } from '../../store/steps/episodes.ts';
import type { Service } from '../service.ts';

/** Three ticks: an alarm missed by one tick is armed by the next. */
const ARM_AHEAD_MS = 90_000;
/** The same where an accelerated clock makes 90 s shorter than a tick really takes. */
const ARM_AHEAD_REAL_MS = 1_000;

/** How far ahead alarms are armed: 90 s, on an accelerated clock as much as a few ticks take. */
export function armAheadMs(clock: Clock): number {
  return atLeast(clock, ARM_AHEAD_MS, ARM_AHEAD_REAL_MS);
}

/** Arms alarms for what falls due within the next 90 s. False if the queue did not take them. */
export async function armDue(service: Service, now: Instant): Promise<boolean> {
  const until = now + armAheadMs(service.clock);
  // One after the other: a lock on the mails costs the steps no alarm.
  const steps = await arm(service, await dueInstantsBetween(service.db, now, until));
  const promises = await brokenInstantsBetween(service.db, now, until);
  const mails = await mailInstantsBetween(service.db, now, until);
  const unmuted = await muteEndsBetween(service.db, now, until);
  return (
    (await arm(
      service,
      [...promises, ...mails, ...unmuted].sort((a, b) => a - b),
    )) && steps
  );
}

async function arm({ wakeUps }: Service, due: readonly Instant[]): Promise<boolean> {
  return due.length === 0 || wakeUps.armAlarms(due);
}
