// The pool of connections. Each is looked at once, when it is new: a server that we cannot work with is refused with a
// sentence. A connection on which somebody waited in vain is thrown away, and with it all that are older.
// Trap: closing politely waits for an answer, so a connection that fell silent is cut off. And: what is set for a session
// holds only where the server itself is at the other end; behind a pooler every statement says it again (dialect.ts).

import pg from 'pg';
import type { Logger } from 'pino';
import { UnfitDatabaseError } from './unfit-database-error.ts';
import { getTypeParser } from './value-parsers.ts';

export interface Lines {
  take(): Promise<pg.PoolClient>;
  /** `silent`: it does not answer any more. */
  giveBack(client: pg.PoolClient, silent: boolean): void;
  /** What was found when the connection was new. */
  sessionOf(client: pg.PoolClient): Session;
  /** Waits for running statements, a bounded time; asked again, for the same end. */
  close(): Promise<void>;
}

/** What is known of a connection. */
export interface Session {
  /** Where the tables are, as it is written in SQL. */
  readonly schema: string;
  /** The server itself is at the other end: what is set stays. */
  readonly isDirect: boolean;
  /** The statement_timeout that was set last on a direct one, in ms; null before the first. */
  limitMs: number | null;
}

const CONNECT_TIMEOUT_MS = 5_000;
/** What was never used for so long is closed, so that a dead one is rarely met. */
const KEEP_ALIVE_AFTER_MS = 10_000;
/** Three rounds of the loops: pg's own ten seconds make each of them connect anew every 30 s. */
const IDLE_MS = 90_000;
const CLOSE_MS = 5_000;

export interface LinesOptions {
  readonly max: number;
  readonly logger: Logger;
  /** Nothing is written, so that a replica will do. */
  readonly isReadOnly: boolean;
}

export function openLines(url: string, { max, logger, isReadOnly }: LinesOptions): Lines {
  const sessions = new WeakMap<object, Session>();
  const ages = new WeakMap<object, number>();
  const all = new Set<pg.ClientBase>();
  /** Counts the times at which a connection fell silent: those from before are not trusted any more. */
  let age = 0;
  const pool = new pg.Pool({
    connectionString: url,
    max,
    application_name: 'inquiry-sla',
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    idleTimeoutMillis: IDLE_MS,
    keepAlive: true,
    keepAliveInitialDelayMillis: KEEP_ALIVE_AFTER_MS,
    types: { getTypeParser },
    // A statement and the transaction around it travel together.
    pipeline: true,
    // oxlint-disable-next-line typescript/no-misused-promises -- the pool waits for it, its types do not say so
    onConnect: async (client) => {
      // Before anything is asked: an error without a listener would end the process.
      client.on('error', (error) => logger.debug({ err: error }, 'a database connection broke'));
      all.add(client);
      client.once('end', () => all.delete(client));
      sessions.set(client, await lookAt(client, isReadOnly));
      ages.set(client, age);
    },
  } as pg.PoolConfig);
  pool.on('error', (error) => logger.warn({ err: error }, 'an idle database connection broke'));

  let closing: Promise<void> | null = null;
  async function end(): Promise<void> {
    const limit = setTimeout(() => all.forEach(cut), CLOSE_MS);
    await pool.end().finally(() => clearTimeout(limit));
  }

  function giveBack(client: pg.PoolClient, silent: boolean): void {
    if (silent && ages.get(client) === age) age++;
    if (silent) cut(client);
    client.release(silent);
  }

  return {
    take: async () => {
      for (;;) {
        const client = await pool.connect();
        if (ages.get(client) === age) return client;
        cut(client);
        client.release(true);
      }
    },
    giveBack,
    sessionOf: (client) => sessions.get(client)!,
    close: () => {
      closing ??= end();
      return closing;
    },
  };
}

function cut(client: pg.ClientBase): void {
  const { connection } = client as unknown as { connection: { stream: { destroy(): void } } };
  connection.stream.destroy();
}

/**
 * Where our tables are, or would be made, and whether the server itself is there: a pooler makes up the process id of its
 * greeting. A direct session is set up for good. @throws UnfitDatabaseError
 */
async function lookAt(client: pg.ClientBase, isReadOnly: boolean): Promise<Session> {
  const question = {
    text: `select current_setting('server_encoding') as encoding, pg_is_in_recovery() as "isReplica",
      current_database() as name, pg_backend_pid() as pid, quote_ident(current_schema()) as here, array(
        select quote_ident(n.nspname) from pg_class c join pg_namespace n on n.oid = c.relnamespace
        where c.relname = 'migration_checksum' and c.relkind = 'r'
        order by pg_table_is_visible(c.oid) desc, n.nspname = 'public' desc, n.nspname)::text[] as homes`,
    query_timeout: CONNECT_TIMEOUT_MS,
  };
  const { rows } = await client.query<Looked>(question);
  const { encoding, isReplica, name, pid, here, homes } = rows[0]!;
  if (encoding !== 'UTF8')
    throw new UnfitDatabaseError(
      `The database ${name} keeps texts as ${encoding}, which cannot hold every Japanese text; UTF8 is needed. ` +
        `Make a new one: create database ${name}_utf8 encoding 'UTF8' template template0, and name it in DATABASE_URL`,
    );
  if (isReplica && !isReadOnly)
    throw new UnfitDatabaseError(
      `The PostgreSQL server of ${name} is a read-only replica; DATABASE_URL must name the primary server`,
    );
  const schema = homes[0] ?? here ?? 'public';
  const isDirect = (client as unknown as { processID: number | null }).processID === pid;
  if (isDirect)
    await client.query({
      text: sessionSettings(schema, isReadOnly).join('; '),
      query_timeout: CONNECT_TIMEOUT_MS,
    } as pg.QueryConfig);
  return { schema, isDirect, limitMs: null };
}

/** A transaction that waits for us this long (a stopped process) gives its locks back. */
const IDLE_IN_TRANSACTION_MS = 60_000;

/** How statements are read, whatever the database or the role says. */
export const readingSettings = (schema: string, set: 'set' | 'set local'): string[] => [
  `${set} search_path = ${schema}`,
  `${set} idle_in_transaction_session_timeout = ${IDLE_IN_TRANSACTION_MS}`,
  `${set} lock_timeout = 0`,
  `${set} datestyle = 'ISO, YMD'`,
  `${set} timezone = 'UTC'`,
  `${set} intervalstyle = 'postgres'`,
  `${set} bytea_output = 'hex'`,
  `${set} extra_float_digits = 1`,
  `${set} standard_conforming_strings = on`,
  `${set} array_nulls = on`,
  `${set} transform_null_equals = off`,
];

const sessionSettings = (schema: string, isReadOnly: boolean): string[] => [
  ...readingSettings(schema, 'set'),
  `set default_transaction_read_only = ${isReadOnly ? 'on' : 'off'}`,
  "set default_transaction_isolation = 'read committed'",
];

interface Looked {
  readonly encoding: string;
  readonly isReplica: boolean;
  readonly name: string;
  readonly pid: number;
  readonly here: string | null;
  readonly homes: readonly string[];
}
