// Which tables a backup holds, and in which order rows go back.

import { sql } from 'kysely';
import type { Db } from '../schema.ts';

/**
 * Sessions end with a restore. Who wrote which inquiries is in no file: a key that was dropped would come back with it. The others
 * are the schema's own.
 */
const LEFT_OUT = [
  'session',
  'customer_key',
  'same_customer',
  'migration_checksum',
  'kysely_migration',
  'kysely_migration_lock',
];

/** Names of the tables, those first that others refer to. */
export async function backedTables(db: Db): Promise<string[]> {
  const { rows } = await sql<{ name: string; refers: string[] }>`
    select c.relname as name, array(select r.relname from pg_constraint k join pg_class r on r.oid = k.confrelid
      where k.conrelid = c.oid and k.contype = 'f' and k.confrelid <> c.oid)::text[] as refers
    from pg_class c where c.relnamespace = current_schema()::regnamespace and c.relkind in ('r', 'p')
      and not c.relispartition order by c.relname`.execute(db);
  const known = new Map(rows.filter(({ name }) => !LEFT_OUT.includes(name)).map(({ name, refers }) => [name, refers]));
  const ordered = new Set<string>();
  const add = (name: string): void => {
    if (ordered.has(name) || !known.has(name)) return;
    for (const other of known.get(name)!) add(other);
    ordered.add(name);
  };
  for (const name of known.keys()) add(name);
  return [...ordered];
}

/** What was applied to this database, in order. */
export async function appliedMigrations(db: Db): Promise<{ name: string; sha256: string }[]> {
  const { rows } = await sql<{ name: string; sha256: string }>`
    select name, sha256 from migration_checksum order by name`.execute(db);
  return rows;
}
