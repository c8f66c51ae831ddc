// The database as the rest of the service has it: Kysely on a pool. Instants come out as epoch milliseconds and int8 as
// numbers. Every statement has a limit, and says itself how it is to be read (dialect.ts).
// `sum()` and avg() of bigint are `numeric` and stay strings; cast them in SQL.

import { type CompiledQuery, Kysely, type QueryResult } from 'kysely';
import type { ClientBase } from 'pg';
import type { Logger } from 'pino';
import { type Asking, askTogether, createDialect } from './dialect.ts';
import { type Lines, openLines } from './pool.ts';
import type { Schema } from './schema.ts';

export { UnfitDatabaseError } from './unfit-database-error.ts';

export type Database = Kysely<Schema>;

export interface DatabaseOptions {
  /** Connections at most. */
  readonly max: number;
  readonly logger: Logger;
  /** Longest time of one statement in ms. */
  readonly limitMs?: number;
  /** Only reads are asked for: a replica will do. */
  readonly isReadOnly?: boolean;
}

/** Longer than any lock is waited for, short enough that a server which comes back is met soon. */
const LIMIT_MS = 15_000;
/** For statements that read or write much: reports, the daily proof, a recompute. Within the 30 s of a recovery. */
export const LONG_LIMIT_MS = 25_000;

interface Opened extends Asking {
  readonly lines: Lines;
  /** Made when it is asked for. */
  prepared?: Database;
}

const opened = new WeakMap<Kysely<Schema>, Opened>();

/** Opens a pool; connects on first use. Call `closeDatabase` at the end. */
export function openDatabase(
  url: string,
  { limitMs = LIMIT_MS, isReadOnly = false, ...options }: DatabaseOptions,
): Database {
  return onLines(openLines(url, { ...options, isReadOnly }), { limitMs, isPrepared: false, isReadOnly });
}

/** The same connections for work whose statements take longer, or must not; a transaction keeps the limit it has. */
export function withLimit<Db extends Kysely<Schema>>(db: Db, limitMs: number): Db | Database {
  const known = opened.get(db);
  return known === undefined ? db : onLines(known.lines, { ...known, limitMs, isPrepared: false });
}

/**
 * The same connections for small statements that come often: each is parsed and planned once a connection, where the server
 * itself is at the other end. So one plan serves for any values; what takes sets of any size is not for here. A
 * transaction stays as it was begun; one that is begun so plans each of its statements once.
 */
export function prepared<Db extends Kysely<Schema>>(db: Db): Db | Database {
  const known = opened.get(db);
  if (known === undefined || known.isPrepared) return db;
  known.prepared ??= onLines(known.lines, { ...known, isPrepared: true });
  return known.prepared;
}

/**
 * Two statements, each a transaction of its own, the second right behind the first, whose work it sees: where they go by a
 * pool of ours, without a wait in between. @throws what failed first
 */
export async function oneAfterTheOther<A, B>(
  db: Kysely<Schema>,
  first: CompiledQuery<A>,
  second: CompiledQuery<B>,
): Promise<[QueryResult<A>, QueryResult<B>]> {
  const known = opened.get(db);
  if (known === undefined) return [await db.executeQuery(first), await db.executeQuery(second)];
  return (await askTogether(known.lines, known, [first, second])) as [QueryResult<A>, QueryResult<B>];
}

/**
 * Reads on one connection whatever `read` asks at once: the statements travel together, which costs far less than each on its own, and
 * the server answers them one after the other. No transaction may be begun in it.
 */
export async function onOneLine<T>(db: Database, read: (db: Database) => Promise<T>): Promise<T> {
  const known = opened.get(db);
  if (known === undefined) return read(db);
  const { lines, ...asking } = known;
  const client = await lines.take();
  let isSilent = false;
  const shared: Lines = {
    take: async () => client,
    giveBack: (_, silent) => {
      isSilent ||= silent;
    },
    sessionOf: lines.sessionOf,
    close: async () => {},
  };
  try {
    return await read(onLines(shared, asking));
  } finally {
    lines.giveBack(client, isSilent);
  }
}

/**
 * Whether a pooler that gives each transaction another connection (PgBouncer in transaction mode) stands between: what
 * listens or locks for a session cannot work there. Found by two of ours that meet on one of the server's.
 */
export async function isByTransactionPooler(db: Database): Promise<boolean> {
  const { lines } = opened.get(db)!;
  const one = await lines.take();
  const isDirect = lines.sessionOf(one).isDirect;
  const other = isDirect ? null : await lines.take();
  try {
    if (other === null) return false;
    const first = await backendOf(one);
    await other.query('begin');
    const second = await backendOf(other);
    await other.query('rollback');
    return first === second;
  } finally {
    for (const client of [one, other]) if (client !== null) lines.giveBack(client, false);
  }
}

async function backendOf(client: ClientBase): Promise<number> {
  const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid');
  return rows[0]!.pid;
}

/**
 * Waits for running statements, a bounded time, and closes all connections. Trap: what nothing was asked of, Kysely does
 * not close, and all may have been asked by `prepared` or `withLimit`: such connections kept the process alive.
 */
export async function closeDatabase(db: Database): Promise<void> {
  await db.destroy();
  await opened.get(db)?.lines.close();
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

function onLines(lines: Lines, { limitMs, isPrepared, isReadOnly }: Asking): Database {
  const asking = { limitMs, isPrepared, isReadOnly };
  const db = new Kysely<Schema>({ dialect: createDialect(lines, asking) });
  opened.set(db, { lines, ...asking });
  return db;
}

// SQLSTATE: connection exceptions, serialization and deadlock, lock timeout, shut-down and start-up, no resources, a
// server that became a replica.
const TRANSIENT_CODE =
  /^(08...|40001|40P01|55P03|57P0[1-5]|53...|25P03|25006|ECONN[A-Z]+|EPIPE|ETIMEDOUT|EAI_AGAIN|ENOTFOUND|EHOSTUNREACH|ENETUNREACH)$/;
const TRANSIENT_MESSAGE =
  /^(Connection terminated|timeout e|Query read timeout|Client has encountered a connection error|Client was closed)/;
