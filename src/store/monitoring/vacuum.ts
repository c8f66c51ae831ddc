// Tables that PostgreSQL's autovacuum has left far behind: rows that are gone fill the disk and slow every look, and far
// enough on the database takes no more writes.

import { sql } from 'kysely';
import type { Db } from '../schema.ts';

/** Fewer are cleared away in one go. */
const MANY_ROWS = 500_000;

/**
 * Names of tables with more than twice as many rows that are gone as rows, or with rows twice as old, in transactions, as
 * autovacuum lets them become. Of the service's own schema.
 */
export async function tablesBehind(db: Db): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`
    select c.relname as name from pg_class c
    left join pg_stat_user_tables s on s.relid = c.oid
    where c.relnamespace = current_schema()::regnamespace and c.relkind = 'r'
      and ((s.n_dead_tup > ${MANY_ROWS} and s.n_dead_tup > 2 * s.n_live_tup)
        or age(c.relfrozenxid) > 2 * current_setting('autovacuum_freeze_max_age')::bigint)
    order by c.relname`.execute(db);
  return rows.map(({ name }) => name);
}
