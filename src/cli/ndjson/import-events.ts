// cli: `import`, events from NDJSON into the store, with progress. Nothing to resume: run it again, known events change
// nothing. A line may hold a customer's text, so what is said of a refused line is its number and the rule.

import { open } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { noteImport } from '../../service/audit/note-done.ts';
import { acceptLines, type Line, readJsonLine } from '../../service/intake/intake-lines.ts';
import type { Service } from '../../service/service.ts';
import type { CommandIo, ExitCode } from '../io/io.ts';
import { lookedInto, otherFormat } from './formats.ts';
import { readLines } from './ndjson.ts';

export interface ImportOptions {
  /** One JSON object a refused line and a last one with the totals, instead of text. */
  readonly json?: boolean | undefined;
  /** Ends the import after the batch under way. */
  readonly signal?: AbortSignal | undefined;
}

interface Totals {
  lines: number;
  accepted: number;
  known: number;
  refused: number;
  ignored?: string[];
}

type ImportIo = Pick<CommandIo, 'input' | 'write' | 'error' | 'now'>;

/** Lines a batch, and characters: one round trip for each of its steps, seconds at most. */
const BATCH = 5_000;
const BATCH_LENGTH = 4 * 1024 * 1024;
const PROGRESS_MS = 1_000;
const IGNORED_NAMED = 20;
const SOURCE = 'import';

/**
 * Takes in a file, or stdin for `-`. Exit code 0 when all lines are in, 1 when any was refused or it was stopped before
 * the end, 2 when the file cannot be read. A failing database throws.
 */
export async function importEvents(
  file: string,
  options: ImportOptions,
  { service, io, opened }: { service: Service; io: ImportIo; opened?: Source },
): Promise<ExitCode> {
  const source = opened ?? (await openSource(file, io));
  if (source === null) return 2;
  const totals: Totals = { lines: 0, accepted: 0, known: 0, refused: 0 };
  const progress = progressTo(io, totals);
  try {
    // Before the first of them, so that it is known however it ends.
    await noteImport(service, userInfo().username);
    for await (const { lines, read } of ahead(batches(source.bytes))) {
      const taken = await acceptLines(service, lines, SOURCE);
      totals.lines = read;
      totals.accepted += taken.accepted;
      totals.known += taken.known;
      totals.refused += taken.refused.length;
      noteIgnored(totals, taken.ignored ?? []);
      for (const refused of taken.refused) await io.write(refusedText(file, refused, options));
      progress.perhaps();
      if (options.signal?.aborted) break;
    }
  } finally {
    await source.close();
  }
  progress.end(options.signal?.aborted === true);
  if (totals.ignored !== undefined) io.error(`not read: the keys ${totals.ignored.join(', ')}`);
  if (options.json) await io.write(JSON.stringify(totals));
  return totals.refused > 0 || options.signal?.aborted ? 1 : 0;
}

function noteIgnored(totals: Totals, keys: readonly string[]): void {
  if (keys.length > 0) totals.ignored = [...new Set([...(totals.ignored ?? []), ...keys])].slice(0, IGNORED_NAMED);
}

/** What is taken in; whoever imports it closes it. */
interface Source {
  readonly bytes: AsyncIterable<Uint8Array>;
  close(): Promise<void>;
}

/** Opens a file, or stdin for `-`, and looks into it; null after it was said why it cannot be taken in. */
export async function openSource(file: string, io: ImportIo): Promise<Source | null> {
  const opened = await openFile(file, io);
  if (opened === null) return null;
  const { look, bytes } = await lookedInto(opened.bytes);
  const other = otherFormat(look);
  if (other === null) return { ...opened, bytes };
  await opened.close();
  io.error(`${file}: ${other}`);
  return null;
}

async function openFile(file: string, io: ImportIo): Promise<Source | null> {
  if (file === '-') return { bytes: io.input, close: async () => {} };
  try {
    const handle = await open(file);
    if (!(await handle.stat()).isDirectory()) {
      return { bytes: handle.createReadStream({ autoClose: false }), close: () => handle.close() };
    }
    await handle.close();
    io.error(`${file}: is a folder; a file of NDJSON is needed, or - for stdin`);
  } catch (error) {
    io.error(`${file}: cannot be read (${(error as NodeJS.ErrnoException).code}); a file of NDJSON is needed, or -`);
  }
  return null;
}

/** Lines in batches, blank ones left out; `read` counts all lines so far. */
async function* batches(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<{ lines: Line[]; read: number }> {
  let lines: Line[] = [];
  let read = 0;
  let length = 0;
  for await (const texts of readLines(bytes)) {
    for (const text of texts) {
      read++;
      if (text === null || text.trim() !== '') lines.push(readJson(read, text));
      length += text?.length ?? 0;
      if (lines.length < BATCH && length < BATCH_LENGTH) continue;
      yield { lines, read };
      lines = [];
      length = 0;
    }
  }
  yield { lines, read };
}

/** The next one is read and parsed while the one before is taken in. */
async function* ahead<T>(items: AsyncGenerator<T, void>): AsyncGenerator<T, void> {
  let next = items.next();
  try {
    for (;;) {
      const { value, done } = await next;
      if (done) return;
      next = items.next();
      // Whoever asks for it hears of it.
      next.catch(() => undefined);
      yield value;
    }
  } finally {
    // Who stops waits for no line that may never come; what was asked for and is not wanted any more may end as it likes.
    items.return().catch(() => undefined);
  }
}

/** A null text is one that could not be read at all. */
function readJson(line: number, text: string | null): Line {
  if (text === null)
    return { line, fault: 'broken UTF-8, or more than 1 MiB; allowed are lines of JSON in UTF-8 up to 1 MiB' };
  return readJsonLine(line, text);
}

function refusedText(
  file: string,
  { line, code, message }: { line: number; code: string; message: string },
  { json }: ImportOptions,
): string {
  return json ? JSON.stringify({ file, line, code, message }) : `${file}:${line}: ${code} ${message}`;
}

/** Says how far it is, once a second and at the end. */
function progressTo(io: ImportIo, totals: Totals) {
  const startedAt = io.now();
  let saidAt = startedAt;
  const text = () => {
    const seconds = Math.max(io.now() - startedAt, 1) / 1_000;
    const { lines, accepted, known, refused } = totals;
    return `${lines} lines: ${accepted} accepted, ${known} known, ${refused} refused (${Math.round(lines / seconds)} lines/s)`;
  };
  return {
    perhaps: () => {
      if (io.now() - saidAt < PROGRESS_MS) return;
      saidAt = io.now();
      io.error(text());
    },
    end: (stopped: boolean) => io.error(stopped ? `${text()}; stopped, run it again to go on` : text()),
  };
}
