// A backup back into an empty database of the same schema, in one transaction: all of it, or nothing.

import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { createGunzip } from 'node:zlib';
import { sql } from 'kysely';
import type { Database } from '../database.ts';
import type { Trx } from '../schema.ts';
import { appliedMigrations, backedTables } from './backed-tables.ts';
import { type BackupEnd, BackupError, type BackupHead, backupEnd, backupHead, tableLine } from './backup-file.ts';

/** Characters of JSON that go in by one statement. */
const BATCH_CHARACTERS = 1_000_000;

export interface Restored {
  readonly head: BackupHead;
  readonly rows: ReadonlyMap<string, number>;
}

/**
 * Fills the database, which was migrated and has no row, from the file.
 * @throws BackupError when the file is no whole backup, is of another schema, or the database is not empty; then nothing
 *   was changed
 * @param note writes down, in the same transaction, that it was done
 */
export async function readBackup(
  db: Database,
  file: string,
  note: (trx: Trx, head: BackupHead) => Promise<void>,
): Promise<Restored> {
  const restored = await db.transaction().execute(async (trx) => {
    await sql`set local idle_in_transaction_session_timeout = 0`.execute(trx);
    const tables = await backedTables(trx);
    await sql`lock table ${sql.join(tables.map((table) => sql.table(table)))} in exclusive mode`.execute(trx);
    await checkEmpty(trx, tables);
    const filled = await fill(trx, file, new Set(tables));
    await note(trx, filled.head);
    return filled;
  });
  await sql`analyze`.execute(db);
  return restored;
}

async function checkEmpty(trx: Trx, tables: readonly string[]): Promise<void> {
  for (const table of tables) {
    const { rows } = await sql`select 1 from ${sql.table(table)} limit 1`.execute(trx);
    if (rows.length > 0)
      throw new BackupError(
        `The database is not empty (there are rows in ${table}): restore into a new one, before the service starts on it`,
      );
  }
}

async function fill(trx: Trx, file: string, tables: ReadonlySet<string>): Promise<Restored> {
  const counts = new Map<string, number>();
  let head: BackupHead | null = null;
  let end: BackupEnd | null = null;
  let batch: string[] = [];
  let characters = 0;
  let table: string | null = null;
  const flush = async (): Promise<void> => {
    if (batch.length > 0) await insert(trx, table!, batch);
    batch = [];
    characters = 0;
  };
  for await (const line of linesOf(file)) {
    if (end !== null) throw broken('there is something behind its end');
    if (head === null) {
      head = await checkedHead(trx, line);
      continue;
    }
    const mark = line.startsWith('{"table":') || line.startsWith('{"end":') ? parsed(line) : null;
    const begins = tableLine.safeParse(mark);
    const ends = backupEnd.safeParse(mark);
    if (!begins.success && !ends.success) {
      if (table === null) throw broken('it has rows before the first table');
      batch.push(line);
      characters += line.length;
      counts.set(table, counts.get(table)! + 1);
      if (characters >= BATCH_CHARACTERS) await flush();
      continue;
    }
    await flush();
    if (ends.success) end = ends.data;
    else {
      table = begins.data!.table;
      if (!tables.has(table) || counts.has(table)) throw broken(`it names the table ${JSON.stringify(table)}`);
      counts.set(table, 0);
    }
  }
  if (head === null || end === null) throw broken('it was cut off');
  for (const one of tables)
    if (end.rows[one] !== counts.get(one)) throw broken(`the rows of ${one} are not as many as it says`);
  for (const [name, last] of Object.entries(end.sequences))
    await sql`select setval(${name}::regclass, ${last})`.execute(trx);
  return { head, rows: counts };
}

async function insert(trx: Trx, table: string, rows: readonly string[]): Promise<void> {
  const into = sql.table(table);
  try {
    await sql`insert into ${into} overriding system value
      select * from jsonb_populate_recordset(null::${into}, ${`[${rows.join(',')}]`}::jsonb)`.execute(trx);
  } catch (error) {
    // What it says may hold values of the rows.
    const code = String((error as { code?: unknown }).code ?? '');
    if (!/^2[23]/.test(code)) throw error;
    throw new BackupError(`The file is no whole backup: a row of ${table} does not fit (${code})`);
  }
}

async function checkedHead(trx: Trx, line: string): Promise<BackupHead> {
  const head = backupHead.safeParse(parsed(line));
  if (!head.success) throw broken('it does not begin as one');
  const here = await appliedMigrations(trx);
  const { migrations, release } = head.data;
  const last = (all: readonly { readonly name: string }[]) => all.at(-1)?.name ?? 'nothing';
  if (here.length !== migrations.length || here.some(({ name }, at) => name !== migrations[at]!.name))
    throw new BackupError(
      `The backup is of release ${release} with the schema up to ${last(migrations)}; this database has it up to ${last(here)}. ` +
        'Restore it with the release that made it; a later one then migrates it at its start',
    );
  const changed = here.find(({ sha256 }, at) => sha256 !== migrations[at]!.sha256);
  if (changed !== undefined)
    throw new BackupError(`The backup was made with another text of the migration ${changed.name}`);
  return head.data;
}

async function* linesOf(file: string): AsyncGenerator<string> {
  const bytes = createReadStream(file);
  const text = createGunzip();
  bytes.once('error', (error) => text.destroy(error));
  bytes.pipe(text);
  const lines = createInterface({ input: text, crlfDelay: Number.POSITIVE_INFINITY });
  const failed = new Promise<never>((_, reject) => text.once('error', reject));
  failed.catch(() => lines.close());
  try {
    yield* lines;
    await Promise.race([failed, Promise.resolve()]);
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    if (code.startsWith('Z_')) throw broken(code === 'Z_BUF_ERROR' ? 'it was cut off' : 'its bytes are broken');
    throw error;
  } finally {
    bytes.destroy();
    text.destroy();
  }
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}

const broken = (why: string): BackupError => new BackupError(`The file is no whole backup: ${why}`);
