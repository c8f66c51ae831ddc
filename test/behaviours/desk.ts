// A desk as its users see it: a Service on a real Postgres whose mails leave over a real SMTP server and are read by a
// real parser. From the customer's message to the mail in the owner's inbox; only the clock is moved by hand.

import { sql } from 'kysely';
import type { ShopConfig } from '../../src/config/input/shop-settings.ts';
import { openTransport } from '../../src/mail/transport/mail-transport.ts';
import type { SmtpTimeouts } from '../../src/mail/transport/smtp-transport.ts';
import { createCounting } from '../../src/service/compiled-calendars.ts';
import type { IncomingEvent } from '../../src/service/intake/incoming-event.ts';
import { intake } from '../../src/service/intake/intake-events.ts';
import type { Service } from '../../src/service/service.ts';
import type { Db } from '../../src/store/schema.ts';
import { type Faults, type ReceivedMail, startSmtp, type TestServer } from '../mail/transport/smtp-servers.ts';
import type { ManualClock } from '../support/clock.ts';
import { emptyTables } from '../support/database.ts';
import { at, eventOf, shopOf, type TestServiceOptions, testService } from '../support/service.ts';
import { tickWorker } from '../support/tick.ts';

export interface Desk {
  readonly service: Service;
  readonly clock: ManualClock;
  readonly server: TestServer;
  /** Takes events in as a source would bring them. */
  take(...events: readonly IncomingEvent[]): Promise<void>;
  /** Moves the clock there and ticks once. */
  tick(when: string): Promise<void>;
  /** The same parts as a new process would have them. */
  restarted(): Desk;
  /** The same parts with other shops: what a restart after an edit has. */
  configured(shops: readonly ShopConfig[]): Desk;
  /** The mails that this address has received, in order. */
  inbox(address: string): ReceivedMail[];
  rows(statement: string): Promise<Record<string, unknown>[]>;
}

export interface DeskOptions extends Omit<TestServiceOptions, 'shops'> {
  readonly shops?: readonly ShopConfig[];
  /** Whom ops mails go to; default nobody, since most tests are about the owner's mail and each mail takes 0.1 s. */
  readonly ops?: readonly string[];
  /** In ms of real time, for servers that stall. */
  readonly timeouts?: Partial<SmtpTimeouts>;
  readonly smtp?: Faults;
  /** `user:password@`, for a server that asks for it. */
  readonly login?: string;
}

export const OWNER = 'sample-tea@example.jp';
export const OPS = 'ops@example.jp';

/** Real time: long enough for a machine under load, shorter than a test may take. */
const TIMEOUTS: SmtpTimeouts = { connection: 10_000, greeting: 10_000, socket: 10_000, whole: 20_000 };

/** A desk on an emptied database, watched from `now` on. */
export async function openDesk({ ops = [], timeouts, smtp, login = '', ...options }: DeskOptions): Promise<Desk> {
  await emptyTables(options.db);
  const server = await startSmtp(smtp);
  const opsMail = { summary: ops, blind: ops, undeliverable: ops, season: ops };
  const settings = { ops, opsMail, ...options.config };
  const { service, clock } = await testService({ shops: [shopOf('sample-tea')], ...options, config: settings });
  const smtpUrl = server.url.replace('//', `//${login}`);
  const mail = openTransport({ smtpUrl, mailDir: '', timeouts: { ...TIMEOUTS, ...timeouts } });
  return deskOf({ ...service, mail }, clock, server);
}

function deskOf(service: Service, clock: ManualClock, server: TestServer): Desk {
  return {
    service,
    clock,
    server,
    take: async (...events) => {
      const { refused } = await intake(service, events, 'api');
      if (refused.size > 0) throw new Error(`refused: ${JSON.stringify([...refused])}`);
    },
    tick: async (when) => {
      clock.set(at(when));
      await tickWorker(service);
    },
    restarted: () => deskOf({ ...service, counting: createCounting(() => service.config) }, clock, server),
    configured: (shops) => {
      const config = { ...service.config, shops: new Map(shops.map((shop) => [shop.id, shop])) };
      return deskOf({ ...service, config, counting: createCounting(() => config) }, clock, server);
    },
    inbox: (address) => server.received.filter(({ to }) => to.includes(address)),
    rows: async (statement) => (await sql.raw<Record<string, unknown>>(statement).execute(service.db)).rows,
  };
}

/** Takes an event in at the time at which it happens. */
export async function happens(desk: Desk, event: IncomingEvent): Promise<void> {
  desk.clock.set(event.event.at);
  await desk.take(event);
}

/** The customer writes: the first message of the inquiry `q1` of the sample shop, unless `more` says otherwise. */
export function asks(
  when: string,
  { id = 'm0', ...more }: Partial<IncomingEvent> & { id?: string } = {},
): IncomingEvent {
  return eventOf('customer_message', id, when, { type: '受注問い合わせ', category: '配送', ...more });
}

/** A person of the shop replies to `q1`, unless `more` says otherwise. */
export function replies(when: string, more: Partial<IncomingEvent> = {}): IncomingEvent {
  return eventOf('shop_reply', `r${when}`, when, more);
}

/** The inquiries that a mail lists, by the tail it shows: `…0001o`. */
export function listed({ parsed }: ReceivedMail): string[] {
  return [...(parsed.text ?? '').matchAll(/^\d+\) (\S+)/gm)].map(([, tail]) => tail!);
}

/** Everything a reader of the mail can see, and its headers. */
export function whole({ raw, parsed }: ReceivedMail): string {
  return [raw.slice(0, raw.indexOf('\r\n\r\n')), parsed.subject, parsed.text, parsed.html].join('\n');
}

/** An external id whose tail tells it apart. */
export const inquiry = (number: number): string => `373343-20260601-${String(number).padStart(8, '0')}o`;
export const tail = (number: number): string => `…${String(number).padStart(4, '0').slice(-4)}o`;

/** `ms` later, as text for `tick` and events. */
export const later = (when: string, ms: number): string => new Date(at(when) + ms).toISOString();

export const minutes = (count: number): number => count * 60_000;

/** What has become of the mails of one kind, oldest first. */
export async function outbox(db: Db, kind: 'owner' | 'ops' | 'blind') {
  const columns = ['state', 'attempts', 'possibly_twice', 'sent_at', 'last_error'] as const;
  return db.selectFrom('outbox').select(columns).where('kind', '=', kind).orderBy('id').execute();
}
