// How statements reach PostgreSQL, so that it is said how each is to be read and how long it may take. Somebody's database,
// role or pooler may have set anything (date style, isolation, read only, search path). A direct connection is told once
// (pool.ts); what is set for a session does not survive a transaction pooler such as PgBouncer, so there every statement
// goes inside a transaction that says it all: 0.2 ms more each, measured.
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
import { type Lines, readingSettings, type Session } from './pool.ts';

/** A statement that reaches the server and takes longer ends there; one that hears nothing ends here a little later. */
const SILENCE_MS = 2_000;

export interface Asking {
  /** Longest time of one statement in ms. */
  readonly limitMs: number;
  /** Statements keep their plan for the next time, on connections that are direct. */
  readonly isPrepared: boolean;
  /** Transactions say that they only read, as a replica wants it. */
  readonly isReadOnly: boolean;
}

/** Kysely on shared lines, with a limit for each statement. */
export function createDialect(lines: Lines, asking: Asking): Dialect {
  return {
    createAdapter: () => new PooledAdapter(),
    createDriver: () => createDriver(lines, asking),
    createIntrospector: (db) => new PostgresIntrospector(db),
    createQueryCompiler: () => new PostgresQueryCompiler(),
  };
}

/** Migrations lock inside their transaction (migrate.ts): a lock of the session would stay behind in a pooler. */
class PooledAdapter extends PostgresAdapter {
  override async acquireMigrationLock(): Promise<void> {}
  override async releaseMigrationLock(): Promise<void> {}
}

function createDriver(lines: Lines, asking: Asking): Driver {
  return {
    init: async () => {},
    acquireConnection: async () => new Connection(await lines.take(), lines, asking),
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
  readonly #session: Session;
  readonly #limitMs: number;
  readonly #isPrepared: boolean;
  readonly #mode: 'read only' | 'read write';
  /** The beginning of a transaction, which travels with its first statement; null between transactions. */
  #begun: Promise<unknown> | null = null;
  #silent = false;

  constructor(client: pg.PoolClient, lines: Lines, { limitMs, isPrepared, isReadOnly }: Asking) {
    this.#client = client;
    this.#lines = lines;
    this.#session = lines.sessionOf(client);
    this.#limitMs = limitMs;
    this.#mode = isReadOnly ? 'read only' : 'read write';
    this.#isPrepared = isPrepared && this.#session.isDirect;
  }

  async begin(settings: TransactionSettings): Promise<void> {
    this.#begun = inOrder([...this.#limit(), () => this.#ask(this.#beginning(settings))]);
    // Whoever asks next hears of it.
    this.#begun.catch(() => undefined);
  }

  async end(how: 'commit' | 'rollback'): Promise<void> {
    const begun = this.#begun;
    this.#begun = null;
    // Nothing can be said to it any more, and the server rolls back what it was cut off from.
    if (how === 'rollback' && this.#silent) return;
    await inOrder([() => begun, () => this.#ask(how)]);
  }

  async executeQuery<R>({ sql, parameters }: CompiledQuery): Promise<QueryResult<R>> {
    const begun = this.#begun;
    const { command, rowCount, rows } = await (begun === null
      ? this.#askAlone(sql, parameters)
      : inOrder([() => begun, () => this.#ask(sql, parameters)]));
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

  /** A statement that is a transaction of its own; by a pooler three messages that travel together, and one wait. */
  async #askAlone(sql: string, parameters: readonly unknown[]): Promise<pg.QueryResult> {
    const ask = () => this.#ask(sql, parameters);
    if (this.#session.isDirect) return inOrder([...this.#limit(), ask]);
    const answered = inOrder([() => this.#ask(this.#beginning({})), ask]);
    await inOrder([() => answered, () => this.#ask('commit')]);
    return answered;
  }

  /** Sets how long a statement may take, where the session has another limit. */
  #limit(): (() => Promise<unknown>)[] {
    const session = this.#session;
    if (!session.isDirect || session.limitMs === this.#limitMs) return [];
    session.limitMs = this.#limitMs;
    return [() => this.#ask(`set statement_timeout = ${this.#limitMs}`)];
  }

  async #ask(text: string, parameters?: readonly unknown[]): Promise<pg.QueryResult> {
    const values = parameters === undefined ? {} : { values: [...parameters] };
    const name = this.#isPrepared && parameters !== undefined ? { name: nameOf(text) } : {};
    const question = { text, ...name, ...values, query_timeout: this.#limitMs + SILENCE_MS };
    try {
      return await this.#client.query(question);
    } catch (error) {
      // Without a code of the server's it did not come from there: the line is of no more use.
      if (!(error instanceof pg.DatabaseError)) this.#silent = true;
      throw error;
    }
  }

  #beginning({ isolationLevel = 'read committed', accessMode = this.#mode }: TransactionSettings): string {
    const begin = `begin isolation level ${isolationLevel} ${accessMode}`;
    // By itself the server plans sets anew each time: it takes unknown ones for larger than ours are.
    if (this.#isPrepared) return `${begin}; set local plan_cache_mode = force_generic_plan`;
    if (this.#session.isDirect) return begin;
    const limit = `set local statement_timeout = ${this.#limitMs}`;
    return [begin, limit, ...readingSettings(this.#session.schema, 'set local')].join('; ');
  }
}

/** All of them on one connection, each a transaction of its own; they travel together. @throws what failed first, after all have ended */
export async function askTogether(
  lines: Lines,
  asking: Asking,
  queries: readonly CompiledQuery[],
): Promise<QueryResult<unknown>[]> {
  const connection = new Connection(await lines.take(), lines, asking);
  try {
    const ends = await Promise.allSettled(queries.map((query) => connection.executeQuery(query)));
    return ends.map((end) => {
      if (end.status === 'rejected') throw end.reason;
      return end.value;
    });
  } finally {
    connection.release();
  }
}

const names = new Map<string, string>();

/** What a prepared statement of this text is called; as many as the code has. */
function nameOf(text: string): string {
  const known = names.get(text) ?? `s${names.size}`;
  names.set(text, known);
  return known;
}

/** Asks all at once, so that they travel together, and waits for all; what failed first is what went wrong. */
async function inOrder<Last>(asks: readonly [...(() => unknown)[], () => Last]): Promise<Awaited<Last>> {
  const ends = await Promise.allSettled(asks.map((ask) => ask()));
  const failed = ends.find((one) => one.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
  return (ends.at(-1) as PromiseFulfilledResult<Awaited<Last>>).value;
}
