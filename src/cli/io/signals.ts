// cli: SIGINT and SIGTERM for commands that stay. The second signal must end a process that hangs, at once.

export interface StopSignal {
  /** Aborted by the first signal, with its name in the reason. */
  readonly signal: AbortSignal;
  /** No longer listens. */
  release(): void;
}

/** Listens for the signals that ask a process to stop; the second one exits at once with 1. */
export function stopOnSignals(): StopSignal {
  const stopping = new AbortController();
  const stop = (name: NodeJS.Signals): void => {
    if (stopping.signal.aborted) process.exit(1);
    stopping.abort(new Error(name));
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  return {
    signal: stopping.signal,
    release: () => {
      process.off('SIGINT', stop);
      process.off('SIGTERM', stop);
    },
  };
}

/** SIGHUP asks a service to read its files again; until `release`, after which it does nothing. */
export function onHangUp(reload: () => void): { release(): void } {
  let isWanted = true;
  // The listener stays: without one the signal would end the process while it stops in good order.
  process.on('SIGHUP', () => {
    if (isWanted) reload();
  });
  return {
    release: () => {
      isWanted = false;
    },
  };
}
