// cli: the import command around `importEvents`: the app without any role, so that it takes in and does nothing else.

import { openApp } from '../../app.ts';
import { readEnvironment } from '../../config/environment.ts';
import type { CommandIo, ExitCode } from '../io/io.ts';
import { type FolderOptions, quietLog, readConfigFolder, unreachableDatabase } from '../io/settings.ts';
import { stopOnSignals } from '../io/signals.ts';
import { importEvents } from './import-events.ts';

export interface ImportFileOptions extends FolderOptions {
  readonly json?: boolean;
}

/** Takes a file in, beside a running daemon or without one. @throws UnreachableError */
export async function importFile(file: string, options: ImportFileOptions, io: CommandIo): Promise<ExitCode> {
  const environment = readEnvironment();
  const config = readConfigFolder(options.config, io);
  if (config === null) return 2;
  const { signal } = stopOnSignals();
  try {
    const app = await openApp({ config, environment, logger: quietLog(), roles: new Set(), dataDir: options.data });
    try {
      return await importEvents(file, { json: options.json, signal }, { service: app.service, io });
    } finally {
      await app.close();
    }
  } catch (error) {
    throw unreachableDatabase(error, environment);
  }
}
