// cli: the import command around `importEvents`: the app without any role, so that it takes in and does nothing else.

import { openApp } from '../../app.ts';
import { readEnvironment } from '../../config/environment.ts';
import { NoGoodConfigError } from '../../service/configuration/load-last-good.ts';
import type { CommandIo, ExitCode } from '../io/io.ts';
import { type FolderOptions, quietLog, readFolderAsItIs, sayBroken, unreachableDatabase } from '../io/settings.ts';
import { stopOnSignals } from '../io/signals.ts';
import { importEvents, openSource } from './import-events.ts';

export interface ImportFileOptions extends FolderOptions {
  readonly json?: boolean;
}

/** Takes a file in, beside a running daemon or without one. @throws UnreachableError */
export async function importFile(file: string, options: ImportFileOptions, io: CommandIo): Promise<ExitCode> {
  const environment = readEnvironment();
  // Before anything is opened: the app puts edited config files in force, which a mistyped name must not.
  const opened = await openSource(file, io);
  if (opened === null) return 2;
  const config = readFolderAsItIs(options.config);
  if ('faults' in config) sayBroken(options.config, config.faults, io);
  const { signal } = stopOnSignals();
  try {
    const app = await openApp({ config, environment, logger: quietLog(), roles: new Set(), dataDir: options.data });
    try {
      return await importEvents(file, { json: options.json, signal }, { service: app.service, io, opened });
    } finally {
      await app.close();
    }
  } catch (error) {
    // The faults are said already.
    if (error instanceof NoGoodConfigError) return 2;
    throw unreachableDatabase(error, environment);
  } finally {
    await opened.close();
  }
}
