// How statements reach PostgreSQL: every one inside a transaction that says itself how it is to be read and how long it
// may take. Somebody's database, role or pooler may have set anything (date style, isolation, read only, search path),
// and what is set for a session or at the connection's start does not survive a transaction pooler such as PgBouncer.
// Trap: a server that falls silent answers no time-out of its own, so each statement has one on this side as well.

import {
  type CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type QueryResult,
  type TransactionSettings,
} from 'kysely';
import pg from 'pg';
import type { Lines } from './pool.ts';

/** A statement that reaches the server and takes longer ends there; one that hears nothing ends here a little later. */
const SILENCE_MS = 2_000;
/** A transaction that waits for us this long (a stopped process) gives its locks back. */
const IDLE_IN_TRANSACTION_MS = 60_000;

/** Kysely on shared lines, with a limit for each statement. */
export function createDialect(lines: Lines, limitMs: number): Dialect {
  return {
    createAdapter: () => new PooledAdapter(),
    createDriver: () => createDriver(lines, limitMs),
    createIntrospector: (db) => new PostgresIntrospector(db),
    createQueryCompiler: () => new PostgresQueryCompiler(),
  };
}

/** Migrations lock inside their transaction (migrate.ts): a lock of the session would stay behind in a pooler. */
class PooledAdapter extends PostgresAdapter {
  override async acquireMigrationLock(): Promise<void> {}
  override async releaseMigrationLock(): Promise<void> {}
}

function createDriver(lines: Lines, limitMs: number): Driver {
  return {
    init: async () => {},
    acquireConnection: async () => new Connection(await lines.take(), lines, limitMs),
    beginTransaction: (connection, settings) => (connection as Connection).begin(settings),
    commitTransaction: (connection) => (connection as Connection).end('commit'),
    rollbackTransaction: (connection) => (connection as Connection).end('rollback'),
    releaseConnection: async (connection) => (connection as Connection).release(),
    destroy: () => lines.close(),
  };
}

class Connection implements DatabaseConnection {
  readonly #client: pg.PoolClient;
  readonly #lines: Lines;
  readonly #limitMs: number;
  #inTransaction = false;
  #silent = false;

  constructor(client: pg.PoolClient, lines: Lines, limitMs: number) {
    this.#client = client;
    this.#lines = lines;
    this.#limitMs = limitMs;
  }

  async begin(settings: TransactionSettings): Promise<void> {
    await this.#ask(this.#beginning(settings));
    this.#inTransaction = true;
  }

  async end(how: 'commit' | 'rollback'): Promise<void> {
    this.#inTransaction = false;
    // Nothing can be said to it any more, and the server rolls back what it was cut off from.
    if (how === 'rollback' && this.#silent) return;
    await this.#ask(how);
  }

  async executeQuery<R>({ sql, parameters }: CompiledQuery): Promise<QueryResult<R>> {
    const { command, rowCount, rows } = await (this.#inTransaction
      ? this.#ask(sql, parameters)
      : this.#askAlone(sql, parameters));
    const changes = ['INSERT', 'UPDATE', 'DELETE', 'MERGE'].includes(command);
    return { rows: rows as R[], ...(changes && { numAffectedRows: BigInt(rowCount ?? 0) }) };
  }

  // biome-ignore lint/correctness/useYield: Kysely asks for a generator, and nobody streams
  async *streamQuery(): AsyncIterableIterator<never> {
    throw new Error('streams are not used here');
  }

  release(): void {
    this.#lines.giveBack(this.#client, this.#silent);
  }

  /** Three messages that travel together, and one wait: the statement and its transaction around it. */
  async #askAlone(sql: string, parameters: readonly unknown[]): Promise<pg.QueryResult> {
    const [begun, answered, ended] = await Promise.allSettled([
      this.#ask(this.#beginning({})),
      this.#ask(sql, parameters),
      this.#ask('commit'),
    ]);
    const failed = [begun, answered, ended].find((one) => one.status === 'rejected');
    if (failed !== undefined) throw failed.reason;
    return (answered as PromiseFulfilledResult<pg.QueryResult>).value;
  }

  async #ask(text: string, parameters?: readonly unknown[]): Promise<pg.QueryResult> {
    const values = parameters === undefined ? {} : { values: [...parameters] };
    const question = { text, ...values, query_timeout: this.#limitMs + SILENCE_MS };
    try {
      return await this.#client.query(question);
    } catch (error) {
      // Without a code of the server's it did not come from there: the line is of no more use.
      if (!(error instanceof pg.DatabaseError)) this.#silent = true;
      throw error;
    }
  }

  #beginning({ isolationLevel = 'read committed', accessMode = 'read write' }: TransactionSettings): string {
    return [
      `begin isolation level ${isolationLevel} ${accessMode}`,
      `set local search_path = ${this.#lines.schemaOf(this.#client)}`,
      `set local statement_timeout = ${this.#limitMs}`,
      ...SETTINGS,
    ].join('; ');
  }
}

const SETTINGS = [
  `set local idle_in_transaction_session_timeout = ${IDLE_IN_TRANSACTION_MS}`,
  'set local lock_timeout = 0',
  "set local datestyle = 'ISO, YMD'",
  "set local timezone = 'UTC'",
  "set local intervalstyle = 'postgres'",
  "set local bytea_output = 'hex'",
  'set local extra_float_digits = 1',
  'set local standard_conforming_strings = on',
  'set local array_nulls = on',
  'set local transform_null_equals = off',
];
