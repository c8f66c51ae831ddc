// Tells a dead-man's switch outside that this service is well, as long as it is: whoever watches the watcher hears of a
// machine that is off, a network that is cut, a disk that is full, as of a part that does not work. Silence is the alarm.

import type { CallHeartbeat } from '../../webhook/heartbeat-call.ts';
import { startTicker, type Ticker } from '../loop.ts';
import type { Service } from '../service.ts';
import { gravityOf, type Health, isWellHere, isWorking, type MatterKind } from './health/matters.ts';
import type { HealthReader } from './health/read-health.ts';

/** Between two looks whether it is time. */
const LOOK_MS = 30_000;
/** Besides what stops the watch, or leaves people untold. */
const ALSO: readonly MatterKind[] = ['stuck', 'queue', 'clock', 'canary'];

/** Whether tick, queue, database and mail are well, by what was just asked of them. */
export function beats({ facts, matters }: Health): boolean {
  const isBad = (kind: MatterKind) => gravityOf(kind) !== 'look' || ALSO.includes(kind);
  return facts.stored !== null && isWorking(facts) && isWellHere(facts) && !matters.some(({ kind }) => isBad(kind));
}

/** Calls every so often while all is well; what is not taken is tried again within half a minute. */
export function startHeartbeatLoop(service: Service, reader: Pick<HealthReader, 'ask'>, call: CallHeartbeat): Ticker {
  const { clock, logger } = service;
  let calledAt = Number.NEGATIVE_INFINITY;
  let trouble: string | null = null;
  const say = (found: string | null): void => {
    if (found === trouble) return;
    if (found === null) logger.info('the heartbeat is taken again');
    else logger.warn({ reason: found }, 'no heartbeat');
    trouble = found;
  };
  const round = async (): Promise<number> => {
    const { heartbeat, allowPrivate } = service.config.service;
    const now = clock.now();
    if (heartbeat === undefined || (now >= calledAt && now - calledAt < heartbeat.everyMs)) return LOOK_MS;
    const health = await reader.ask();
    const found = beats(health)
      ? await call({ url: heartbeat.url, method: heartbeat.method, allowPrivate })
      : `not well: ${health.matters.map(({ kind }) => kind).join(', ')}`;
    if (found === null) calledAt = now;
    say(found);
    return LOOK_MS;
  };
  return startTicker('heartbeat', round, service);
}
