// What every use case works with, handed in by app.ts. Nothing in service/ opens or closes anything.

import type { Logger } from 'pino';
import type { ChatTransport } from '../chat/chat-transport.ts';
import type { ShopConfig } from '../config/input/shop-settings.ts';
import type { Config } from '../config/load.ts';
import type { Clock } from '../core/clock.ts';
import type { Instant } from '../core/model.ts';
import type { DecodeCalendar } from '../ics/feed.ts';
import type { MailTransport } from '../mail/transport/mail-transport.ts';
import type { RmsClient } from '../rms/client.ts';
import type { Db } from '../store/schema.ts';
import type { Count } from '../store/status/counters.ts';
import type { WebhookTransport } from '../webhook/webhook-transport.ts';
import type { Counting } from './compiled-calendars.ts';

/** Best-effort wake-ups; the truth is in the database, the tick heals what they lose (src/README.md, invariant 1). */
export interface WakeUps {
  armAlarms(due: readonly Instant[]): Promise<boolean>;
  wakeMail(outboxIds: readonly string[]): Promise<boolean>;
}

export type TraceFacts = Readonly<Record<string, string | number | boolean>>;

/** Runs work inside a span of that name; `work` may add facts that it learns. An error ends the span and goes on. */
export type Traced = <T>(
  name: string,
  facts: TraceFacts,
  work: (note: (facts: TraceFacts) => void) => Promise<T>,
) => Promise<T>;

/** Where counts wait to be written. */
export interface CountSink {
  add(counts: readonly Count[]): void;
}

export interface Service {
  readonly db: Db;
  /** Where reports are read first; left out: from `db` (reports/report-database.ts). */
  readonly replica?: Db;
  readonly clock: Clock;
  /** When this process opened; for a while after it mails wait for the sources (startup-hold.ts). */
  readonly openedAt?: Instant;
  readonly logger: Logger;
  /** The configuration in force. A reload swaps it whole: take it once per operation. */
  readonly config: Config;
  readonly counting: Counting;
  readonly wakeUps: WakeUps;
  readonly mail: MailTransport;
  readonly webhooks: WebhookTransport;
  readonly chats: ChatTransport;
  /** What an imported calendar's bytes say; where it runs it cannot stop the service. */
  readonly decodeCalendar: DecodeCalendar;
  /** The RMS client of a shop that is polled; `licenceEnds` is when its key ends, as far as known. */
  readonly rmsClient: (shop: ShopConfig, licenceEnds: Instant | null) => RmsClient;
  /** Where counts wait until a loop writes them; left out where none does: they are written at once (counters.ts). */
  readonly counts?: CountSink;
  /** Left out where nobody traces; call it by traced.ts. */
  readonly traced?: Traced;
}
