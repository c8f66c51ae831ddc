// cli: `demo`, the story on accelerated time with everything it needs on board, or seeded shops to click through.

import { InvalidConfigError } from '../../config/values/faults.ts';
import { LoopbackDownError } from '../../demo/loopback.ts';
import { runDemo } from '../../demo/run-demo.ts';
import { NoSeedFolderError, runSeeded } from '../../demo/seed/run-seeded.ts';
import { UnreachableError } from '../io/explain-error.ts';
import type { ExitCode, Output } from '../io/io.ts';
import { stopOnSignals } from '../io/signals.ts';

export interface DemoCommandOptions {
  readonly once?: boolean | undefined;
  readonly daySeconds: string;
  readonly port: string;
  readonly keep?: boolean | undefined;
  /** Seeded shops instead of the story; a text is the folder that keeps them. */
  readonly seed?: string | boolean | undefined;
}

/** Real seconds of a day: below one, steps of one day would crowd into a single look; above an hour nobody waits. */
const [SHORTEST_S, LONGEST_S] = [1, 3_600];

/**
 * Runs the demo; exit code 1 when what happened differs from what the rules say.
 * @throws UnreachableError when the machine has no loopback network
 */
export async function demo(options: DemoCommandOptions, out: Output): Promise<ExitCode> {
  const daySeconds = Number(options.daySeconds);
  if (!(daySeconds >= SHORTEST_S && daySeconds <= LONGEST_S)) {
    out.error(`--day-seconds: found ${options.daySeconds}; allowed: a number from ${SHORTEST_S} to ${LONGEST_S}`);
    return 2;
  }
  const port = Number(options.port);
  if (!/^\d{1,5}$/.test(options.port) || port > 65_535) {
    out.error(`--port: found ${options.port}; allowed: a whole number from 0 (any free port) to 65535`);
    return 2;
  }
  const stop = stopOnSignals();
  try {
    if (options.seed !== undefined) {
      const folder = typeof options.seed === 'string' ? options.seed : null;
      await runSeeded({ folder, port, write: (lines) => out.write(lines), signal: stop.signal });
      return 0;
    }
    const asRuled = await runDemo({
      once: options.once ?? false,
      daySeconds,
      port,
      keep: options.keep ?? false,
      width: process.stdout.columns ?? null,
      colour: out.colour,
      write: (lines) => out.write(lines),
      signal: stop.signal,
    });
    return asRuled ? 0 : 1;
  } catch (error) {
    if (error instanceof NoSeedFolderError) {
      out.error(`--seed: ${error.message}`);
      return 2;
    }
    // The port is an option here.
    if (error instanceof InvalidConfigError) {
      out.error(error.message.replace(/^PORT:/, '--port:'));
      return 2;
    }
    if (error instanceof LoopbackDownError) throw new UnreachableError(error.message);
    throw error;
  } finally {
    stop.release();
  }
}
