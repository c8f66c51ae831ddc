// The world's time: that of the daemons' database, the one clock they count by. It is put forward while none of them runs,
// so that what waits for minutes (a repeat, the next mail to a shop, a worker that died) need not be waited for.

import pg from 'pg';

export interface WorldClock {
  now(): number;
  /** From now on the database, and the world, are so much later. */
  skip(ms: number): Promise<void>;
}

/** Puts a function of ours in the place of the database's own clock; a database has its functions for itself. */
export async function openWorldClock(databaseUrl: string): Promise<WorldClock> {
  let aheadMs = 0;
  await ask(databaseUrl, 'alter function pg_catalog.clock_timestamp() rename to machine_timestamp');
  const set = (): Promise<void> =>
    ask(
      databaseUrl,
      `create or replace function pg_catalog.clock_timestamp() returns timestamptz language sql volatile parallel safe
        as $$ select pg_catalog.machine_timestamp() + interval '${aheadMs} milliseconds' $$`,
    );
  await set();
  return {
    now: () => Date.now() + aheadMs,
    skip: async (ms) => {
      aheadMs += ms;
      await set();
    },
  };
}

async function ask(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query('set allow_system_table_mods = on');
    await client.query(statement);
  } finally {
    await client.end();
  }
}
