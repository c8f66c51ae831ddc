// cli: `backup` and `restore`, for the database with or without tools of PostgreSQL's own: the embedded one brings none.

import { existsSync } from 'node:fs';
import { userInfo } from 'node:os';
import { noteExport, noteRestore } from '../../service/audit/note-done.ts';
import { BackupError, type BackupHead } from '../../store/backup/backup-file.ts';
import { readBackup } from '../../store/backup/read-backup.ts';
import { writeBackup } from '../../store/backup/write-backup.ts';
import { openDatabaseClock } from '../../store/database-clock.ts';
import type { Trx } from '../../store/schema.ts';
import type { CommandIo, ExitCode } from '../io/io.ts';
import { databaseInWords, quietLog, withDatabase } from '../io/settings.ts';

interface Options {
  readonly data: string;
}

/** Writes the whole database into a file that is not there yet. The service may run. */
export async function backup(file: string, { data }: Options, io: CommandIo): Promise<ExitCode> {
  if (existsSync(file)) {
    io.error(`${file} is there already: name another file`);
    return 2;
  }
  return withDatabase<ExitCode>(data, quietLog(), async (db, environment) => {
    // Before it is written, so that it is in it.
    await noteExport({ db, clock: await openDatabaseClock(db) }, userInfo().username, 'backup');
    const { rows } = await writeBackup(db, file, io.now());
    await io.write(`${file}: ${total(rows)} rows of ${databaseInWords(environment, data)}`);
    await io.write(
      'It holds what mails said and hashes of tokens, no secret. Keep config/ and .env beside it: they are not in it.',
    );
    return 0;
  });
}

/** Fills an empty database from such a file; the service must not run on it yet. */
export async function restore(file: string, { data }: Options, io: CommandIo): Promise<ExitCode> {
  if (!existsSync(file)) {
    io.error(`${file}: there is no such file`);
    return 2;
  }
  return withDatabase<ExitCode>(data, quietLog(), async (db, environment) => {
    try {
      const clock = await openDatabaseClock(db);
      const note = (trx: Trx, { madeAt }: BackupHead) => noteRestore({ db: trx, clock }, userInfo().username, madeAt);
      const { head, rows } = await readBackup(db, file, note);
      await io.write(`${total(rows)} rows of ${head.madeAt} are in ${databaseInWords(environment, data)}`);
      await io.write(
        'People log in anew. Start the service: what fell due meanwhile is told once, with the facts of then.',
      );
      return 0;
    } catch (error) {
      if (!(error instanceof BackupError)) throw error;
      io.error(`${error.message}. Nothing was changed.`);
      return 1;
    }
  });
}

const total = (rows: ReadonlyMap<string, number>): number => [...rows.values()].reduce((sum, one) => sum + one, 0);
