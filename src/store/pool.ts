// The pool of connections. Each is looked at once, when it is new: a server that we cannot work with is refused with a
// sentence. A connection on which somebody waited in vain is thrown away, and with it all that are older.
// Trap: closing politely waits for an answer, so a connection that fell silent is cut off.

import pg from 'pg';
import type { Logger } from 'pino';
import { UnfitDatabaseError } from './unfit-database-error.ts';
import { getTypeParser } from './value-parsers.ts';

export interface Lines {
  take(): Promise<pg.PoolClient>;
  /** `silent`: it does not answer any more. */
  giveBack(client: pg.PoolClient, silent: boolean): void;
  /** Where the tables are, as it is written in SQL. */
  schemaOf(client: pg.PoolClient): string;
  close(): Promise<void>;
}

const CONNECT_TIMEOUT_MS = 5_000;
/** What was never used for so long is closed, so that a dead one is rarely met. */
const KEEP_ALIVE_AFTER_MS = 10_000;
const CLOSE_MS = 5_000;

export function openLines(url: string, { max, logger }: { max: number; logger: Logger }): Lines {
  const schemas = new WeakMap<object, string>();
  const ages = new WeakMap<object, number>();
  const all = new Set<pg.ClientBase>();
  /** Counts the times at which a connection fell silent: those from before are not trusted any more. */
  let age = 0;
  const pool = new pg.Pool({
    connectionString: url,
    max,
    application_name: 'inquiry-sla',
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
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
      schemas.set(client, await lookAt(client));
      ages.set(client, age);
    },
  } as pg.PoolConfig);
  pool.on('error', (error) => logger.warn({ err: error }, 'an idle database connection broke'));

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
    schemaOf: (client) => schemas.get(client) ?? 'public',
    close: async () => {
      const limit = setTimeout(() => all.forEach(cut), CLOSE_MS);
      await pool.end().finally(() => clearTimeout(limit));
    },
  };
}

function cut(client: pg.ClientBase): void {
  const { connection } = client as unknown as { connection: { stream: { destroy(): void } } };
  connection.stream.destroy();
}

/** The schema of our tables, or where they would be made. @throws UnfitDatabaseError */
async function lookAt(client: pg.ClientBase): Promise<string> {
  const question = {
    text: `select current_setting('server_encoding') as encoding, pg_is_in_recovery() as "isReplica",
      current_database() as name, quote_ident(current_schema()) as here, array(
        select quote_ident(n.nspname) from pg_class c join pg_namespace n on n.oid = c.relnamespace
        where c.relname = 'migration_checksum' and c.relkind = 'r'
        order by pg_table_is_visible(c.oid) desc, n.nspname = 'public' desc, n.nspname)::text[] as homes`,
    query_timeout: CONNECT_TIMEOUT_MS,
  };
  const { rows } = await client.query<Looked>(question);
  const { encoding, isReplica, name, here, homes } = rows[0]!;
  if (encoding !== 'UTF8')
    throw new UnfitDatabaseError(
      `The database ${name} keeps texts as ${encoding}, which cannot hold every Japanese text; UTF8 is needed. ` +
        `Make a new one: create database ${name}_utf8 encoding 'UTF8' template template0, and name it in DATABASE_URL`,
    );
  if (isReplica)
    throw new UnfitDatabaseError(
      `The PostgreSQL server of ${name} is a read-only replica; DATABASE_URL must name the primary server`,
    );
  return homes[0] ?? here ?? 'public';
}

interface Looked {
  readonly encoding: string;
  readonly isReplica: boolean;
  readonly name: string;
  readonly here: string | null;
  readonly homes: readonly string[];
}
