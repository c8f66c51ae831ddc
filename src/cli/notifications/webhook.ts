// cli: `webhook schema` prints the JSON Schema of the messages; `webhook test` really sends one and says what became of it.

import { z } from 'zod';
import { readEnvironment } from '../../config/environment.ts';
import type { Webhook } from '../../config/input/webhook.ts';
import type { Config } from '../../config/load.ts';
import { describe } from '../../config/values/faults.ts';
import { isoUtc } from '../../core/time/instant.ts';
import { systemClock } from '../../store/database-clock.ts';
import { type WebhookDocument, webhookDocument } from '../../webhook/payload.ts';
import { createWebhookTransport, type WebhookOutcome, webhookHost } from '../../webhook/webhook-transport.ts';
import type { ExitCode, Output } from '../io/io.ts';
import { readConfigFolder } from '../io/settings.ts';

/** The schema that every message fits, as a receiver may check it. */
export async function webhookSchema(out: Output): Promise<ExitCode> {
  await out.write(JSON.stringify(z.toJSONSchema(webhookDocument), null, 2));
  return 0;
}

/** Sends a test to a shop's webhook, or to that of `ops`. Exit code 1 refused, 2 none configured, 3 not reached. */
export async function webhookTest(
  target: string,
  options: { readonly config: string },
  out: Output,
): Promise<ExitCode> {
  const environment = readEnvironment();
  const config = readConfigFolder(options.config, out);
  if (config === null) return 2;
  const webhook = target === 'ops' ? config.service.webhook : config.shops.get(target)?.webhook;
  if (!webhook) {
    out.error(
      `found ${describe(target)}, which has no webhook; allowed: ${withWebhook(config).join(', ') || 'none yet'}`,
    );
    return 2;
  }
  const outcome = await sendTest(webhook, config, createWebhookTransport({ secret: environment.secret }));
  const { code, words } = inWords(outcome);
  await out.write(`${webhookHost(webhook.url)}: ${words} (${outcome.reason})`);
  return code;
}

function sendTest(webhook: Webhook, { service }: Config, webhooks: ReturnType<typeof createWebhookTransport>) {
  const at = systemClock.now();
  const delivery = `test-${at.toString(36)}`;
  const document: WebhookDocument = {
    type: 'monitoring',
    version: 1,
    delivery,
    sentAt: isoUtc(at),
    url: service.publicUrl,
    cause: 'test',
    words: { ja: 'テスト送信です。対応は必要ありません。', en: 'A test: nothing needs to be done.' },
    shops: [],
  };
  const { allowPrivate } = service;
  return webhooks.send({
    ...webhook,
    delivery,
    body: JSON.stringify(webhookDocument.parse(document)),
    at,
    allowPrivate,
  });
}

function inWords({ kind }: WebhookOutcome): { code: ExitCode; words: string } {
  if (kind === 'delivered') return { code: 0, words: '受け取られました ／ taken' };
  if (kind === 'retry')
    return { code: 3, words: '届きませんでした。本番では再送します ／ not reached; a real message is tried again' };
  if (kind === 'gone')
    return { code: 1, words: '送信先がありません ／ gone: nothing would be sent until its URL is changed' };
  return { code: 1, words: '拒否されました ／ refused: a real message would be dropped and ops told' };
}

function withWebhook({ service, shops }: Config): string[] {
  const ids = [...shops.values()].filter((shop) => shop.webhook !== null).map((shop) => shop.id);
  return service.webhook === null ? ids : ['ops', ...ids];
}
