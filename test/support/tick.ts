// One round of everything a worker does, one after the other and waited for: with a clock that stands still, a test says
// when. In the service the parts run beside each other (service/work-loops.ts).

import { type TickResult, tickMails, tickWorker as tickOnly, tickWatch } from '../../src/service/loops/sweep.ts';
import { deliver } from '../../src/service/notifications/deliver-notification.ts';
import type { Service } from '../../src/service/service.ts';
import { fireDue } from '../../src/service/steps/raise-due-steps.ts';

/** What changed outside, what is due, and the mails that this owes. */
export async function tickWorker(service: Service): Promise<TickResult> {
  await tickWatch(service);
  const result = await tickOnly(service);
  await deliverPending(service);
  return result;
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
