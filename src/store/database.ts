// The pool and Kysely on it. Instants come out as epoch milliseconds and int8 as numbers, for this pool only.
// Trap: sum() and avg() of bigint are `numeric` and stay strings; cast them in SQL.

import { Kysely, PostgresDialect } from 'kysely';
import pg from 'pg';
import type { Logger } from 'pino';
import type { Schema } from './schema.ts';

export type Database = Kysely<Schema>;

export interface DatabaseOptions {
  /** Connections at most. */
  readonly max: number;
  readonly logger: Logger;
  /** Longest time of one statement in ms. Default: none. */
  readonly statementTimeoutMs?: number;
}

const CONNECT_TIMEOUT_MS = 5_000;
/** A transaction that waits for us this long (a stopped process) gives its locks back. */
const IDLE_IN_TRANSACTION_MS = 60_000;

/** Opens a pool; connects on first use. Call `closeDatabase` at the end. */
export function openDatabase(url: string, options: DatabaseOptions): Database {
  const pool = new pg.Pool({
    connectionString: url,
    max: options.max,
    application_name: 'inquiry-sla',
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    idle_in_transaction_session_timeout: IDLE_IN_TRANSACTION_MS,
    keepAlive: true,
    types: { getTypeParser },
    ...(options.statementTimeoutMs === undefined ? {} : { statement_timeout: options.statementTimeoutMs }),
  });
  // Without listeners a connection that breaks would end the process: the pool hears those that are idle, nobody those
  // in use between two statements. The pool replaces either.
  pool.on('error', (error) => options.logger.warn({ err: error }, 'an idle database connection broke'));
  pool.on('connect', (client) => {
    client.on('error', (error) => options.logger.debug({ err: error }, 'a database connection broke'));
  });
  return new Kysely<Schema>({ dialect: new PostgresDialect({ pool }) });
}

/** Waits for running statements and closes all connections. */
export async function closeDatabase(db: Database): Promise<void> {
  await db.destroy();
}

/** Whether the same work may succeed when tried again: lost connections, deadlocks, a server that starts or stops. */
export function isTransient(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = (error as { code?: unknown }).code;
  if (typeof code === 'string') return TRANSIENT_CODE.test(code);
  // pg and its pool give these no code.
  return TRANSIENT_MESSAGE.test(error.message) || isTransient(error.cause);
}

/** Whether the database refused a value (SQLSTATE class 22): the same statement without it may succeed. */
export function isDataFault(error: unknown): boolean {
  return error instanceof Error && /^22[0-9A-Z]{3}$/.test(String((error as { code?: unknown }).code));
}

// SQLSTATE: connection exceptions, serialization and deadlock, lock timeout, shut-down and start-up, no resources.
const TRANSIENT_CODE =
  /^(08...|40001|40P01|55P03|57P0[1-5]|53...|25P03|ECONN[A-Z]+|EPIPE|ETIMEDOUT|EAI_AGAIN|ENOTFOUND|EHOSTUNREACH|ENETUNREACH)$/;
const TRANSIENT_MESSAGE =
  /^(Connection terminated|timeout e|Query read timeout|Client has encountered a connection error|Client was closed)/;

const { TIMESTAMPTZ, INT8 } = pg.types.builtins;
const TIMESTAMPTZ_ARRAY = 1185;
const INT8_ARRAY = 1016;

// pg's own parsers give Dates (±Infinity for infinity) and texts. Its typings list no array types.
const parserOf = pg.types.getTypeParser as (oid: number) => (text: string) => unknown;

const PARSERS = new Map<number, (text: string) => unknown>([
  [TIMESTAMPTZ, (text) => Number(parserOf(TIMESTAMPTZ)(text))],
  [INT8, Number],
  [TIMESTAMPTZ_ARRAY, (text) => numbers(parserOf(TIMESTAMPTZ_ARRAY)(text))],
  [INT8_ARRAY, (text) => numbers(parserOf(INT8_ARRAY)(text))],
]);

function numbers(values: unknown): (number | null)[] {
  return (values as unknown[]).map((value) => (value === null ? null : Number(value)));
}

const getTypeParser = ((oid: number, format?: 'text' | 'binary') =>
  (format !== 'binary' && PARSERS.get(oid)) || pg.types.getTypeParser(oid, format)) as typeof pg.types.getTypeParser;
