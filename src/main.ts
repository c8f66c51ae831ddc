#!/usr/bin/env node
// The process edge: argv, streams, exit code. Everything behind it takes what it needs as arguments.
// A reader that goes away (`| head`) is no error; and output is awaited, so that exiting cuts nothing off.

import { isatty } from 'node:tty';
import { explainError } from './cli/io/explain-error.ts';
import type { CommandIo } from './cli/io/io.ts';
import { run } from './cli/program.ts';
import { colourWanted, loadEnvFile, localeLanguage } from './config/environment.ts';
import { VERSION } from './package.ts';

const io: CommandIo = {
  // Only a command that reads it may open it.
  get input() {
    return process.stdin;
  },
  write: (lines) => {
    if (process.stdout.write(`${lines}\n`)) return;
    return new Promise((resolve) => process.stdout.once('drain', resolve));
  },
  error: (lines) => void process.stderr.write(`${lines}\n`),
  colour: process.stdout.isTTY === true && colourWanted(),
  language: localeLanguage(),
  asks: isatty(0) && isatty(1),
  columns: process.stdout.columns || 80,
  now: Date.now,
};

for (const stream of [process.stdout, process.stderr])
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    process.exit(0);
  });

try {
  process.exitCode = await run(process.argv.slice(2), io, VERSION, () => loadEnvFile(process.cwd()));
} catch (error) {
  const { message, code } = explainError(error);
  io.error(`inquiry-sla: ${message}`);
  process.exitCode = code;
}
