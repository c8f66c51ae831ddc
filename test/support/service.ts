// A whole Service on the test's own database, with a clock that stands still, mails that are kept in memory, and no
// queue: what the tick does is called by hand.

import type { ChatTransport } from '../../src/chat/chat-transport.ts';
import type { ServiceConfig } from '../../src/config/input/service-file.ts';
import type { ShopConfig } from '../../src/config/input/shop-settings.ts';
import type { Config } from '../../src/config/load.ts';
import type { EventType, Instant } from '../../src/core/model.ts';
import { parseInstant } from '../../src/core/time/instant.ts';
import { decodeCalendar } from '../../src/ics/decode/decode-calendar.ts';
import type { MailTransport, OutgoingMail, SendOutcome } from '../../src/mail/transport/mail-transport.ts';
import type { RmsClient } from '../../src/rms/client.ts';
import { createCounting } from '../../src/service/compiled-calendars.ts';
import { applyRevisions } from '../../src/service/configuration/register-revisions.ts';
import type { IncomingEvent } from '../../src/service/intake/incoming-event.ts';
import type { Service } from '../../src/service/service.ts';
import type { Db } from '../../src/store/schema.ts';
import type { WebhookTransport } from '../../src/webhook/webhook-transport.ts';
import { shopOf } from '../config/shop-of.ts';
import { type ManualClock, manualClock } from './clock.ts';
import { silentLogger } from './database.ts';

export { shopOf };

/** An instant from text; the tests' times are given in the offset of the shop. */
export function at(text: string): Instant {
  const instant = parseInstant(text);
  if (instant === null) throw new Error(`no instant: ${text}`);
  return instant;
}

/** An event of the inquiry `q1` of the shop `sample-tea`, unless `more` says otherwise. */
export function eventOf(type: EventType, id: string, when: string, more: Partial<IncomingEvent> = {}): IncomingEvent {
  return { shop: 'sample-tea', inquiry: 'q1', channel: 'r-messe', event: { type, id, at: at(when) }, ...more };
}

export interface TestMail extends MailTransport {
  /** What was sent, in order. */
  readonly sent: OutgoingMail[];
  /** Answers the next attempts in this order; afterwards everything is delivered. */
  readonly answers: ((mail: OutgoingMail) => SendOutcome)[];
}

export function testMail(): TestMail {
  const sent: OutgoingMail[] = [];
  const answers: TestMail['answers'] = [];
  return {
    kind: 'files',
    sent,
    answers,
    send: async (mail) => {
      sent.push(mail);
      const answer = answers.shift();
      return answer?.(mail) ?? { kind: 'delivered', accepted: [...mail.to], refused: [], deferred: [] };
    },
    verify: async () => ({ ok: true }),
    close: () => {},
  };
}

export interface TestService {
  readonly service: Service;
  readonly clock: ManualClock;
  readonly mail: TestMail;
}

export interface TestServiceOptions {
  readonly db: Db;
  readonly shops?: readonly ShopConfig[];
  readonly now: string;
  readonly rmsClient?: (shop: ShopConfig) => RmsClient;
  readonly webhooks?: WebhookTransport;
  readonly chats?: ChatTransport;
  /** What service.yaml says besides the defaults of `configOf`. */
  readonly config?: Partial<ServiceConfig>;
}

/** A service whose shops are watched from `now` on. */
export async function testService({
  db,
  shops,
  now,
  rmsClient,
  webhooks,
  chats,
  config = {},
}: TestServiceOptions): Promise<TestService> {
  const clock = manualClock(at(now));
  const mail = testMail();
  const service = serviceOf({
    db,
    clock,
    mail,
    config: configOf(shops ?? [shopOf('sample-tea')], config),
    ...(rmsClient && { rmsClient }),
    ...(webhooks && { webhooks }),
    ...(chats && { chats }),
  });
  await applyRevisions(service);
  return { service, clock, mail };
}

/** The same parts with another configuration: what a restart after an edit has. */
export function withShops(service: Service, shops: readonly ShopConfig[]): Service {
  const config = { service: service.config.service, shops: configOf(shops).shops };
  return { ...service, config, counting: createCounting(() => config) };
}

function serviceOf(parts: {
  db: Db;
  clock: ManualClock;
  mail: MailTransport;
  config: Config;
  webhooks?: WebhookTransport;
  chats?: ChatTransport;
  rmsClient?: (shop: ShopConfig) => RmsClient;
}): Service {
  const { config } = parts;
  return {
    db: parts.db,
    clock: parts.clock,
    logger: silentLogger,
    config,
    counting: createCounting(() => config),
    // The queue is away for ever: the tick does everything itself (src/README.md, invariant 1).
    wakeUps: { armAlarms: async () => false, wakeMail: async () => false },
    mail: parts.mail,
    decodeCalendar: async (bytes, ask) => decodeCalendar(bytes, ask),
    chats: parts.chats ?? { send: async () => ({ kind: 'taken', meaning: 'taken', reason: 'HTTP 200' }) },
    webhooks: parts.webhooks ?? { send: async () => ({ kind: 'delivered', reason: 'HTTP 200' }) },
    rmsClient:
      parts.rmsClient ??
      (() => {
        throw new Error('this test has no RMS');
      }),
  };
}

const OPS = ['ops@example.jp'];

function configOf(shops: readonly ShopConfig[], service: Partial<ServiceConfig> = {}): Config {
  return {
    service: {
      ops: OPS,
      from: '問い合わせ期限モニター <sla@example.jp>',
      publicUrl: 'https://sla.example.jp',
      confirmAbove: 20,
      timeZone: 'Asia/Tokyo',
      language: 'ja',
      opsMail: { summary: OPS, blind: OPS, undeliverable: OPS, season: OPS },
      webhook: null,
      allowPrivate: false,
      dkim: null,
      retention: { inquiries: null, mails: null },
      ...service,
    },
    shops: new Map(shops.map((shop) => [shop.id, shop])),
  };
}
