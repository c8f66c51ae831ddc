// config: the only reader of process.env. These URLs carry passwords, so a fault never prints a value.

import { closeSync, openSync } from 'node:fs';
import { isIP } from 'node:net';
import { join } from 'node:path';
import type { Language } from '../core/model.ts';
import type { SecretFault } from '../core/secret-fault.ts';
import { readEnvFile } from './env-file.ts';
import { type Fault, fault, InvalidConfigError } from './values/faults.ts';

const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
type LogLevel = (typeof LOG_LEVELS)[number];

export interface Environment {
  /** null: an embedded PostgreSQL under data/. */
  readonly databaseUrl: string | null;
  /** Where reports are read; null or left out: from the same PostgreSQL. */
  readonly databaseReadUrl?: string | null;
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
  /** The value of a variable that a config file names, without blanks around it; undefined when it cannot be used. */
  readonly secret: (name: string) => string | undefined;
  /** Why the value of such a variable cannot be used; null when it can. */
  readonly secretFault: (name: string) => SecretFault | null;
}

type Variables = Readonly<Record<string, string | undefined>>;

const DEFAULT_PORT = 8080;
const LOOPBACK = '127.0.0.1';
const POSTGRES = ['postgres', 'postgresql'];

/**
 * Takes over the variables of the file .env in a folder, if there is one; what the environment has already wins, be it
 * empty. Done by the process edge alone, so that no test meets a developer's file.
 * @throws InvalidConfigError with every line that cannot be read, none of which shows a value.
 */
export function loadEnvFile(dir: string, env: Record<string, string | undefined> = process.env): void {
  const { values, faults } = readEnvFile(join(dir, '.env'));
  if (faults.length > 0) throw new InvalidConfigError(faults);
  for (const [name, value] of values) env[name] ??= value;
}

/**
 * Reads and checks the environment; blanks and line ends around a value are nobody's intention and taken off, an empty
 * variable counts as absent.
 * @throws InvalidConfigError with every fault, none of which shows a value.
 */
export function readEnvironment(given: Variables = process.env): Environment {
  const faults: Fault[] = [];
  const env = new Proxy(given, { get: (target, name) => target[String(name)]?.trim() });
  const secretFault = (name: string) => secretFaultOf(name, given);
  const environment: Environment = {
    databaseUrl: readUrl(env, 'DATABASE_URL', POSTGRES, faults),
    databaseReadUrl: readUrl(env, 'DATABASE_READ_URL', POSTGRES, faults),
    queueUrl: readUrl(env, 'QUEUE_URL', [...REDIS, ...POSTGRES], faults),
    smtpUrl: readUrl(env, 'SMTP_URL', ['smtp', 'smtps'], faults),
    host: readHost(env.HOST, faults),
    port: readPort(env.PORT, faults),
    trustProxy: readHops(env.TRUST_PROXY, faults),
    logLevel: readLevel(env.LOG_LEVEL, faults),
    otlpEndpoint: readUrl(env, 'OTEL_EXPORTER_OTLP_ENDPOINT', ['http', 'https'], faults),
    secret: (name) => (secretFault(name) === null ? env[name] : undefined),
    secretFault,
  };
  if (faults.length > 0) throw new InvalidConfigError(faults);
  return environment;
}

/** Why the value of a variable cannot be used as a secret; null when it can. Whatever else the environment holds. */
export function secretFaultOf(name: string, env: Variables = process.env): SecretFault | null {
  const text = env[name]?.trim();
  if (text === undefined) return 'missing';
  if (text === '') return 'empty';
  return isQuoted(text) ? 'quoted' : null;
}

const isQuoted = (text: string): boolean => /^(["']).*\1$/s.test(text) && text.length > 1;

/** Whether a terminal may be coloured: NO_COLOR is not set (no-color.org). */
export function colourWanted(env: Variables = process.env): boolean {
  return !env.NO_COLOR;
}

/** The language in which a terminal's locale wants messages (POSIX: the first of these that is set). */
export function localeLanguage({ LC_ALL, LC_MESSAGES, LANG }: Variables = process.env): Language {
  return /^ja(?![a-z])/i.test(LC_ALL || LC_MESSAGES || LANG || '') ? 'ja' : 'en';
}

const REDIS = ['redis', 'rediss', ...['sentinel', 'cluster'].flatMap((kind) => [`redis+${kind}`, `rediss+${kind}`])];
const LISTED_HOSTS = /^(rediss?\+(?:sentinel|cluster):\/\/(?:[^@/]*@)?[^,/]+),[^/]+/;

function readUrl(env: Variables, name: string, schemes: readonly string[], faults: Fault[]): string | null {
  const value = env[name];
  if (!value) return null;
  // Of a list of hosts, as sentinels and clusters have, the first says whether it is one.
  const first = value.replace(LISTED_HOSTS, '$1');
  const url = URL.canParse(first) ? new URL(first) : null;
  const scheme = url?.protocol.slice(0, -1) ?? '';
  const isOurs = url !== null && schemes.includes(scheme);
  // PostgreSQL alone may be meant without one: its socket on this machine.
  const lacksHost = isOurs && url.hostname === '' && !POSTGRES.includes(scheme);
  if (isOurs && !lacksHost) {
    faults.push(...[...filesOf(url), ...portOf(url)].map((why) => fault({ path: [name], ...why })));
    return value;
  }
  if (lacksHost) {
    const allowed = `${scheme}://host:port${scheme.startsWith('smtp') ? ', or nothing: mails are then files' : ''}`;
    faults.push(fault({ path: [name], found: `${scheme}:// without a host`, allowed }));
    return null;
  }
  const found = url ? `a URL that begins with ${scheme}:` : 'a text that is no URL';
  const allowed = `a URL that begins with ${schemes.map((s) => `${s}://`).join(', ')}`;
  faults.push(
    fault({ path: [name], found, allowed, hint: isQuoted(value) ? 'take the quotation marks off' : undefined }),
  );
  return null;
}

const TLS_FILES = ['sslrootcert', 'sslcert', 'sslkey'];

/** Of the files of a TLS connection that a URL of PostgreSQL names, those that cannot be read. */
function filesOf({ protocol, searchParams }: URL): { found: string; allowed: string }[] {
  if (!POSTGRES.includes(protocol.slice(0, -1))) return [];
  return TLS_FILES.flatMap((key) => {
    const file = searchParams.get(key);
    const code = file ? unreadable(file) : null;
    return code === null
      ? []
      : [{ found: `${key}=${file}, which cannot be read (${code})`, allowed: 'a readable file' }];
  });
}

/** A port beside the host's, as PostgreSQL takes it, that is none. */
function portOf({ protocol, searchParams }: URL): { found: string; allowed: string }[] {
  const port = searchParams.get('port');
  if (port === null || !POSTGRES.includes(protocol.slice(0, -1))) return [];
  if (/^\d{1,5}$/.test(port) && Number(port) >= 1 && Number(port) <= 65_535) return [];
  return [{ found: 'port= with no port behind it', allowed: 'port=1 to port=65535' }];
}

function unreadable(file: string): string | null {
  try {
    closeSync(openSync(file, 'r'));
    return null;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code ?? 'an error';
  }
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
