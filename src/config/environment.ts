// config: the only reader of process.env. Trap: these URLs carry passwords, so a fault never prints a value.

import { isIP } from 'node:net';
import { type Fault, fault, InvalidConfigError } from './faults.ts';

const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
type LogLevel = (typeof LOG_LEVELS)[number];

export interface Environment {
  /** null: an embedded PostgreSQL under data/. */
  readonly databaseUrl: string | null;
  /** null: BullMQ on the same PostgreSQL. */
  readonly queueUrl: string | null;
  /** null: mails become .eml files under data/mail/. */
  readonly smtpUrl: string | null;
  /** The address the board and the API listen on once there is a token: the loopback unless somebody says otherwise. */
  readonly host: string;
  /** 0: any free port. */
  readonly port: number;
  /** How many reverse proxies stand in front, whose X-Forwarded-For is believed; 0: none. */
  readonly trustProxy: number;
  readonly logLevel: LogLevel;
  /** Where spans are sent by OTLP over HTTP; null or left out: nobody traces. */
  readonly otlpEndpoint?: string | null;
  /** The value of a variable that a shop file names, undefined when it is not set or empty. */
  readonly secret: (name: string) => string | undefined;
}

type Variables = Readonly<Record<string, string | undefined>>;

const DEFAULT_PORT = 8080;
const LOOPBACK = '127.0.0.1';
const POSTGRES = ['postgres', 'postgresql'];

/**
 * Reads and checks the environment; an empty variable counts as absent.
 * @throws InvalidConfigError with every fault, none of which shows a value.
 */
export function readEnvironment(env: Variables = process.env): Environment {
  const faults: Fault[] = [];
  const environment: Environment = {
    databaseUrl: readUrl(env, 'DATABASE_URL', POSTGRES, faults),
    queueUrl: readUrl(env, 'QUEUE_URL', ['redis', 'rediss', ...POSTGRES], faults),
    smtpUrl: readUrl(env, 'SMTP_URL', ['smtp', 'smtps'], faults),
    host: readHost(env.HOST, faults),
    port: readPort(env.PORT, faults),
    trustProxy: readHops(env.TRUST_PROXY, faults),
    logLevel: readLevel(env.LOG_LEVEL, faults),
    otlpEndpoint: readUrl(env, 'OTEL_EXPORTER_OTLP_ENDPOINT', ['http', 'https'], faults),
    secret: (name) => env[name] || undefined,
  };
  if (faults.length > 0) throw new InvalidConfigError(faults);
  return environment;
}

/** Whether a terminal may be coloured: NO_COLOR is not set (no-color.org). */
export function colourWanted(env: Variables = process.env): boolean {
  return !env.NO_COLOR;
}

function readUrl(env: Variables, name: string, schemes: readonly string[], faults: Fault[]): string | null {
  const value = env[name];
  if (!value) return null;
  const url = URL.canParse(value) ? new URL(value) : null;
  const scheme = url?.protocol.slice(0, -1) ?? '';
  if (url && schemes.includes(scheme)) return value;
  const found = url ? `a URL that begins with ${scheme}:` : 'a text that is no URL';
  faults.push(
    fault({ path: [name], found, allowed: `a URL that begins with ${schemes.map((s) => `${s}://`).join(', ')}` }),
  );
  return null;
}

function readHost(value: string | undefined, faults: Fault[]): string {
  if (!value) return LOOPBACK;
  if (isIP(value)) return value;
  faults.push(
    fault({ path: ['HOST'], found: 'no IP address', allowed: `an IP address such as ${LOOPBACK} or 0.0.0.0` }),
  );
  return LOOPBACK;
}

function readPort(value: string | undefined, faults: Fault[]): number {
  if (!value) return DEFAULT_PORT;
  if (/^\d{1,5}$/.test(value) && Number(value) <= 65_535) return Number(value);
  faults.push(fault({ path: ['PORT'], found: 'no port', allowed: 'a whole number from 0 (any free port) to 65535' }));
  return DEFAULT_PORT;
}

function readHops(value: string | undefined, faults: Fault[]): number {
  if (!value) return 0;
  if (/^\d$/.test(value)) return Number(value);
  faults.push(
    fault({ path: ['TRUST_PROXY'], found: 'no number of proxies', allowed: 'a whole number from 0 (none) to 9' }),
  );
  return 0;
}

function readLevel(value: string | undefined, faults: Fault[]): LogLevel {
  if (!value) return 'info';
  if (LOG_LEVELS.includes(value as LogLevel)) return value as LogLevel;
  faults.push(fault({ path: ['LOG_LEVEL'], found: 'an unknown level', allowed: LOG_LEVELS.join(', ') }));
  return 'info';
}
