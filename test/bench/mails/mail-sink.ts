// bench: the mail server of the mail benches, and a service whose mails leave to it.

import { type ChildProcess, spawn } from 'node:child_process';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { createInterface } from 'node:readline';
import { sql } from 'kysely';
import type { Clock } from '../../../src/core/clock.ts';
import { openTransport } from '../../../src/mail/transport/mail-transport.ts';
import { codePath } from '../../../src/package.ts';
import type { Service } from '../../../src/service/service.ts';
import type { Database } from '../../../src/store/database.ts';
import { benchService } from '../database.ts';

const SINK = codePath('test/bench/mails/smtp-sink.ts');

export interface Sink {
  readonly url: string;
  /** Messages taken since the last time, and how many different Message-IDs they had. */
  counts(): Promise<{ readonly taken: number; readonly ids: number }>;
  stop(): void;
}

/** `thinksMs`: how long it thinks about each message before its 250. */
export async function startSink(thinksMs = 0): Promise<Sink> {
  const process_: ChildProcess = spawn(process.execPath, [SINK, String(thinksMs)], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const lines = createInterface({ input: process_.stdout! })[Symbol.asyncIterator]();
  const next = async (): Promise<string> => {
    const { value, done } = await lines.next();
    if (done) throw new Error('the mail server of the bench ended');
    return value as string;
  };
  const url = await next();
  return {
    url,
    counts: async () => {
      process_.stdin!.write('?\n');
      return JSON.parse(await next()) as { taken: number; ids: number };
    },
    stop: () => void process_.kill(),
  };
}

/** A service whose mails go to this server. */
export function mailingService(db: Database, clock: Clock, shops: number, smtpUrl: string): Service {
  return { ...benchService(db, clock, shops), mail: openTransport({ smtpUrl, mailDir: '' }) };
}

/** The longest time in ms for which the event loop stood still while `work` went on, and how long that took. */
export async function watched(
  work: () => Promise<unknown>,
): Promise<{ readonly ms: number; readonly stallMs: number }> {
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  const began = performance.now();
  await work();
  const ms = performance.now() - began;
  delay.disable();
  return { ms, stallMs: delay.max / 1e6 };
}

/** How many rows the statement counts. */
export async function count(db: Database, statement: string): Promise<number> {
  const { rows } = await sql.raw<{ n: number }>(statement).execute(db);
  return Number(rows[0]!.n);
}
