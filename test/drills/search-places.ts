// Where a secret could have gone: the tables, the processes of this machine, the files of a run.

import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import pg from 'pg';
import { expect } from 'vitest';

export async function ask(url: string, statement: string): Promise<pg.QueryResult> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await client.query(statement);
  } finally {
    await client.end();
  }
}

/** Every row of every table of the database, the queue's among them. */
export async function everyRow(databaseUrl: string): Promise<string[]> {
  const { rows } = await ask(
    databaseUrl,
    `select format('%I.%I', table_schema, table_name) as name from information_schema.tables
      where table_schema not in ('pg_catalog', 'information_schema') and table_type = 'BASE TABLE'`,
  );
  expect(rows.length).toBeGreaterThan(40);
  const dumps: string[] = [];
  for (const { name } of rows as { name: string }[])
    dumps.push(`${name}\n${JSON.stringify((await ask(databaseUrl, `select t::text from ${name} t`)).rows)}`);
  return dumps;
}

/** Command lines and titles of all processes that are not this one. */
export const everyTitle = (): string[] =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .flatMap((pid) => ['cmdline', 'comm'].map((file) => readOrNone(`/proc/${pid}/${file}`)));

function readOrNone(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    // It ended meanwhile.
    if (['ENOENT', 'ESRCH'].includes((error as NodeJS.ErrnoException).code ?? '')) return '';
    throw error;
  }
}

/** Every file below the drill's folder: log, data, mails, the backup as it is and unpacked; not the files that admins write. */
export function everyFile(folder: string): string[] {
  return readdirSync(folder).flatMap((name): string[] => {
    const file = join(folder, name);
    if (name === 'config') return [];
    if (statSync(file).isDirectory()) return everyFile(file);
    const bytes = readFileSync(file);
    const isPacked = bytes[0] === 0x1f && bytes[1] === 0x8b;
    return [`${file}\n${(isPacked ? gunzipSync(bytes) : bytes).toString('utf8')}`];
  });
}
