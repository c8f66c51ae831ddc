// Who still uses the embedded server: each process holds one connection with a shared advisory lock, and the last one
// out stops the server. The lock ends with the connection, so a killed process counts no longer.
// The connection is this process's own (never a pool's) and in the database `postgres`, so that others can be dropped.

import pg from 'pg';

const LOCK = 7_462_215_904;
/** A server that says nothing for so long is as good as away. */
const ANSWER_MS = 5_000;
const CREATE_MS = 60_000;

export interface Lease {
  /** Process id of whoever started the server and reads its log. */
  readonly starter: number;
  /** True when this lease is the only one and no other will be given (the server is to be stopped). */
  readonly exclusive: boolean;
  /** Called once when the connection ends by itself. */
  onLost(listener: () => void): void;
  /** Gives the lease up; true when nobody else holds one, and then none is given any more. */
  release(): Promise<boolean>;
  /** Closes the connection (the lock, if still held, goes with it). */
  end(): Promise<void>;
}

/**
 * Takes a lease; null when the server is just being stopped. With `alone` an exclusive one is tried first.
 * @throws what pg throws when the server does not answer or refuses
 */
export async function claimLease(url: string, wantsExclusive: (starter: number) => boolean): Promise<Lease | null> {
  const client = new pg.Client({
    connectionString: url,
    application_name: 'inquiry-sla lease',
    connectionTimeoutMillis: ANSWER_MS,
    query_timeout: ANSWER_MS,
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
  });
  const lost = watch(client);
  await client.connect();
  const starter = await starterOf(client);
  const exclusive = wantsExclusive(starter) && (await ask(client, 'pg_try_advisory_lock'));
  if (!exclusive && !(await ask(client, 'pg_try_advisory_lock_shared'))) {
    await client.end();
    return null;
  }
  return {
    starter,
    exclusive,
    onLost: (listener) => void lost.then(listener),
    release: async () => {
      await ask(client, 'pg_advisory_unlock_shared');
      return ask(client, 'pg_try_advisory_lock');
    },
    end: () => client.end().catch(() => undefined),
  };
}

/** Creates the database if it is not there; several processes may do so at once. */
export async function ensureDatabase(url: string, name: string): Promise<void> {
  const client = new pg.Client({
    connectionString: url,
    connectionTimeoutMillis: ANSWER_MS,
    query_timeout: CREATE_MS,
  });
  void watch(client);
  await client.connect();
  try {
    const found = await client.query('select 1 from pg_database where datname = $1', [name]);
    if (found.rowCount === 0) await client.query(`create database ${pg.escapeIdentifier(name)}`);
  } catch (error) {
    // duplicate_database, or the same as a unique violation in the catalog: another process was faster.
    if (!['42P04', '23505'].includes((error as { code?: string }).code ?? '')) throw error;
  } finally {
    await client.end();
  }
}

function watch(client: pg.Client): Promise<void> {
  // An unheard 'error' would end the process.
  client.on('error', () => undefined);
  return new Promise((resolve) => client.once('end', () => resolve()));
}

async function starterOf(client: pg.Client): Promise<number> {
  const { rows } = await client.query<{ name: string }>(`select current_setting('cluster_name') as name`);
  return Number(/-(\d+)$/.exec(rows[0]!.name)?.[1] ?? 0);
}

async function ask(client: pg.Client, lockFunction: string): Promise<boolean> {
  const { rows } = await client.query<{ answer: boolean }>(`select ${lockFunction}($1) as answer`, [LOCK]);
  return rows[0]!.answer;
}
