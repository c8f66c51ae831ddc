// Counters that every process adds to, whatever its roles, and that whoever is asked for /metrics reads.
// Added to after the work is committed, never inside it: one hot row would make the workers wait for each other.

import { sql } from 'kysely';
import type { Db } from '../schema.ts';
import { textArray } from '../sql-parameters.ts';
import type { CounterName } from '../tables/monitoring-tables.ts';

/** `raised` and `lateness` by step (and bucket), `lateness-ms` by step, `mails` by kind and outcome. */
export interface Count {
  readonly name: CounterName;
  readonly kind: string;
  readonly detail: string;
  readonly value: number;
}

/** Adds to counters; each (name, kind, detail) at most once in the list. */
export async function addCounts(db: Db, counts: readonly Count[]): Promise<void> {
  if (counts.length === 0) return;
  await sql`
    insert into counter as c (name, kind, detail, value)
    select * from unnest(${textArray(counts.map((c) => c.name))}, ${textArray(counts.map((c) => c.kind))},
      ${textArray(counts.map((c) => c.detail))}, ${counts.map((c) => c.value)}::float8[]) n(name, kind, detail, value)
    order by name, kind, detail
    on conflict (name, kind, detail) do update set value = c.value + excluded.value`.execute(db);
}

export async function readCounts(db: Db): Promise<Count[]> {
  return db
    .selectFrom('counter')
    .select(['name', 'kind', 'detail', 'value'])
    .orderBy('name')
    .orderBy('kind')
    .orderBy('detail')
    .execute();
}
