// A process that runs command lines as src/main.ts does, in a folder of its own, and says what each wrote.

import { explainError } from '../../../src/cli/io/explain-error.ts';
import type { CommandIo } from '../../../src/cli/io/io.ts';
import { run } from '../../../src/cli/program.ts';
import type { CommandLine, CommandResult } from './arguments.ts';

const say = (message: object): void => void process.send?.(message);
let place: { folder: string; url: string } | null = null;

// Each command that waits for a signal listens to it.
process.setMaxListeners(0);
process.on('message', (sent) => {
  const message = sent as CommandLine | { folder: string; url: string };
  if ('argv' in message) {
    void answer(message).then(say);
    return;
  }
  place = message;
  process.chdir(place.folder);
  for (const name of ['QUEUE_URL', 'SMTP_URL', 'DATABASE_READ_URL', 'OTEL_EXPORTER_OTLP_ENDPOINT'])
    delete process.env[name];
  process.env.DATABASE_URL = place.url;
  say({ ready: true });
});

async function answer({ argv, input }: CommandLine): Promise<CommandResult> {
  const [written, errors]: [string[], string[]] = [[], []];
  async function* bytes(): AsyncGenerator<Uint8Array> {
    yield Buffer.from(input, 'latin1');
  }
  const io: CommandIo = {
    input: bytes(),
    write: (lines) => void written.push(lines),
    error: (lines) => void errors.push(lines),
    colour: false,
    language: 'en',
    asks: false,
    columns: 80,
    now: () => Date.parse('2026-11-26T01:00:00Z'),
  };
  let code: number;
  let thrown: string | null = null;
  try {
    code = await run(argv, io, '0.0.0');
  } catch (error) {
    const explained = explainError(error);
    code = explained.code;
    // What explainError knows has words of its own; anything else is a fault with a stack.
    if (explained.code === 1 && /\n\s+at /.test(explained.message)) thrown = explained.message;
    else errors.push(explained.message);
  }
  return { code, written: written.join('\n'), errors: errors.join('\n'), thrown };
}
