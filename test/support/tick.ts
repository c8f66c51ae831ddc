// One round of everything a worker does, one after the other and waited for: with a clock that stands still, a test says
// when. In the service the parts run beside each other (service/loops/worker-loops.ts).

import { tickCalendars, tickClaims, tickLists, tickMails } from '../../src/service/loops/sweep.ts';
import { watchSources } from '../../src/service/monitoring/detect-silent-sources.ts';
import { deliver } from '../../src/service/notifications/deliver-notification.ts';
import type { Service } from '../../src/service/service.ts';
import { armDue } from '../../src/service/steps/arm-alarms.ts';
import { fireDue } from '../../src/service/steps/raise-due-steps.ts';

/** What changed outside, what is due, and the mails that this owes. */
export async function tickWorker(service: Service): Promise<{ readonly armed: boolean }> {
  await tickCalendars(service);
  await tickClaims(service);
  await tickLists(service, { wake: () => {} });
  await watchSources(service, service.clock.now());
  const armed = await armDue(service, service.clock.now());
  await fireDue(service);
  await deliverPending(service);
  return { armed };
}

/** What an alarm leads to: what is due, and the mails that this owes. */
export async function ringAlarm(service: Service): Promise<void> {
  await fireDue(service);
  await deliverPending(service);
}

async function deliverPending(service: Service): Promise<void> {
  const owed: string[] = [];
  await tickMails(service, { offer: (ids) => void owed.push(...ids) });
  for (const id of owed) await deliver(service, Number(id));
}
