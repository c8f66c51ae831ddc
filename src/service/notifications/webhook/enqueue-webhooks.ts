// Which messages webhooks owe now. Runs before mails are opened: a mail that tells a step takes it off what is owed.

import type { Instant } from '../../../core/model.ts';
import { DAY_MS } from '../../../core/time/civil-date.ts';
import {
  dropOpsMail,
  openBlindMessages,
  openHookMessages,
  oweToHooks,
  tidyHooks,
} from '../../../store/notifications/webhooks.ts';
import type { Service } from '../../service.ts';
import { configuredHooks, liveHooks } from './deliver-webhook.ts';

/** Puts down and opens what webhooks owe at `now`; what nobody gets by mail for a day is owed to nobody after that. */
export async function openHooks(service: Service, now: Instant): Promise<void> {
  const hooks = await liveHooks(service);
  await oweToHooks(service.db, hooks, now);
  if (service.config.service.opsMail.summary.length === 0) await dropOpsMail(service.db, hooks, now - DAY_MS);
  await tidyHooks(
    service.db,
    configuredHooks(service).filter((hook) => !hooks.includes(hook)),
  );
  if (hooks.length === 0) return;
  await openHookMessages(service.db, { hooks, shops: [...service.config.shops.keys()] }, now);
  if (hooks.includes('')) await openBlindMessages(service.db, now - DAY_MS, now);
}
