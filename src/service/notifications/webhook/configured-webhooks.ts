// Which webhooks there are: configured, resting while their address is not known, or gone by their own word (410).

import { createHash } from 'node:crypto';
import type { Webhook } from '../../../config/input/webhook.ts';
import { stoppedWebhooks, type WebhookId } from '../../../store/notifications/webhooks.ts';
import { perConfig } from '../../per-config.ts';
import type { Service } from '../../service.ts';

/** The webhooks that are configured; messages to those that rest are pending too. */
export function configuredWebhooks({ config }: Pick<Service, 'config'>): readonly WebhookId[] {
  return configuredIn(config);
}

const configuredIn = perConfig((config) =>
  ['', ...config.shops.keys()].filter(
    (webhookId) => webhookOf({ config }, webhookId) !== null || isResting(config, webhookId),
  ),
);

/** The webhooks that are configured and did not say that they are gone. */
export async function liveWebhooks({ config, db }: Service): Promise<WebhookId[]> {
  const webhookIds = configuredWebhooks({ config });
  if (webhookIds.length === 0) return [];
  const stopped = await stoppedWebhooks(db);
  return webhookIds.filter((webhookId) => {
    const webhook = webhookOf({ config }, webhookId);
    return webhook === null || stopped.get(webhookId) !== hashOf(webhook);
  });
}

/** Whether its address is not known until a broken file is good again. */
export function isResting({ resting }: Service['config'], webhookId: WebhookId): boolean {
  return resting?.has(webhookId) ?? false;
}

/** The webhook of a shop, or that of ops for ''; null when none is configured. */
export function webhookOf({ config }: Pick<Service, 'config'>, webhookId: WebhookId): Webhook | null {
  return webhookId === '' ? config.service.webhook : (config.shops.get(webhookId)?.webhook ?? null);
}

/** By which an address that answered 410 is known again. */
export const hashOf = ({ url }: Webhook): string => createHash('sha256').update(url).digest('hex');
