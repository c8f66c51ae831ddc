// Who opens registers the release at once; releasing runs backwards, waits for each, and keeps the first error.

export interface Releases {
  /** To be called right after something was opened. */
  add(close: () => Promise<void> | void): void;
  /** Closes everything in reverse order, once. @throws the first error, after all were closed */
  close(): Promise<void>;
}

export function createReleases(): Releases {
  const closers: (() => Promise<void> | void)[] = [];
  let running: Promise<void> | null = null;

  async function closeAll(): Promise<void> {
    const errors: unknown[] = [];
    for (let close = closers.pop(); close !== undefined; close = closers.pop()) {
      try {
        await close();
      } catch (error) {
        errors.push(error);
      }
    }
    if (errors.length > 0) throw errors[0];
  }

  return {
    add: (close) => closers.push(close),
    close: () => {
      running ??= closeAll();
      return running;
    },
  };
}
