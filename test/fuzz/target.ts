// What a fuzz target is: odd input that a seed draws, and what is wrong with what the product makes of it. Whatever comes,
// the product says something clear within two seconds of its processor, and nothing is half done.

import { setImmediate as turn } from 'node:timers/promises';
import fc from 'fast-check';

export interface Target<Input> {
  /** Odd input, as JSON writes it: a found one is kept in corpus/ as it is. */
  readonly inputs: fc.Arbitrary<Input>;
  /** What is wrong with the answer to it; null when nothing is. */
  check(input: Input): Promise<string | null>;
  close(): Promise<void>;
}

export interface Draw {
  readonly seed: number;
  readonly runs: number;
  /** The one case that a failure named. */
  readonly path?: string | undefined;
}

export interface Outcome {
  readonly runs: number;
  /** Processor time of the slowest answer. */
  readonly slowestMs: number;
  readonly found: Found | null;
}

export interface Found {
  readonly wrong: string;
  /** The smallest input that shows it. */
  readonly input: unknown;
  /** Leads to that input, with the seed. */
  readonly path: string;
}

/** A target whose kind of input nobody else knows. */
export interface OpenedTarget {
  fuzz(draw: Draw): Promise<Outcome>;
  /** What is wrong with the answer to a kept input. */
  check(input: unknown): Promise<string | null>;
  close(): Promise<void>;
}

const MOST_CPU_MS = 2_000;
/** Nobody waits longer, however busy the machine. */
const PATIENCE_MS = 60_000;

export function opened<Input>(target: Target<Input>): OpenedTarget {
  let slowestMs = 0;
  const watched = async (input: Input): Promise<string | null> => {
    const { wrong, cpuMs } = await watch(() => target.check(input));
    slowestMs = Math.max(slowestMs, cpuMs);
    return wrong;
  };
  return {
    fuzz: async ({ seed, runs, path }) => {
      slowestMs = 0;
      const property = fc.asyncProperty(target.inputs, async (input) => {
        const wrong = await watched(input);
        if (wrong !== null) throw new Error(wrong);
      });
      const details = await fc.check(property, { seed, numRuns: runs, ...(path !== undefined && { path }) });
      return { runs: details.numRuns, slowestMs, found: foundOf(details) };
    },
    check: (input) => watched(input as Input),
    close: target.close,
  };
}

function foundOf<Input>(details: fc.RunDetails<[Input]>): Found | null {
  if (!details.failed) return null;
  const { counterexample, counterexamplePath: path, errorInstance } = details;
  if (counterexample === null || path === null) return { wrong: 'no input could be drawn', input: null, path: '' };
  return { wrong: (errorInstance as Error).message, input: counterexample[0], path };
}

async function watch(work: () => Promise<string | null>): Promise<{ wrong: string | null; cpuMs: number }> {
  const strays: unknown[] = [];
  const onStray = (error: unknown): void => void strays.push(error);
  process.on('unhandledRejection', onStray);
  const before = process.cpuUsage();
  let wrong: string | null;
  try {
    wrong = await inTime(work());
  } catch (error) {
    wrong = `thrown: ${inWords(error)}`;
  }
  const cpuMs = process.cpuUsage(before).user / 1_000;
  // A rejection counts as unhandled only after the microtasks.
  await turn();
  process.off('unhandledRejection', onStray);
  if (strays.length > 0) wrong ??= `a rejection that nobody handles: ${strays.map(inWords).join('; ')}`;
  if (cpuMs > MOST_CPU_MS) wrong ??= `an answer after ${Math.round(cpuMs)} ms of a processor`;
  return { wrong, cpuMs };
}

async function inTime(work: Promise<string | null>): Promise<string | null> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<string>((resolve) => {
    timer = setTimeout(resolve, PATIENCE_MS, `no answer within ${PATIENCE_MS / 1_000} s`);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

const inWords = (error: unknown): string =>
  error instanceof Error ? (error.stack ?? error.message).split('\n').slice(0, 4).join(' ') : String(error);
