// Real processes of the command `start`, which die, stop and come back.

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

export interface DaemonOptions {
  /** The built src/main.ts. */
  readonly main: string;
  readonly name: string;
  /** Holds config/, and takes its data and log. */
  readonly folder: string;
  readonly variables: Readonly<Record<string, string>>;
  /** It runs, or does no more. */
  readonly onChange: () => void;
}

export interface Daemon {
  readonly name: string;
  /** Where it takes requests; null while it does not run. */
  url(): string | null;
  /** Resolves when it runs; rejects when it ends before. `release`: from now on another build of it. */
  start(release?: string): Promise<void>;
  /** From its next start on it is of that release. */
  comesBackAs(release: string): void;
  /** kill -9 */
  kill(): Promise<void>;
  /** SIGTERM; its exit code. */
  end(): Promise<number | null>;
  pause(): void;
  goOn(): void;
}

export function createDaemon({ main, name, folder, variables, onChange }: DaemonOptions): Daemon {
  const log = createWriteStream(join(folder, `${name}.log`), { flags: 'a' });
  let child: ChildProcess | null = null;
  let program = main;
  let url: string | null = null;
  let isPaused = false;
  const isAlive = (): boolean => child !== null && child.exitCode === null && child.signalCode === null;
  const show = (next: string | null): void => {
    url = next;
    onChange();
  };
  const endBy = async (signal: NodeJS.Signals): Promise<number | null> => {
    const ending = child;
    if (ending === null || !isAlive()) return null;
    const exit = once(ending, 'exit') as Promise<[number | null]>;
    ending.kill(signal);
    const [code] = await exit;
    return code;
  };
  return {
    name,
    url: () => (isPaused ? null : url),
    comesBackAs: (release) => {
      program = release;
    },
    start: async (release = program) => {
      program = release;
      const args = [program, 'start', '--config', join(folder, 'config'), '--data', join(folder, name)];
      const { PATH } = process.env;
      // A developer's .env is none of this.
      const started = spawn(process.execPath, args, { cwd: folder, env: { PATH, PORT: '0', ...variables } });
      child = started;
      isPaused = false;
      started.stderr.pipe(log, { end: false });
      const gone = once(started, 'exit').then(([code, signal]) => {
        if (child === started) show(null);
        throw new Error(`${name} ended with ${code ?? signal}`);
      });
      // Most ends come after the start, and are wanted.
      gone.catch(() => {});
      const running = new Promise<void>((resolve) => {
        createInterface({ input: started.stdout }).on('line', (line) => {
          log.write(`${line}\n`);
          const found = /the board is at (http:\/\/[^"]+)/.exec(line)?.[1];
          if (found === undefined) return;
          show(found);
          resolve();
        });
      });
      await Promise.race([running, gone]);
    },
    kill: async () => void (await endBy('SIGKILL')),
    end: () => endBy('SIGTERM'),
    pause: () => {
      if (!isAlive()) return;
      child!.kill('SIGSTOP');
      isPaused = true;
      onChange();
    },
    goOn: () => {
      child?.kill('SIGCONT');
      isPaused = false;
      onChange();
    },
  };
}
