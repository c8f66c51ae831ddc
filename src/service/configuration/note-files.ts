// Files that are broken, and an edit that is held: noted once for all processes, told to ops once, and kept until it is over.

import type { Instant } from '../../core/model.ts';
import {
  type HeldEdit,
  noteBroken,
  noteHeld,
  noteWhole,
  readConfigState,
} from '../../store/configuration/config-state.ts';
import { openIncidentMail } from '../../store/notifications/outbox.ts';
import { configCause } from '../monitoring/incident-causes.ts';
import { startOfOpsDay } from '../monitoring/ops-day.ts';
import type { Service } from '../service.ts';

/** Notes that files are broken, one line a fault; since when they are. The first who sees it tells ops. */
export function noteBrokenFiles(service: Service, faults: readonly string[]): Promise<Instant | null> {
  const now = service.clock.now();
  return service.db.transaction().execute(async (trx) => {
    if (await noteBroken(trx, faults, now))
      await openIncidentMail(trx, configCause('config', now), startOfOpsDay(service, now), now);
    return (await readConfigState(trx)).brokenSince;
  });
}

/** Notes that all files are good. */
export async function noteWholeFiles({ db, logger }: Service): Promise<void> {
  if (await noteWhole(db)) logger.info('the config files are whole again');
}

/** Notes what is held, null for nothing; since when something is. The first who sees it tells ops. */
export async function noteHeldEdit(service: Service, held: HeldEdit | null): Promise<Instant | null> {
  const now = service.clock.now();
  const heldSince = await service.db.transaction().execute(async (trx) => {
    if (await noteHeld(trx, held, now))
      await openIncidentMail(trx, configCause('held', now), startOfOpsDay(service, now), now);
    return (await readConfigState(trx)).heldSince;
  });
  if (held !== null)
    service.logger.warn({ ...held }, 'an edit is held: look with apply --dry-run, put in force with --yes');
  return heldSince;
}
